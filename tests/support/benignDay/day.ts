import { JsonObject } from "../../../detective/json";

/** Made up, as all names and addresses of the day: documentation ranges only. */
export const ACCOUNT = "111122223333";
const REGION = "eu-central-1";

/** Who calls, from where, with what. */
export interface Actor {
  readonly identity: JsonObject;
  readonly ip: string;
  readonly agent: string;
  /** @default {} */
  readonly more?: JsonObject;
}

/** Records of one day, as CloudTrail writes them, in the order of their times. */
export class Day {
  private readonly made: { at: number; record: JsonObject }[] = [];

  /** @param date `2026-11-18` */
  constructor(private readonly date: string) {}

  /**
   * One record.
   *
   * @param api `iam:ListRoles`
   * @param at seconds since midnight, UTC
   * @param fields what differs from a plain management event
   */
  call(
    actor: Actor,
    api: string,
    at: number,
    params: JsonObject | null = null,
    fields: JsonObject = {},
  ): void {
    const [service = "", eventName = ""] = api.split(":");
    const id = (this.made.length + 1).toString(16).padStart(12, "0");
    const global = ["iam", "organizations", "route53", "account", "ce"].includes(service);
    const record = {
      eventVersion: "1.11",
      userIdentity: actor.identity,
      eventTime: new Date(Date.parse(this.date) + Math.floor(at) * 1_000).toISOString().replace(".000", ""),
      eventSource: `${service}.amazonaws.com`,
      eventName,
      awsRegion: global ? "us-east-1" : REGION,
      sourceIPAddress: actor.ip,
      userAgent: actor.agent,
      requestParameters: params,
      responseElements: null,
      requestID: `00000000-0000-4000-9000-${id}`,
      eventID: `00000000-0000-4000-8000-${id}`,
      readOnly: /^(Get|List|Describe|Head|BatchGet|Lookup|Decrypt|AssumeRole|Select|Simulate)/.test(
        eventName,
      ),
      eventType: "AwsApiCall",
      managementEvent: true,
      recipientAccountId: ACCOUNT,
      eventCategory: "Management",
      ...actor.more,
      ...fields,
    };
    this.made.push({ at, record });
  }

  /** The same call on each of many things, so many seconds apart; each brings its parameters. */
  each(actor: Actor, api: string, at: number, apart: number, params: readonly (JsonObject | null)[]): void {
    for (const [n, each] of params.entries()) this.call(actor, api, at + n * apart, each);
  }

  /** A data event on an object. */
  object(
    actor: Actor,
    name: string,
    at: number,
    bucketName: string,
    key: string,
    fields: JsonObject = {},
  ): void {
    this.call(
      actor,
      `s3:${name}`,
      at,
      { bucketName, key, Host: `${bucketName}.s3.${REGION}.amazonaws.com` },
      {
        managementEvent: false,
        eventCategory: "Data",
        additionalEventData: { SSEApplied: "Default_SSE_S3", bytesTransferredOut: 4_096 },
        resources: [
          { type: "AWS::S3::Object", ARN: `arn:aws:s3:::${bucketName}/${key}` },
          { type: "AWS::S3::Bucket", accountId: ACCOUNT, ARN: `arn:aws:s3:::${bucketName}` },
        ],
        ...fields,
      },
    );
  }

  /** A call that is refused. */
  denied(actor: Actor, api: string, at: number, fields: JsonObject = {}): void {
    const errorCode = api.startsWith("ec2:") ? "Client.UnauthorizedOperation" : "AccessDenied";
    const errorMessage = `not authorized to perform: ${api} because no identity-based policy allows the ${api} action`;
    this.call(actor, api, at, null, { errorCode, errorMessage, ...fields });
  }

  records(): JsonObject[] {
    return this.made.sort((a, b) => a.at - b.at).map(({ record }) => record);
  }
}

/** `times(3, (n) => …)`: what it gives for 0, 1 and 2. */
export function times<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

/** Seconds since midnight: `clock("09:30")`. */
export function clock(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 3_600 + minutes * 60;
}

/** The KMS key of a record. */
export function key(name: string): JsonObject {
  return {
    resources: [
      { accountId: ACCOUNT, type: "AWS::KMS::Key", ARN: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/${name}` },
    ],
  };
}
