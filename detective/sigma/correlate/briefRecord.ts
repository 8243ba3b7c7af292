import { JsonObject, isJsonObject } from "../../json";

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
const MOST_KEPT = 50_000;

/** Keeps of records who did what from where: the same object for all that say the same, since most do. */
export class BriefRecords {
  private known = new Map<string, JsonObject>();

  of(record: unknown): JsonObject {
    const brief = briefRecord(record);
    const key = JSON.stringify(brief);
    const known = this.known.get(key);
    if (known) return known;
    if (this.known.size >= MOST_KEPT) this.known = new Map();
    this.known.set(key, brief);
    return brief;
  }
}

function briefRecord(record: unknown): JsonObject {
  if (!isJsonObject(record)) return {};
  const identity = texts(record.userIdentity, IDENTITY);
  const context = isJsonObject(record.userIdentity) ? record.userIdentity.sessionContext : undefined;
  const issuer = texts(isJsonObject(context) ? context.sessionIssuer : undefined, ISSUER);
  return {
    ...texts(record, FIELDS),
    ...(identity && {
      userIdentity: { ...identity, ...(issuer && { sessionContext: { sessionIssuer: issuer } }) },
    }),
  };
}

function texts(object: unknown, names: readonly string[]): JsonObject | undefined {
  if (!isJsonObject(object)) return undefined;
  const found = names.flatMap((name) => {
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    return typeof value === "string" ? [[name, value.slice(0, LONGEST)] as const] : [];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}
