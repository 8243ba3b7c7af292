import { HERE, THERE, ROOT, call, service, session, user } from "../call";
import { QueryCase } from "../queryCase";

const ALICE = `arn:aws:iam::${HERE}:user/alice`;
const DEPLOY = `arn:aws:iam::${HERE}:role/deploy`;

/** Cases of the queries that count everything by something. */
export const OVERVIEW_CASES: Readonly<Record<string, QueryCase>> = {
  "events-by-name": {
    values: { source: "iam.amazonaws.com", most: "2" },
    records: [
      call("04T10:00 iam ListUsers"),
      call("05T10:00 iam ListUsers", { error: "AccessDenied", by: session("deploy", "ci") }),
      call("06T10:00 iam CreateUser"),
      call("06T11:00 iam DeleteUser"),
      call("06T12:00 s3 ListBuckets"),
      call("06T13:00 s3 ListBuckets"),
    ],
    rows: [
      "iam.amazonaws.com | ListUsers | 2 | 1 | 2 | 04T10:00 | 05T10:00",
      "iam.amazonaws.com | CreateUser | 1 | 0 | 1 | 06T10:00 | 06T10:00",
    ],
  },
  "events-by-service": {
    records: [
      call("04T10:00 iam ListUsers"),
      call("05T10:00 iam CreateUser", { error: "AccessDenied" }),
      call("06T12:00 s3 ListBuckets"),
      call("06T13:00 s3 ListBuckets", { and: { readOnly: null } }),
      call("06T14:00 s3 ListBuckets"),
    ],
    rows: [
      "s3.amazonaws.com | 3 | 0 | 0 | 1 | 06T12:00 | 06T14:00",
      "iam.amazonaws.com | 2 | 1 | 1 | 2 | 04T10:00 | 05T10:00",
    ],
  },
  "events-by-region": {
    records: [
      call("04T10:00 ec2 RunInstances", { region: "ap-east-1", error: "Client.UnauthorizedOperation" }),
      call("05T10:00 ec2 DescribeInstances"),
      call("06T12:00 s3 ListBuckets", { by: session("deploy", "a") }),
      call("06T13:00 s3 CreateBucket", { by: session("deploy", "b") }),
    ],
    rows: [
      "eu-west-1 | 3 | 1 | 0 | 2 | 05T10:00 | 06T13:00",
      "ap-east-1 | 1 | 1 | 1 | 1 | 04T10:00 | 04T10:00",
    ],
  },
  "events-by-principal": {
    values: { most: 4 },
    records: [
      call("04T10:00 s3 ListBuckets", { by: session("deploy", "a") }),
      call("05T10:00 ec2 RunInstances", { by: session("deploy", "b"), ip: "198.51.100.2" }),
      call("06T10:00 ec2 RunInstances", { by: session("deploy", "b"), error: "Client.InvalidParameter" }),
      call("06T11:00 iam ListUsers"),
      call("06T12:00 iam ListUsers"),
      call("06T13:00 sts AssumeRole", { by: service("ec2"), ip: "ec2.amazonaws.com" }),
      call("06T14:00 s3 GetObject", { by: null }),
      call("06T15:00 s3 GetObject", { by: ROOT }),
    ],
    rows: [
      `${DEPLOY} | AssumedRole | 3 | 2 | 1 | 2 | 2 | 04T10:00 | 06T10:00`,
      `${ALICE} | IAMUser | 2 | 0 | 0 | 1 | 1 | 06T11:00 | 06T12:00`,
      "(unknown) | - | 1 | 0 | 0 | 1 | 1 | 06T14:00 | 06T14:00",
      `arn:aws:iam::${HERE}:root | Root | 1 | 0 | 0 | 1 | 1 | 06T15:00 | 06T15:00`,
    ],
  },
  "events-by-day": {
    records: [
      call("04T10:00 s3 ListBuckets"),
      call("04T23:59 s3 CreateBucket", { day: "2026/05/05", error: "AccessDenied" }),
      call("06T10:00 s3 CreateBucket", { by: session("deploy", "a") }),
      call("06T11:00 s3 CreateBucket", { by: session("deploy", "b") }),
    ],
    rows: ["2026-05-04 | 2 | 1 | 1 | 1", "2026-05-06 | 2 | 2 | 0 | 1"],
  },
  "errors-by-code": {
    records: [
      call("04T10:00 s3 ListBuckets", { error: "SlowDown" }),
      call("05T10:00 ec2 DescribeInstances", { error: "SlowDown", by: session("deploy", "a") }),
      call("05T11:00 sts GetCallerIdentity", { error: "ExpiredToken" }),
      call("05T12:00 sts GetCallerIdentity"),
    ],
    rows: ["SlowDown | 2 | 2 | 2 | 04T10:00 | 05T10:00", "ExpiredToken | 1 | 1 | 1 | 05T11:00 | 05T11:00"],
  },
  "rare-events": {
    values: { limit: 2 },
    records: [
      call("04T10:00 iam CreateUser"),
      call("04T11:00 s3 ListBuckets"),
      call("04T12:00 s3 ListBuckets"),
      call("04T13:00 s3 ListBuckets"),
      call("05T10:00 ec2 RunInstances", { by: service("autoscaling") }),
      call("05T11:00 ec2 RunInstances", { error: "Client.InvalidParameter" }),
    ],
    rows: [
      `iam.amazonaws.com | CreateUser | 1 | 0 | ${ALICE} | 1 | 04T10:00 | 04T10:00`,
      `ec2.amazonaws.com | RunInstances | 2 | 1 | ${ALICE} | 2 | 05T10:00 | 05T11:00`,
    ],
  },
  "rare-regions": {
    values: { limit: 2 },
    records: [
      call("04T10:00 s3 CreateBucket"),
      call("04T11:00 s3 CreateBucket"),
      call("04T12:00 s3 CreateBucket"),
      call("05T10:00 ec2 RunInstances", { region: "ap-east-1" }),
      call("05T11:00 ec2 RunInstances", { region: "ap-east-1", error: "Client.InvalidParameter" }),
      call("05T12:00 ec2 DescribeInstances", { region: "ap-east-1" }),
      call("05T13:00 ec2 DescribeInstances", { region: "sa-east-1" }),
    ],
    rows: [`ap-east-1 | ${ALICE} | ec2.amazonaws.com | RunInstances | 2 | 1 | 05T10:00 | 05T11:00`],
  },
  "bursts-by-hour": {
    values: { times: 3, least: 3 },
    records: [
      // Three in one hour against one in each of two others.
      call("04T10:00 s3 GetObject"),
      call("04T10:59 s3 GetObject", { error: "AccessDenied" }),
      call("04T10:59 s3 ListBuckets"),
      call("04T11:00 s3 GetObject"),
      call("05T11:00 s3 GetObject"),
      // As many, but in each of its hours; and only one hour, that can't be compared.
      ...["04T10:00", "04T10:01", "04T10:02", "04T12:00", "04T12:01"].map((time) =>
        call(`${time} s3 GetObject`, { by: user("bob") }),
      ),
      ...["04T10:00", "04T10:01", "04T10:02"].map((time) =>
        call(`${time} s3 GetObject`, { by: user("carol") }),
      ),
    ],
    rows: [`${ALICE} | 04T10:00 | 3 | 1 | 2 | 2 | 1`],
  },
  "hours-of-work": {
    values: { principal: "alice" },
    records: [
      call("04T10:00 iam CreateUser"),
      call("05T10:30 iam CreateUser", { error: "AccessDenied" }),
      call("05T03:00 iam DeleteUser"),
      call("05T04:00 iam ListUsers"),
      call("05T05:00 iam DeleteUser", {
        by: { ...user("alice"), invokedBy: "cloudformation.amazonaws.com" },
      }),
      call("05T06:00 iam DeleteUser", { by: user("bob") }),
    ],
    rows: [
      `${ALICE} | 3 | 1 | 0 | 1 | 05T03:00 | 05T03:00`,
      `${ALICE} | 10 | 2 | 1 | 2 | 04T10:00 | 05T10:30`,
    ],
  },
  deletions: {
    records: [
      call("04T10:00 rds DeleteDBInstance"),
      call("04T11:00 rds DeleteDBInstance", { error: "AccessDenied" }),
      call("04T12:00 ec2 TerminateInstances"),
      call("04T13:00 kms ScheduleKeyDeletion"),
      call("04T14:00 ec2 DescribeInstances"),
      call("04T14:00 iam UndeleteThing"),
    ],
    rows: [
      `${ALICE} | rds.amazonaws.com | DeleteDBInstance | 2 | 1 | 04T10:00 | 04T11:00`,
      `${ALICE} | ec2.amazonaws.com | TerminateInstances | 1 | 0 | 04T12:00 | 04T12:00`,
      `${ALICE} | kms.amazonaws.com | ScheduleKeyDeletion | 1 | 0 | 04T13:00 | 04T13:00`,
    ],
  },
  "service-to-service": {
    records: [
      call("04T10:00 sts AssumeRole", { by: service("lambda") }),
      call("04T11:00 sts AssumeRole", { by: service("lambda") }),
      call("04T12:00 s3 CreateBucket", {
        by: { ...user("alice"), invokedBy: "cloudformation.amazonaws.com" },
      }),
      call("04T13:00 s3 CreateBucket"),
    ],
    rows: [
      "lambda.amazonaws.com | sts.amazonaws.com | AssumeRole | the service itself | 2 | 0 | 04T10:00 | 04T11:00",
      `cloudformation.amazonaws.com | s3.amazonaws.com | CreateBucket | ${ALICE} | 1 | 0 | 04T12:00 | 04T12:00`,
    ],
  },
  "volume-per-day": {
    records: [
      call("04T10:00 s3 ListBuckets", { file: "a" }),
      call("04T11:00 s3 ListBuckets", { file: "b", region: "ap-east-1" }),
      call("04T23:00 s3 ListBuckets", { file: "c", day: "2026/05/05" }),
      call("05T10:00 s3 ListBuckets", { file: "c", account: THERE }),
    ],
    rows: [
      "2026/05/04 | 2 | 2 | 1 | 2 | 04T10:00 | 04T11:00",
      "2026/05/05 | 2 | 1 | 2 | 1 | 04T23:00 | 05T10:00",
    ],
    athenaRows: [
      "2026/05/04 | 2 | - | 1 | 2 | 04T10:00 | 04T11:00",
      "2026/05/05 | 2 | - | 2 | 1 | 04T23:00 | 05T10:00",
    ],
  },
  "silent-places": {
    records: [
      call("04T10:00 s3 ListBuckets"),
      call("06T10:00 s3 ListBuckets"),
      call("05T10:00 s3 ListBuckets", { account: THERE }),
      call("05T11:00 s3 ListBuckets", { account: THERE }),
    ],
    rows: [
      `${THERE} | eu-west-1 | 2 | 1 | 2026/05/05 | 2026/05/05 | 05T11:00`,
      `${HERE} | eu-west-1 | 2 | 2 | 2026/05/04 | 2026/05/06 | 06T10:00`,
    ],
  },
  "late-records": {
    values: { late: 2 },
    records: [
      call("04T10:00 s3 ListBuckets", { day: "2026/05/06" }),
      call("04T23:59 s3 ListBuckets", { day: "2026/05/06" }),
      call("04T23:59 s3 ListBuckets", { day: "2026/05/05" }),
      call("05T23:59 s3 ListBuckets"),
      call("05T23:59 s3 ListBuckets", { day: "2026/05/31x" }),
    ],
    rows: [`2026/05/06 | 2026-05-04 | ${HERE} | eu-west-1 | s3.amazonaws.com | 2 | 04T10:00 | 04T23:59`],
  },
  "repeated-records": {
    records: [
      call("04T10:00 s3 ListBuckets", { and: { eventID: "one" } }),
      call("04T10:00 s3 ListBuckets", { and: { eventID: "one" }, day: "2026/05/05" }),
      call("04T10:00 s3 ListBuckets", { and: { eventID: "one" }, place: THERE }),
      call("04T11:00 s3 ListBuckets", { and: { eventID: "two" } }),
      call("04T11:00 s3 ListBuckets", { and: { eventID: null } }),
      call("04T11:00 s3 ListBuckets", { and: { eventID: null } }),
    ],
    rows: ["one | 3 | 2 | 2 | ListBuckets | 04T10:00"],
  },
  "tls-versions": {
    records: [
      call("04T10:00 s3 GetObject", { and: { tlsDetails: { tlsVersion: "TLSv1.1" } }, agent: "old/1" }),
      call("04T11:00 s3 GetObject", { and: { tlsDetails: { tlsVersion: "TLSv1.1" } }, agent: "old/1" }),
      call("04T12:00 s3 GetObject", { and: { tlsDetails: { tlsVersion: "TLSv1" } } }),
      call("04T13:00 s3 GetObject", { and: { tlsDetails: { tlsVersion: "TLSv1.3" } } }),
      call("04T14:00 s3 GetObject"),
    ],
    rows: [
      `TLSv1.1 | ${ALICE} | old/1 | 2 | 198.51.100.1 | 04T10:00 | 04T11:00`,
      `TLSv1 | ${ALICE} | aws-cli/2 | 1 | 198.51.100.1 | 04T12:00 | 04T12:00`,
    ],
  },
  "vpc-endpoints": {
    records: [
      call("04T10:00 s3 GetObject", { and: { vpcEndpointId: "vpce-1" } }),
      call("04T11:00 s3 GetObject", {
        and: { vpcEndpointId: "vpce-1" },
        by: user("bob", "AKIABOB", THERE),
        error: "AccessDenied",
      }),
      call("04T12:00 kms Decrypt", { and: { vpcEndpointId: "vpce-1" } }),
      call("04T13:00 kms Decrypt"),
    ],
    rows: [
      "vpce-1 | s3.amazonaws.com | 2 | 1 | 2 | 2 | 04T10:00 | 04T11:00",
      "vpce-1 | kms.amazonaws.com | 1 | 0 | 1 | 1 | 04T12:00 | 04T12:00",
    ],
  },
};
