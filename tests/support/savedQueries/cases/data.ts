import { HERE, call, session, user } from "../call";
import { QueryCase } from "../queryCase";

const ALICE = `arn:aws:iam::${HERE}:user/alice`;
const DEPLOY = `arn:aws:iam::${HERE}:role/deploy`;
const KEY = `arn:aws:kms:eu-west-1:${HERE}:key/k1`;

function object(key: string, bucketName = "b1") {
  return { bucketName, key };
}

/** Cases of the queries about data: buckets, keys, secrets, copies. */
export const DATA_CASES: Readonly<Record<string, QueryCase>> = {
  "bucket-access": {
    values: { bucket: "b1" },
    records: [
      call("04T10:00 s3 GetObject", { request: object("a") }),
      call("04T11:00 s3 GetObject", { request: object("b"), error: "AccessDenied", ip: "203.0.113.9" }),
      call("04T12:00 s3 PutBucketPolicy", { request: { bucketName: "b1" }, by: session("deploy", "a") }),
      call("04T13:00 s3 GetObject", { request: object("a", "b10") }),
      call("04T14:00 athena GetObject", { request: object("a") }),
      call("04T15:00 s3 ListBuckets"),
    ],
    rows: [
      `${DEPLOY} | PutBucketPolicy | 1 | 0 | 1 | 04T12:00 | 04T12:00`,
      `${ALICE} | GetObject | 2 | 1 | 2 | 04T10:00 | 04T11:00`,
    ],
  },
  "object-reads": {
    values: { bucket: "b1" },
    records: [
      call("04T10:00 s3 GetObject", { request: object("a"), extra: { bytesTransferredOut: 100 } }),
      call("04T11:00 s3 GetObject", { request: object("a"), extra: { bytesTransferredOut: 50.0 } }),
      call("04T12:00 s3 GetObject", {
        request: object("b"),
        error: "AccessDenied",
        extra: { bytesTransferredOut: "?" },
      }),
      call("04T13:00 s3 PutObject", { request: object("c") }),
      call("04T14:00 s3 GetObject", { request: object("c", "b2") }),
    ],
    rows: [`${ALICE} | 3 | 1 | 2 | 150 | 1 | 04T10:00 | 04T12:00`],
  },
  "kms-decrypts": {
    records: [
      call("04T10:00 kms Decrypt", {
        and: { resources: [{ ARN: KEY, accountId: HERE, type: "AWS::KMS::Key" }] },
      }),
      call("04T11:00 kms Decrypt", {
        and: { resources: [{ ARN: KEY, accountId: HERE, type: "AWS::KMS::Key" }] },
        error: "AccessDenied",
      }),
      call("04T12:00 kms Decrypt", {
        by: { ...session("deploy", "a"), invokedBy: "secretsmanager.amazonaws.com" },
        request: { keyId: "alias/x" },
      }),
      call("04T13:00 kms Encrypt"),
    ],
    rows: [
      `${ALICE} | ${KEY} | - | 2 | 1 | 04T10:00 | 04T11:00`,
      `${DEPLOY} | alias/x | secretsmanager.amazonaws.com | 1 | 0 | 04T12:00 | 04T12:00`,
    ],
  },
  "secrets-read": {
    records: [
      call("04T10:00 secretsmanager GetSecretValue", { request: { secretId: "db" } }),
      call("04T11:00 secretsmanager GetSecretValue", { request: { secretId: "db" }, error: "AccessDenied" }),
      call("04T12:00 ssm GetParameters", { request: { names: ["/a", "/b"], withDecryption: true } }),
      call("04T13:00 secretsmanager ListSecrets"),
      call("04T14:00 ssm DescribeParameters"),
    ],
    rows: [
      `${ALICE} | secretsmanager.amazonaws.com | GetSecretValue | db | 2 | 1 | 04T10:00 | 04T11:00`,
      `${ALICE} | ssm.amazonaws.com | GetParameters | /a | 1 | 0 | 04T12:00 | 04T12:00`,
    ],
  },
  "key-destruction": {
    records: [
      call("04T10:00 kms ScheduleKeyDeletion", {
        request: { keyId: "k1", pendingWindowInDays: 7 },
        and: { eventID: "e1", resources: [{ ARN: KEY, accountId: HERE }] },
      }),
      call("04T11:00 kms DisableKey", {
        request: { keyId: "k2" },
        error: "AccessDenied",
        and: { eventID: "e2" },
      }),
      call("04T12:00 kms EnableKey", { request: { keyId: "k2" } }),
      call("04T13:00 iam DisableKey"),
    ],
    rows: [
      `04T10:00 | ${HERE} | eu-west-1 | ${ALICE} | ScheduleKeyDeletion | ${KEY} | 7 | - | 198.51.100.1 | e1`,
      `04T11:00 | ${HERE} | eu-west-1 | ${ALICE} | DisableKey | k2 | - | AccessDenied | 198.51.100.1 | e2`,
    ],
  },
  "snapshots-shared": {
    records: [
      call("04T10:00 ec2 ModifySnapshotAttribute", {
        request: {
          snapshotId: "snap-1",
          createVolumePermission: { add: { items: [{ userId: "999999999999" }] } },
        },
        and: { eventID: "e1" },
      }),
      call("04T11:00 ec2 ModifyImageAttribute", {
        request: { imageId: "ami-1", launchPermission: { add: { items: [{ group: "all" }] } } },
        error: "AccessDenied",
        and: { eventID: "e2" },
      }),
      call("04T12:00 rds ModifyDBSnapshotAttribute", {
        request: { dBSnapshotIdentifier: "s", attributeName: "restore", valuesToAdd: ["all"] },
        and: { eventID: "e3" },
      }),
      call("04T13:00 ec2 ModifySnapshotAttribute", {
        request: {
          snapshotId: "snap-2",
          createVolumePermission: { remove: { items: [{ userId: "999999999999" }] } },
        },
      }),
      call("04T14:00 ec2 CreateSnapshot"),
    ],
    rows: [
      `04T10:00 | ${HERE} | eu-west-1 | ${ALICE} | ModifySnapshotAttribute | snap-1 | 999999999999 | {"snapshotId":"snap-1","createVolumePermission":{"add":{"items":[{"userId":"999999999999"}]}}} | - | e1`,
      `04T11:00 | ${HERE} | eu-west-1 | ${ALICE} | ModifyImageAttribute | ami-1 | all | {"imageId":"ami-1","launchPermission":{"add":{"items":[{"group":"all"}]}}} | AccessDenied | e2`,
      `04T12:00 | ${HERE} | eu-west-1 | ${ALICE} | ModifyDBSnapshotAttribute | s | all | {"dBSnapshotIdentifier":"s","attributeName":"restore","valuesToAdd":["all"]} | - | e3`,
    ],
  },
  "bucket-exposure": {
    records: [
      call("04T10:00 s3 PutBucketPolicy", {
        request: { bucketName: "b1", policy: "" },
        and: { eventID: "e1" },
      }),
      call("04T11:00 s3 DeleteBucketPublicAccessBlock", { error: "AccessDenied", and: { eventID: "e2" } }),
      call("04T12:00 s3 GetBucketPolicy", { request: { bucketName: "b1" } }),
      call("04T13:00 s3 PutBucketTagging", { request: { bucketName: "b1" } }),
    ],
    rows: [
      `04T10:00 | ${HERE} | ${ALICE} | PutBucketPolicy | b1 | {"bucketName":"b1","policy":""} | - | 198.51.100.1 | e1`,
      `04T11:00 | ${HERE} | ${ALICE} | DeleteBucketPublicAccessBlock | - | - | AccessDenied | 198.51.100.1 | e2`,
    ],
  },
  "instances-launched": {
    records: [
      call("04T10:00 ec2 RunInstances", {
        request: { instanceType: "p5.48xlarge", instancesSet: { items: [{ minCount: 1, maxCount: 8 }] } },
      }),
      call("04T11:00 ec2 RunInstances", {
        request: { instanceType: "p5.48xlarge", instancesSet: { items: [{ minCount: 1, maxCount: 2 }] } },
        error: "Client.InstanceLimitExceeded",
      }),
      call("04T12:00 ec2 RunInstances", {
        request: { launchTemplate: {} },
        by: user("bob"),
        region: "ap-east-1",
      }),
      call("04T13:00 ec2 StartInstances"),
    ],
    rows: [
      `${ALICE} | eu-west-1 | p5.48xlarge | 2 | 1 | 10 | 04T10:00 | 04T11:00`,
      `arn:aws:iam::${HERE}:user/bob | ap-east-1 | - | 1 | 0 | - | 04T12:00 | 04T12:00`,
    ],
  },
};
