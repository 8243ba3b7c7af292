import assert from "node:assert/strict";
import { bucketEncryption } from "../../../../detective/posture/checks/bucketEncryption";
import { encryptedAndLogging } from "../../../../detective/posture/checks/encryptedAndLogging";
import { logFileValidation } from "../../../../detective/posture/checks/logFileValidation";
import { multiRegion } from "../../../../detective/posture/checks/multiRegion";
import { publicAccessBlock } from "../../../../detective/posture/checks/publicAccessBlock";
import { FakeAccount, awsError } from "../support/account";
import { CheckCase, checkCases } from "../support/verdicts";

const denied = awsError("AccessDenied");
const trail = (fields: Record<string, unknown>) => (a: FakeAccount) => (a.trail = { ...a.trail, ...fields });
const noTrail: CheckCase = {
  name: "no such trail",
  change: trail({ Name: "x", TrailARN: "y" }),
  status: "fail",
  says: /no trail named ch03/,
};
const trailDenied: CheckCase = {
  name: "trail not readable",
  change: (a) => (a.describeTrails = denied),
  status: "unknown",
  says: /cloudtrail:DescribeTrails: AccessDenied/,
};

describe("check bucket-encryption", () => {
  const rule =
    (fields: { algorithm?: string; key?: string | undefined; bucketKey?: boolean }) => (a: FakeAccount) => {
      const { key = a.keyArn, algorithm = "aws:kms", bucketKey = true } = fields;
      a.encryption = [
        { algorithm, bucketKey, ...("key" in fields && fields.key === undefined ? {} : { key }) },
      ];
    };
  checkCases(bucketEncryption, [
    { name: "the lab's", change: () => {}, status: "pass", says: /bucket key is on/ },
    { name: "the key by id", change: rule({ key: "1234abcd-12ab-34cd-56ef-1234567890ab" }), status: "pass" },
    { name: "the key by alias", change: rule({ key: "alias/ch03-cloudtrail-key" }), status: "pass" },
    {
      name: "another alias",
      change: rule({ key: "alias/other" }),
      status: "fail",
      says: /uses alias\/other, not/,
    },
    {
      name: "an alias that can't be resolved",
      change: (a) => {
        rule({ key: "alias/ch03-cloudtrail-key" })(a);
        a.aliases = denied;
      },
      status: "unknown",
    },
    {
      name: "another key",
      change: rule({ key: "arn:aws:kms:us-east-1:111122223333:key/other" }),
      status: "fail",
      says: /key\/other, not arn/,
    },
    { name: "AWS's own key", change: rule({ key: undefined }), status: "fail", says: /names no key/ },
    {
      name: "SSE-S3",
      change: (a) => (a.encryption = [{ algorithm: "AES256" }]),
      status: "fail",
      says: /is AES256, not aws:kms/,
    },
    {
      name: "dual-layer, which has no bucket key",
      change: rule({ algorithm: "aws:kms:dsse" }),
      status: "fail",
    },
    { name: "bucket key off", change: rule({ bucketKey: false }), status: "fail", says: /bucket key is off/ },
    {
      name: "bucket key not stated",
      change: (a) => (a.encryption = [{ algorithm: "aws:kms", key: a.keyArn }]),
      status: "fail",
      says: /bucket key is off/,
    },
    { name: "no rule", change: (a) => (a.encryption = []), status: "fail", says: /no rule/ },
    {
      name: "no configuration",
      change: (a) => (a.encryption = awsError("ServerSideEncryptionConfigurationNotFoundError")),
      status: "fail",
      says: /no default encryption/,
    },
    {
      name: "no bucket",
      change: (a) => (a.encryption = awsError("NoSuchBucket")),
      status: "fail",
      says: /does not exist/,
    },
    {
      name: "not readable",
      change: (a) => (a.encryption = denied),
      status: "unknown",
      says: /s3:GetBucketEncryption: AccessDenied: refused/,
    },
    { name: "key not readable", change: (a) => (a.key = denied), status: "unknown" },
    noTrail,
    trailDenied,
  ]);
});

describe("check public-access-block", () => {
  const blocks = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
  checkCases(publicAccessBlock, [
    { name: "all four", change: () => {}, status: "pass" },
    ...blocks.flatMap((block): CheckCase[] => [
      {
        name: `${block} off`,
        change: (a) => (a.publicAccessBlock = { ...a.publicAccessBlock, [block]: false }),
        status: "fail",
        says: new RegExp(`^${block} is off`),
      },
      {
        name: `${block} not stated`,
        change: (a) => delete (a.publicAccessBlock as Record<string, boolean>)[block],
        status: "fail",
        says: new RegExp(`^${block} is off`),
      },
    ]),
    {
      name: "none",
      change: (a) => (a.publicAccessBlock = awsError("NoSuchPublicAccessBlockConfiguration")),
      status: "fail",
      says: /no public access block/,
    },
    {
      name: "not readable",
      change: (a) => (a.publicAccessBlock = denied),
      status: "unknown",
      says: /s3:GetPublicAccessBlock: AccessDenied/,
    },
    {
      name: "bucket not named by the trail",
      change: trail({ S3BucketName: undefined }),
      status: "fail",
      says: /names no bucket/,
    },
    noTrail,
    trailDenied,
  ]);
});

describe("check multi-region", () => {
  checkCases(multiRegion, [
    { name: "multi-region", change: () => {}, status: "pass", says: /home Region us-east-1/ },
    {
      name: "single-region",
      change: trail({ IsMultiRegionTrail: false }),
      status: "fail",
      says: /records us-east-1 only/,
    },
    { name: "not stated", change: trail({ IsMultiRegionTrail: undefined }), status: "fail" },
    noTrail,
    trailDenied,
  ]);
});

describe("check log-file-validation", () => {
  checkCases(logFileValidation, [
    { name: "on", change: () => {}, status: "pass", says: /writes digest files/ },
    {
      name: "off",
      change: trail({ LogFileValidationEnabled: false }),
      status: "fail",
      says: /no digest files/,
    },
    { name: "not stated", change: trail({ LogFileValidationEnabled: undefined }), status: "fail" },
    noTrail,
    trailDenied,
  ]);
});

describe("check encrypted-and-logging", () => {
  checkCases(encryptedAndLogging, [
    { name: "the lab's", change: () => {}, status: "pass", says: /the trail is logging/ },
    { name: "the key by alias", change: trail({ KmsKeyId: "alias/ch03-cloudtrail-key" }), status: "pass" },
    {
      name: "an alias that can't be resolved",
      change: (a) => {
        trail({ KmsKeyId: "alias/ch03-cloudtrail-key" })(a);
        a.aliases = denied;
      },
      status: "unknown",
    },
    {
      name: "no key on the trail, though the bucket has one",
      change: trail({ KmsKeyId: undefined }),
      status: "fail",
      says: /has no KMS key/,
    },
    {
      name: "a disabled key",
      change: (a) => (a.key = { ...a.key, KeyState: "Disabled" }),
      status: "fail",
      says: /is Disabled: delivery fails/,
    },
    { name: "a key that is gone", change: (a) => (a.key = awsError("NotFoundException")), status: "fail" },
    {
      name: "stopped",
      change: (a) => (a.status = { IsLogging: false, StopLoggingTime: new Date("2026-01-31T12:00:00Z") }),
      status: "fail",
      says: /not logging since 2026-01-31T12:00:00.000Z/,
    },
    { name: "status without the answer", change: (a) => (a.status = {}), status: "fail" },
    {
      name: "deliveries that fail",
      change: (a) => (a.status = { IsLogging: true, LatestDeliveryError: "NoSuchBucket" }),
      status: "fail",
      says: /latest delivery failed: NoSuchBucket/,
    },
    {
      name: "status not readable",
      change: (a) => (a.status = awsError("ThrottlingException")),
      status: "unknown",
      says: /cloudtrail:GetTrailStatus: Throttling/,
    },
    { name: "key not readable", change: (a) => (a.key = denied), status: "unknown" },
    noTrail,
    trailDenied,
  ]);

  it("says to start what is stopped, and to give a key to what has none", async () => {
    const account = new FakeAccount();
    account.status = { IsLogging: false };
    const command = async () => (await account.judge(encryptedAndLogging)).fix?.command;
    assert.equal(
      await command(),
      "aws cloudtrail start-logging --name ch03-security-trail --region us-east-1",
    );
    trail({ KmsKeyId: undefined })(account);
    assert.match((await command()) ?? "", /^aws cloudtrail update-trail .* --kms-key-id/);
  });
});
