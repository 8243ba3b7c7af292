import { isJsonObject, type JsonObject } from "../json";

/** A key of ListPublicKeys, and the Region that it was asked of. */
export interface PublicKey {
  region: string;
  fingerprint: string;
  /** DER in base64. */
  value: string;
  /** When it signs, in ms since 1970. */
  from: number;
  to: number;
}

/** A key file can't be understood; the message says what, the value and the way out. */
export class KeyFileError extends Error {
  override readonly name = "KeyFileError";
}

const WAY_OUT = "`audit-trail validate --export-keys FILE` writes such a file";

/**
 * Reads ListPublicKeys' answer as JSON, each key with its `Region`; one that stands beside `PublicKeyList` counts for
 * all, and a list of answers is read as one. Times are ISO 8601 or seconds since 1970.
 *
 * Source: docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html
 * @throws KeyFileError where it is something else
 */
export function parseKeyFile(text: string): PublicKey[] {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new KeyFileError(`it is not JSON (${(error as Error).message}); ${WAY_OUT}`);
  }
  return (Array.isArray(value) ? value : [value]).flatMap((answer: unknown) => {
    const list = isJsonObject(answer) ? (answer.PublicKeyList ?? answer.publicKeyList) : undefined;
    if (!isJsonObject(answer) || !Array.isArray(list))
      throw new KeyFileError(`it has no PublicKeyList; ${WAY_OUT}`);
    return list.map((key: unknown, index) => keyOf(key, answer.Region, `PublicKeyList[${index}]`));
  });
}

function keyOf(value: unknown, regionOfAll: unknown, path: string): PublicKey {
  if (!isJsonObject(value)) throw new KeyFileError(`${path} is no key; ${WAY_OUT}`);
  const region = value.Region ?? regionOfAll;
  if (typeof region !== "string" || region === "") {
    throw new KeyFileError(
      `${path}.Region is missing: each Region signs with keys of its own; add the Region that was asked, or ${WAY_OUT}`,
    );
  }
  return {
    region: region.toLowerCase(),
    fingerprint: textOf(value, "Fingerprint", path).toLowerCase(),
    value: textOf(value, "Value", path),
    from: timeOf(value, "ValidityStartTime", path),
    to: timeOf(value, "ValidityEndTime", path),
  };
}

function textOf(value: JsonObject, name: string, path: string): string {
  const text = value[name];
  if (typeof text === "string" && text !== "") return text;
  throw new KeyFileError(`${path}.${name} is missing or no text; ${WAY_OUT}`);
}

function timeOf(value: JsonObject, name: string, path: string): number {
  const given = value[name];
  const seconds = typeof given === "string" && /^\d+(\.\d+)?$/.test(given) ? Number(given) : given;
  const time =
    typeof seconds === "number" ? seconds * 1000 : typeof seconds === "string" ? Date.parse(seconds) : NaN;
  if (!Number.isNaN(new Date(time).getTime())) return time;
  throw new KeyFileError(
    `${path}.${name}: ${JSON.stringify(given)} is no time; use ISO 8601 or seconds since 1970`,
  );
}

/** A key as CloudTrail lists it, with its Region. */
export interface PublicKeyRow {
  Region: string;
  Fingerprint: string;
  /** ISO 8601 */
  ValidityStartTime: string;
  ValidityEndTime: string;
  /** DER in base64. */
  Value: string;
}

/** As `parseKeyFile` reads it. */
export function keyRow({ region, fingerprint, value, from, to }: PublicKey): PublicKeyRow {
  return {
    Region: region,
    Fingerprint: fingerprint,
    ValidityStartTime: new Date(from).toISOString(),
    ValidityEndTime: new Date(to).toISOString(),
    Value: value,
  };
}

/** Keys in the form that `parseKeyFile` reads, in an order of their own. */
export function keyFileText(keys: readonly PublicKey[]): string {
  const order = (key: PublicKey) => `${key.region} ${new Date(key.from).toISOString()} ${key.fingerprint}`;
  const list = [...new Map(keys.map((key) => [order(key), key]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, key]) => keyRow(key));
  return `${JSON.stringify({ PublicKeyList: list }, undefined, 2)}\n`;
}
