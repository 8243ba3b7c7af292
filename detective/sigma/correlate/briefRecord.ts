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
    const brief = briefRecord(record);
    return this.known.of(JSON.stringify(brief), () => brief);
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
