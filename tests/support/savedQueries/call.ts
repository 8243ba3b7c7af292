import { JsonObject } from "../../../detective/json";

/** A record, and the place of the file that it lies in. */
export interface PlacedRecord {
  readonly record: JsonObject;
  readonly account: string | null;
  readonly region: string | null;
  /** As 2026/05/04. */
  readonly day: string | null;
  readonly file: string;
}

export const HERE = "111111111111";
export const THERE = "222222222222";

export function user(name: string, key = "AKIAALICE", account = HERE): JsonObject {
  return {
    type: "IAMUser",
    principalId: `AIDA${name.toUpperCase()}`,
    arn: `arn:aws:iam::${account}:user/${name}`,
    accountId: account,
    accessKeyId: key,
    userName: name,
  };
}

export function session(role: string, name: string, key = "ASIAONE", account = HERE): JsonObject {
  return {
    type: "AssumedRole",
    principalId: `AROA${role.toUpperCase()}:${name}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
    accountId: account,
    accessKeyId: key,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: `AROA${role.toUpperCase()}`,
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
        userName: role,
      },
      attributes: { mfaAuthenticated: "false", creationDate: "2026-05-01T00:00:00Z" },
    },
  };
}

export const ROOT: JsonObject = {
  type: "Root",
  principalId: HERE,
  arn: `arn:aws:iam::${HERE}:root`,
  accountId: HERE,
  accessKeyId: "ASIAROOT",
};

export function service(name: string): JsonObject {
  return { type: "AWSService", invokedBy: `${name}.amazonaws.com` };
}

export interface CallOptions {
  /** @default the user alice */
  readonly by?: JsonObject | null;
  readonly ip?: string;
  readonly agent?: string | null;
  readonly error?: string;
  readonly region?: string;
  readonly request?: JsonObject | null;
  readonly response?: JsonObject | null;
  readonly extra?: JsonObject | null;
  /** @default HERE */
  readonly account?: string;
  /** @default its time's */
  readonly day?: string | null;
  /** @default the account's */
  readonly place?: string | null;
  readonly file?: string;
  /** Other fields of the record. */
  readonly and?: JsonObject;
}

/**
 * A record of May 2026.
 *
 * @param words day, time, service and name: `04T10:00 iam CreateUser`
 */
export function call(words: string, options: CallOptions = {}): PlacedRecord {
  const [time = "", source = "", name = ""] = words.split(" ");
  const { account = HERE, region = "eu-west-1" } = options;
  const day = `2026/05/${time.slice(0, 2)}`;
  return {
    record: {
      eventVersion: "1.11",
      userIdentity: options.by === undefined ? user("alice") : options.by,
      eventTime: `2026-05-${time}:00Z`,
      eventSource: `${source}.amazonaws.com`,
      eventName: name,
      awsRegion: region,
      sourceIPAddress: options.ip ?? "198.51.100.1",
      userAgent: options.agent === undefined ? "aws-cli/2" : options.agent,
      ...(options.error === undefined ? {} : { errorCode: options.error, errorMessage: `not done: ${name}` }),
      requestParameters: options.request ?? null,
      responseElements: options.response ?? null,
      ...(options.extra ? { additionalEventData: options.extra } : {}),
      readOnly: /^(?:Get|List|Describe|Head|Decrypt|Lookup)/.test(name),
      eventType: name === "ConsoleLogin" ? "AwsConsoleSignIn" : "AwsApiCall",
      managementEvent: true,
      eventCategory: "Management",
      recipientAccountId: account,
      ...options.and,
    },
    account: options.place === undefined ? account : options.place,
    region: options.place === null ? null : region,
    day: options.day === undefined ? day : options.day,
    file: options.file ?? `${day}.json.gz`,
  };
}
