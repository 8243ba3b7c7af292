import type { SeededRandom } from "./seededRandom";
import { ACCOUNT, CLI, type Entry, type Identity, type SyntheticRecords } from "./syntheticRecords";

const HOUR_MS = 60 * 60_000;

/** A call of the incident, and when it is made. */
export interface IncidentEvent {
  /** Milliseconds since 1970. */
  at: number;
  record: Entry;
}

/** Looks around, makes itself an administrator and a second key, takes a role, reads a bucket, stops the trail. */
export function syntheticIncident(
  start: number,
  { accessKeyId, sessionKeyId }: { accessKeyId: string; sessionKeyId: string },
  records: SyntheticRecords,
  random: SeededRandom,
): IncidentEvent[] {
  const userIdentity = {
    type: "IAMUser",
    principalId: "AIDAMALLORYEXAMPLE",
    arn: `arn:aws:iam::${ACCOUNT}:user/mallory`,
    accountId: ACCOUNT,
    accessKeyId,
    userName: "mallory",
  };
  const user: Identity = { userIdentity, from: "198.51.100.7", userAgent: CLI };
  const events: IncidentEvent[] = [];
  let at = start + 14 * HOUR_MS;
  const call = (who: Identity, service: string, eventName: string, more: Entry) => {
    at += 2000 + random.below(8000);
    events.push({
      at,
      record: records.record(at, "us-east-1", `${service}.amazonaws.com`, eventName, who, more),
    });
  };
  const denied = {
    errorCode: "AccessDenied",
    errorMessage: `User: arn:aws:iam::${ACCOUNT}:user/mallory is not authorized to perform this action`,
  };
  call(user, "sts", "GetCallerIdentity", { readOnly: true });
  for (const name of ["ListUsers", "ListRoles", "ListAttachedUserPolicies", "GetAccountAuthorizationDetails"])
    call(user, "iam", name, { readOnly: true, ...(name.startsWith("GetAccount") && denied) });
  call(user, "iam", "AttachUserPolicy", {
    readOnly: false,
    requestParameters: { userName: "mallory", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
  });
  const accessKey = {
    userName: "backup",
    accessKeyId: random.id("AKIA", 16),
    status: "Active",
    createDate: "Jan 31, 2026, 2:00:00 PM",
  };
  call(user, "iam", "CreateAccessKey", {
    readOnly: false,
    requestParameters: { userName: "backup" },
    responseElements: { accessKey },
  });
  const session = records.roleSession(
    "data-reader",
    "botocore-session-1",
    at,
    sessionKeyId,
    "198.51.100.7",
    CLI,
  );
  call(user, "sts", "AssumeRole", records.assumed(session, "data-reader", "botocore-session-1"));
  for (let index = 0; index < 300; index++) {
    at += 500;
    events.push({ at, record: records.objectCall(at, "us-east-1", session, "customer-records") });
  }
  call(user, "cloudtrail", "StopLogging", {
    readOnly: false,
    requestParameters: { name: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main` },
  });
  return events;
}
