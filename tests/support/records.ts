import { CloudTrailEvent, UserIdentity, parseEvent } from "../../detective/event";
import { Coverage, EventSet, Gap } from "../../detective/source";

/** Records as CloudTrail writes them, made up: documentation accounts, names and addresses only. */
export const ACCOUNT = "111122223333";
export const HOME_IP = "192.0.2.7";
export const CLI =
  "aws-cli/2.15.30 md/awscrt#0.19.19 ua/2.0 os/linux#6.1 md/arch#x86_64 lang/python#3.11.8 cfg/retry-mode#standard";

export type Fields = Partial<CloudTrailEvent> & {
  /** Seconds after 2026-01-31T12:00:00Z, or an ISO time. @default 0 */
  at?: number | string;
};

/** Who makes a call. */
export const by = {
  user: (name: string, accessKeyId = `AKIA${name.toUpperCase().padEnd(16, "0")}`): UserIdentity => ({
    type: "IAMUser",
    principalId: `AIDA${name.toUpperCase().padEnd(17, "0")}`,
    arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
    accountId: ACCOUNT,
    accessKeyId,
    userName: name,
  }),
  role: (role: string, session: string, more: Partial<UserIdentity> = {}): UserIdentity => ({
    type: "AssumedRole",
    principalId: `AROA${role.toUpperCase().padEnd(17, "0")}:${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
    accountId: ACCOUNT,
    accessKeyId: `ASIA${session
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, "")
      .padEnd(16, "0")}`,
    ...more,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: `AROA${role.toUpperCase().padEnd(17, "0")}`,
        arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
        accountId: ACCOUNT,
        userName: role,
      },
      attributes: { creationDate: "2026-01-31T11:59:00Z", mfaAuthenticated: "false" },
      ...more.sessionContext,
    },
  }),
  /** A session of an EC2 instance's role. */
  instance: (role: string, instanceId = "i-0abc123def4567890"): UserIdentity =>
    by.role(role, instanceId, { sessionContext: { ec2RoleDelivery: "2.0" } }),
  root: (): UserIdentity => ({
    type: "Root",
    principalId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:root`,
    accountId: ACCOUNT,
    accessKeyId: "",
  }),
  service: (invokedBy: string): UserIdentity => ({ type: "AWSService", invokedBy }),
  account: (accountId: string): UserIdentity => ({ type: "AWSAccount", principalId: "AIDAOTHER", accountId }),
};

/**
 * One record: `call("iam:ListUsers", by.user("alice"), { at: 5 })`, its eventID `ListUsers@5`.
 *
 * It goes through `parseEvent`, as records do.
 */
export function call(
  api: string,
  userIdentity: UserIdentity,
  { at = 0, ...fields }: Fields = {},
): CloudTrailEvent {
  const [service = "", eventName = ""] = api.split(":");
  const eventTime =
    typeof at === "string"
      ? at
      : new Date(Date.UTC(2026, 0, 31, 12, 0, at)).toISOString().replace(".000", "");
  const fromService = userIdentity.type === "AWSService" ? userIdentity.invokedBy : undefined;
  return parseEvent({
    eventVersion: "1.11",
    userIdentity,
    eventTime,
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: "us-east-1",
    sourceIPAddress: fromService ?? HOME_IP,
    userAgent: fromService ?? CLI,
    requestParameters: null,
    responseElements: null,
    requestID: "0f8b2c7e-5a55-4f1c-9d46-1a2b3c4d5e6f",
    eventID: `${eventName}@${at}`,
    readOnly: /^(Get|List|Describe|Head|Lookup)/.test(eventName),
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: "Management",
    ...fields,
  });
}

/** The same, refused: without parameters, and with the message that IAM gives. */
export function denied(api: string, userIdentity: UserIdentity, fields: Fields = {}): CloudTrailEvent {
  const { arn = "anonymous" } = userIdentity;
  return call(api, userIdentity, {
    errorCode: "AccessDenied",
    errorMessage: `User: ${arn} is not authorized to perform: ${api} on resource: * because no identity-based policy allows the ${api} action`,
    ...fields,
  });
}

/** An S3 data event on an object. */
export function objectCall(
  name: string,
  userIdentity: UserIdentity,
  bucket: string,
  key: string,
  fields: Fields = {},
): CloudTrailEvent {
  return call(`s3:${name}`, userIdentity, {
    requestParameters: { bucketName: bucket, key, Host: `${bucket}.s3.us-east-1.amazonaws.com` },
    resources: [
      { type: "AWS::S3::Object", ARN: `arn:aws:s3:::${bucket}/${key}` },
      { type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${bucket}`, accountId: ACCOUNT },
    ],
    managementEvent: false,
    eventCategory: "Data",
    ...fields,
  });
}

/** Events with what they cover: all of it, but for the gaps given. */
export function eventSet(events: readonly CloudTrailEvent[], gaps: readonly Gap[] = []): EventSet {
  const coverage: Coverage = {
    source: "test",
    regions: ["us-east-1"],
    events: events.length,
    complete: gaps.every(({ inherent }) => inherent),
    gaps,
  };
  return { events, coverage };
}

/** What LookupEvents can never show. */
export const NO_DATA_EVENTS: Gap = {
  reason: "data-events",
  inherent: true,
  detail: "LookupEvents shows no data events.",
};
