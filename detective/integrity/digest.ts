import { isJsonObject, type JsonObject } from "../json";

/** A log file as a digest names it. */
export interface DigestLog {
  bucket: string;
  key: string;
  /** SHA-256 of its uncompressed content in hex, where the algorithm is SHA-256. */
  hash: string;
  algorithm: string;
}

/** What a digest says of the one before it. */
export interface PreviousDigest {
  bucket: string;
  key: string;
  hash: string;
  algorithm: string;
  /** In hex. */
  signature: string;
}

/** A digest's content, as far as it is looked at. */
export interface Digest {
  account: string;
  /** As written: it is part of what is signed. */
  endText: string;
  /** In ms since 1970; it names the log files delivered between the two. */
  startTime: number;
  endTime: number;
  bucket: string;
  key: string;
  fingerprint: string;
  signatureAlgorithm: string;
  /** Undefined in the first digest after validation or logging began. */
  previous: PreviousDigest | undefined;
  logs: DigestLog[];
}

const PREVIOUS = [
  "previousDigestS3Bucket",
  "previousDigestS3Object",
  "previousDigestHashValue",
  "previousDigestHashAlgorithm",
  "previousDigestSignature",
] as const;

/**
 * Reads a digest's JSON.
 *
 * Source: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 * @throws Error that says in a few words what is wrong with it
 */
export function parseDigest(content: Buffer): Digest {
  let value: unknown;
  try {
    value = JSON.parse(content.toString("utf8"));
  } catch {
    throw new Error("it is not JSON");
  }
  if (!isJsonObject(value)) throw new Error("it is no JSON object");
  const text = (name: string) => textOf(value, name);
  const bucket = text("digestS3Bucket");
  return {
    account: text("awsAccountId"),
    endText: text("digestEndTime"),
    startTime: timeOf(value, "digestStartTime"),
    endTime: timeOf(value, "digestEndTime"),
    bucket,
    key: text("digestS3Object"),
    fingerprint: text("digestPublicKeyFingerprint"),
    signatureAlgorithm: text("digestSignatureAlgorithm"),
    previous: previousOf(value),
    logs: logsOf(value, bucket),
  };
}

function previousOf(value: JsonObject): PreviousDigest | undefined {
  const none = PREVIOUS.filter((name) => value[name] === null || value[name] === undefined);
  if (none.length === PREVIOUS.length) return undefined;
  if (none.length > 0) throw new Error(`${none.join(", ")} missing, though it names a previous digest`);
  const [bucket, key, hash, algorithm, signature] = PREVIOUS.map((name) => textOf(value, name));
  return {
    bucket: bucket!,
    key: key!,
    hash: hash!.toLowerCase(),
    algorithm: algorithm!,
    signature: signature!,
  };
}

function logsOf({ logFiles }: JsonObject, own: string): DigestLog[] {
  if (!Array.isArray(logFiles)) throw new Error("logFiles is no list");
  return logFiles.map((log: unknown) => {
    if (!isJsonObject(log)) throw new Error("logFiles holds something that is no log file");
    const bucket = textOf(log, "s3Bucket");
    return {
      // Thousands of them name the same bucket: one text for all.
      bucket: bucket === own ? own : bucket,
      key: textOf(log, "s3Object"),
      hash: textOf(log, "hashValue").toLowerCase(),
      algorithm: textOf(log, "hashAlgorithm") === "SHA-256" ? "SHA-256" : textOf(log, "hashAlgorithm"),
    };
  });
}

function textOf(value: JsonObject, name: string): string {
  const text = Object.hasOwn(value, name) ? value[name] : undefined;
  if (typeof text !== "string" || text === "") throw new Error(`${name} is missing or no text`);
  return text;
}

function timeOf(value: JsonObject, name: string): number {
  const text = textOf(value, name);
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) throw new Error(`${name} is no time`);
  return time;
}
