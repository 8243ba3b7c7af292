import { HERE, ROOT, THERE, call, service, session, user } from "../call";
import { QueryCase } from "../queryCase";

const ALICE = `arn:aws:iam::${HERE}:user/alice`;
const DEPLOY = `arn:aws:iam::${HERE}:role/deploy`;
const SINCE = { since: "2026-05-10T12:00Z" };
const ID = { and: { eventID: "e1" } };

/** Cases of the queries about who called, with what, from where. */
export const PRINCIPAL_CASES: Readonly<Record<string, QueryCase>> = {
  "root-use": {
    records: [
      call("04T10:00 iam CreateUser", { by: ROOT, error: "AccessDenied", and: { eventID: "e1" } }),
      call("04T11:00 s3 ListBuckets", { by: { ...ROOT, invokedBy: "support.amazonaws.com" } }),
      call("04T12:00 kms RotateKey", { by: ROOT, and: { eventType: "AwsServiceEvent" } }),
      call("04T13:00 iam CreateUser"),
      call("04T14:00 s3 ListBuckets", {
        by: { ...ROOT, sessionContext: { attributes: { mfaAuthenticated: "true" } } },
        and: { eventID: "e2", eventType: null },
      }),
    ],
    rows: [
      `04T10:00 | ${HERE} | iam.amazonaws.com | CreateUser | eu-west-1 | 198.51.100.1 | ASIAROOT | - | AccessDenied | e1`,
      `04T14:00 | ${HERE} | s3.amazonaws.com | ListBuckets | eu-west-1 | 198.51.100.1 | ASIAROOT | true | - | e2`,
    ],
  },
  "new-access-keys": {
    records: [
      call("04T10:00 iam CreateAccessKey", {
        request: { userName: "bob" },
        response: { accessKey: { accessKeyId: "AKIANEW", userName: "bob", status: "Active" } },
        ...ID,
      }),
      call("04T11:00 iam CreateAccessKey", { error: "AccessDenied", and: { eventID: "e2" } }),
      call("04T12:00 iam ListAccessKeys"),
    ],
    rows: [
      `04T10:00 | ${HERE} | ${ALICE} | bob | AKIANEW | 198.51.100.1 | - | e1`,
      `04T11:00 | ${HERE} | ${ALICE} | alice | - | 198.51.100.1 | AccessDenied | e2`,
    ],
  },
  "key-use-by-new-address": {
    values: SINCE,
    records: [
      call("04T10:00 s3 ListBuckets"),
      call("11T10:00 s3 ListBuckets"),
      call("11T11:00 s3 ListBuckets", { ip: "203.0.113.9" }),
      call("11T12:00 s3 ListBuckets", { ip: "203.0.113.9", error: "AccessDenied" }),
      // A key that is new itself, and one of a session.
      call("11T10:00 s3 ListBuckets", { by: user("bob", "AKIABOB") }),
      call("04T10:00 s3 ListBuckets", { by: session("deploy", "a") }),
      call("11T10:00 s3 ListBuckets", { by: session("deploy", "a"), ip: "203.0.113.9" }),
    ],
    rows: [`AKIAALICE | 203.0.113.9 | ${ALICE} | 11T11:00 | 11T12:00 | 2 | 1`],
  },
  "principal-activity": {
    values: { principal: "deploy", begin: "2026-05-04T10:00Z", end: "2026-05-04 12:00" },
    records: [
      call("04T09:59 s3 ListBuckets", { by: session("deploy", "a") }),
      call("04T11:00 s3 ListBuckets", {
        by: session("deploy", "a"),
        and: { eventID: "e2" },
        error: "SlowDown",
      }),
      call("04T10:00 s3 ListBuckets", { by: session("deploy", "a"), and: { eventID: "e1" } }),
      call("04T12:00 s3 ListBuckets", { by: session("deploy", "a") }),
      call("04T11:00 s3 ListBuckets"),
    ],
    rows: [
      `04T10:00 | ${HERE} | eu-west-1 | s3.amazonaws.com | ListBuckets | - | 198.51.100.1 | aws-cli/2 | ASIAONE | e1`,
      `04T11:00 | ${HERE} | eu-west-1 | s3.amazonaws.com | ListBuckets | SlowDown | 198.51.100.1 | aws-cli/2 | ASIAONE | e2`,
    ],
  },
  "access-key-activity": {
    values: { key: "AKIAALICE" },
    records: [
      call("04T11:00 iam CreateUser", { and: { eventID: "e2" }, error: "AccessDenied" }),
      call("04T10:00 sts GetCallerIdentity", { and: { eventID: "e1" } }),
      call("04T11:00 s3 ListBuckets", { by: session("deploy", "a") }),
    ],
    rows: [
      `04T10:00 | ${HERE} | eu-west-1 | sts.amazonaws.com | GetCallerIdentity | - | 198.51.100.1 | aws-cli/2 | ${ALICE} | e1`,
      `04T11:00 | ${HERE} | eu-west-1 | iam.amazonaws.com | CreateUser | AccessDenied | 198.51.100.1 | aws-cli/2 | ${ALICE} | e2`,
    ],
  },
  "address-activity": {
    values: { address: "203.0.113.9" },
    records: [
      call("04T11:00 iam CreateUser", { ip: "203.0.113.9", error: "AccessDenied" }),
      call("04T10:00 s3 ListBuckets", { ip: "203.0.113.9", by: session("deploy", "a") }),
      call("04T12:00 iam CreateUser", { ip: "203.0.113.9" }),
      call("04T12:00 iam CreateUser"),
    ],
    rows: [
      `${DEPLOY} | ASIAONE | s3.amazonaws.com | ListBuckets | 1 | 0 | 04T10:00 | 04T10:00`,
      `${ALICE} | AKIAALICE | iam.amazonaws.com | CreateUser | 2 | 1 | 04T11:00 | 04T12:00`,
    ],
  },
  "first-seen-principals": {
    values: SINCE,
    records: [
      call("04T10:00 s3 ListBuckets"),
      call("11T10:00 s3 ListBuckets"),
      call("10T12:00 s3 ListBuckets", { by: user("bob", "AKIABOB") }),
      call("11T12:00 iam ListUsers", { by: user("bob", "AKIABOB"), error: "AccessDenied" }),
    ],
    rows: [`arn:aws:iam::${HERE}:user/bob | IAMUser | 10T12:00 | 11T12:00 | 2 | 1 | 2 | 198.51.100.1`],
  },
  "first-seen-addresses": {
    values: SINCE,
    records: [
      call("04T10:00 s3 ListBuckets"),
      call("11T10:00 s3 ListBuckets"),
      call("11T11:00 s3 ListBuckets", { ip: "203.0.113.9" }),
      call("11T12:00 s3 ListBuckets", { ip: "203.0.113.9", by: session("deploy", "a"), error: "SlowDown" }),
      call("11T13:00 sts AssumeRole", { ip: "ec2.amazonaws.com", by: service("ec2") }),
      call("11T14:00 kms Decrypt", { ip: "AWS Internal" }),
    ],
    rows: [`203.0.113.9 | 11T11:00 | 11T12:00 | 2 | 1 | 1 | 2 | ${DEPLOY}`],
  },
  "first-seen-user-agents": {
    values: SINCE,
    records: [
      call("04T10:00 s3 ListBuckets"),
      call("11T10:00 s3 ListBuckets"),
      call("11T11:00 s3 ListBuckets", { agent: "curl/8" }),
      call("11T12:00 s3 ListBuckets", { agent: null }),
    ],
    rows: [`curl/8 | 11T11:00 | 11T11:00 | 1 | 0 | 1 | ${ALICE} | 198.51.100.1`],
  },
  "role-sessions": {
    values: { role: "deploy" },
    records: [
      call("04T10:00 s3 ListBuckets", { by: session("deploy", "ci") }),
      call("04T11:00 s3 CreateBucket", { by: session("deploy", "ci", "ASIATWO"), ip: "203.0.113.9" }),
      call("04T12:00 s3 CreateBucket", { by: session("deploy", "mallory"), error: "AccessDenied" }),
      call("04T13:00 s3 CreateBucket", { by: session("deploy2", "ci") }),
      call("04T14:00 s3 CreateBucket", { by: user("deploy") }),
      call("04T15:00 s3 CreateBucket", { by: { ...session("deploy", "x"), type: "FederatedUser" } }),
    ],
    rows: [
      `arn:aws:sts::${HERE}:assumed-role/deploy/ci | 2 | 1 | 0 | 2 | 2 | 198.51.100.1 | 04T10:00 | 04T11:00`,
      `arn:aws:sts::${HERE}:assumed-role/deploy/mallory | 1 | 1 | 1 | 1 | 1 | 198.51.100.1 | 04T12:00 | 04T12:00`,
    ],
  },
  "instance-roles-elsewhere": {
    records: [
      call("04T10:00 s3 ListBuckets", { by: session("web", "i-0abc") }),
      call("04T11:00 s3 ListBuckets", { by: session("web", "i-0abc"), ip: "203.0.113.9" }),
      call("04T12:00 s3 ListBuckets", { by: session("web", "i-0abc"), ip: "ec2.amazonaws.com" }),
      call("04T10:00 s3 ListBuckets", { by: session("web", "i-0def") }),
      call("04T11:00 kms Decrypt", { by: session("web", "i-0def"), ip: "AWS Internal" }),
      call("04T10:00 s3 ListBuckets", { by: session("web", "alice") }),
      call("04T11:00 s3 ListBuckets", { by: session("web", "alice"), ip: "203.0.113.9" }),
    ],
    rows: [
      `arn:aws:sts::${HERE}:assumed-role/web/i-0abc | i-0abc | 2 | 198.51.100.1 | 203.0.113.9 | 2 | 04T10:00 | 04T11:00`,
    ],
  },
  "cross-account-roles": {
    records: [
      call("04T10:00 sts AssumeRole", {
        by: { type: "AWSAccount", principalId: "AIDABOB", accountId: THERE },
        request: { roleArn: DEPLOY, roleSessionName: "x" },
      }),
      call("04T11:00 sts AssumeRole", {
        request: { roleArn: `arn:aws:iam::${THERE}:role/x` },
        error: "AccessDenied",
      }),
      call("04T12:00 sts AssumeRole", { request: { roleArn: DEPLOY } }),
      call("04T13:00 sts AssumeRole", { by: service("ec2"), request: { roleArn: DEPLOY } }),
      call("04T14:00 sts AssumeRole", { error: "AccessDenied" }),
    ],
    rows: [
      `${HERE} | ${THERE} | arn:aws:iam::${THERE}:role/x | 1 | 1 | 1 | ${ALICE} | 04T11:00 | 04T11:00`,
      `${THERE} | ${HERE} | ${DEPLOY} | 1 | 0 | 1 | AIDABOB | 04T10:00 | 04T10:00`,
    ],
  },
  "role-chains": {
    records: [
      call("04T10:00 sts AssumeRole", {
        by: session("deploy", "ci"),
        request: { roleArn: `arn:aws:iam::${HERE}:role/admin` },
        response: { credentials: { accessKeyId: "ASIANEW", sessionToken: "…" } },
      }),
      call("04T11:00 sts AssumeRole", {
        by: session("deploy", "ci2"),
        request: { roleArn: `arn:aws:iam::${HERE}:role/admin` },
        error: "AccessDenied",
      }),
      call("04T12:00 sts AssumeRole", { request: { roleArn: DEPLOY } }),
    ],
    rows: [`${DEPLOY} | arn:aws:iam::${HERE}:role/admin | 2 | 1 | 2 | ASIANEW | 04T10:00 | 04T11:00`],
  },
  "foreign-principals": {
    values: { known: ["333333333333"] },
    records: [
      call("04T10:00 s3 GetObject", { by: user("bob", "AKIABOB", THERE) }),
      call("04T11:00 s3 GetObject", { by: user("bob", "AKIABOB", THERE), error: "AccessDenied" }),
      call("04T12:00 s3 GetObject", { by: user("carol", "AKIACAROL", "333333333333") }),
      call("04T13:00 s3 GetObject"),
      call("04T14:00 s3 GetObject", { by: service("lambda") }),
    ],
    rows: [
      `${THERE} | ${HERE} | arn:aws:iam::${THERE}:user/bob | s3.amazonaws.com | GetObject | 2 | 1 | 04T10:00 | 04T11:00`,
    ],
  },
  "unknown-principals": {
    records: [
      call("04T10:00 s3 GetObject", { by: { type: "AWSAccount", principalId: "", accountId: "anonymous" } }),
      call("04T11:00 s3 GetObject", { by: null, ip: "203.0.113.9", error: "AccessDenied" }),
      call("04T12:00 s3 GetObject"),
      call("04T13:00 sts AssumeRole", { by: service("lambda") }),
      call("04T14:00 kms RotateKey", { by: null, and: { eventType: "AwsServiceEvent" } }),
      call("04T15:00 sts AssumeRole", {
        by: { type: "AWSAccount", principalId: "AIDABOB", accountId: THERE },
      }),
    ],
    rows: [
      "(none) | s3.amazonaws.com | GetObject | 1 | 1 | 1 | 203.0.113.9 | 04T11:00 | 04T11:00",
      "AWSAccount | s3.amazonaws.com | GetObject | 1 | 0 | 1 | 198.51.100.1 | 04T10:00 | 04T10:00",
    ],
  },
  "shared-calls": {
    records: [
      call("04T10:00 sts AssumeRole", { and: { sharedEventID: "s1" } }),
      call("04T10:00 sts AssumeRole", { account: THERE, and: { sharedEventID: "s1" } }),
      call("04T11:00 kms Decrypt", { and: { sharedEventID: "s2" } }),
      call("04T11:00 kms Decrypt", { and: { sharedEventID: "s2" } }),
      call("04T12:00 kms Decrypt", { account: THERE }),
    ],
    rows: [`s1 | 04T10:00 | sts.amazonaws.com | AssumeRole | 2 | ${HERE} | ${THERE} | ${HERE} | 2`],
  },
};
