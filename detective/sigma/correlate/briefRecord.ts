import { JsonObject, isJsonObject } from "../../json";
import { Interned } from "./interned";

const FIELDS = [
  "eventSource",
  "eventName",
  "awsRegion",
  "sourceIPAddress",
  "errorCode",
  "eventType",
  "recipientAccountId",
] as const;
const IDENTITY = ["type", "principalId", "arn", "accountId", "accessKeyId", "userName", "invokedBy"] as const;
const ISSUER = ["type", "arn", "userName"] as const;
/** No field of these is as long, but for what an attacker makes of it. */
const LONGEST = 512;

/** Keeps of records who did what from where: the same object for all that say the same, since most do. */
export class BriefRecords {
  private readonly known = new Interned<JsonObject>();

  of(record: unknown): JsonObject {
    const parts = partsOf(record);
    const key = parts.map((texts) => texts?.map((text) => text ?? "\u0000").join("\u0001")).join("\u0002");
    return this.known.of(key, () => briefRecord(parts));
  }
}

type Texts = readonly (string | undefined)[] | undefined;

/** The texts of the record, of its identity, of its session's issuer; undefined where there is no such object. */
function partsOf(record: unknown): readonly [Texts, Texts, Texts] {
  const identity = isJsonObject(record) ? record.userIdentity : undefined;
  const context = isJsonObject(identity) ? identity.sessionContext : undefined;
  const issuer = isJsonObject(context) ? context.sessionIssuer : undefined;
  return [texts(record, FIELDS), texts(identity, IDENTITY), texts(issuer, ISSUER)];
}

function texts(object: unknown, names: readonly string[]): Texts {
  if (!isJsonObject(object)) return undefined;
  return names.map((name) => {
    const value = object[name];
    return typeof value === "string" ? value.slice(0, LONGEST) : undefined;
  });
}

function briefRecord([fields, identity, issuer]: ReturnType<typeof partsOf>): JsonObject {
  const session = named(ISSUER, issuer);
  const who = named(IDENTITY, identity);
  return {
    ...named(FIELDS, fields),
    ...(identity && { userIdentity: issuer ? { ...who, sessionContext: { sessionIssuer: session } } : who }),
  };
}

function named(names: readonly string[], values: Texts): JsonObject {
  return Object.fromEntries(
    names.flatMap((name, index) => (values?.[index] === undefined ? [] : [[name, values[index]]])),
  );
}
