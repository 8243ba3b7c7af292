import assert from "node:assert/strict";
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { S3 } from "@aws-sdk/client-s3";
import { SNS } from "@aws-sdk/client-sns";
import { config, sharedEmulator } from "../emulator/support";
import { auditStack } from "./auditStack";
import { StackLab } from "./stackLab";

const everything = {
  logs: true,
  notices: true,
  lock: true,
  dataEvents: true,
  insights: true,
  tags: { a: "b" },
};

describe("the provider with the real engine and emulator", function () {
  this.timeout(300_000);
  const emulator = sharedEmulator();
  let lab: StackLab;
  let s3: S3;
  let cloudtrail: CloudTrail;
  let kms: KMS;

  // One story: each step stands on the one before.
  before(async () => {
    lab = await StackLab.open(emulator(), { "aws:defaultTags": JSON.stringify({ tags: { owner: "sec" } }) });
    s3 = new S3(config(emulator()));
    cloudtrail = new CloudTrail(config(emulator()));
    kms = new KMS(config(emulator()));
  });
  after(async () => {
    await lab?.close();
  });

  const names = async () => {
    const outputs = await lab.stack.outputs();
    const value = (name: string): string => String(outputs[name]?.value);
    return { trail: value("trailArn"), Bucket: value("bucketName"), KeyId: value("keyId") };
  };

  it("previews without a call that changes anything", async () => {
    assert.deepEqual(await lab.preview(auditStack(lab.suffix)), { create: 11 });
    const { Trails = [] } = await cloudtrail.listTrails({});
    assert.deepEqual(
      Trails.filter(({ Name }) => Name?.includes(lab.suffix)),
      [],
    );
  });

  it("creates everything, and AWS says so", async () => {
    assert.deepEqual((await lab.up(auditStack(lab.suffix))).changes, { create: 11 });
    const { trail, Bucket } = await names();
    assert.equal((await cloudtrail.getTrailStatus({ Name: trail })).IsLogging, true);
    assert.match(Bucket, /^logs-[0-9a-f]{7}$/);
    const { TagSet } = await s3.getBucketTagging({ Bucket });
    assert.deepEqual(TagSet, [{ Key: "owner", Value: "sec" }]);
  });

  it("finds nothing to do the second time, and no drift", async () => {
    assert.deepEqual((await lab.up(auditStack(lab.suffix))).changes, { same: 11 });
    assert.deepEqual(await lab.refresh(), { same: 11 });
  });

  it("finds out-of-band changes by a refresh, and mends them by an update", async () => {
    const { trail, Bucket, KeyId } = await names();
    await cloudtrail.stopLogging({ Name: trail });
    await s3.deletePublicAccessBlock({ Bucket });
    const open = {
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::${Bucket}/*`,
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [open] });
    await s3.putBucketPolicy({ Bucket, Policy });
    await s3.putBucketEncryption({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
      },
    });
    await kms.disableKeyRotation({ KeyId });

    assert.deepEqual(await lab.refresh(), { same: 6, update: 4, delete: 1 });
    assert.equal((await lab.state("trail")).outputs.enableLogging, false);
    assert.equal((await lab.state("policy")).outputs.policy, Policy);
    await assert.rejects(lab.state("block"), /block is not in the state/);

    assert.deepEqual((await lab.up(auditStack(lab.suffix))).changes, { same: 6, update: 4, create: 1 });
    assert.equal((await cloudtrail.getTrailStatus({ Name: trail })).IsLogging, true);
    assert.equal((await kms.getKeyRotationStatus({ KeyId })).KeyRotationEnabled, true);
    const { PublicAccessBlockConfiguration: block } = await s3.getPublicAccessBlock({ Bucket });
    assert.deepEqual(block, {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const mended = JSON.parse((await s3.getBucketPolicy({ Bucket })).Policy ?? "{}") as {
      Statement: { Sid: string }[];
    };
    assert.deepEqual(
      mended.Statement.map(({ Sid }) => Sid),
      ["AclCheck", "Write"],
    );
    assert.deepEqual(await lab.refresh(), { same: 11 });
  });

  it("updates in place when options are switched on, and off again", async () => {
    const { trail } = await names();
    const on = (await lab.up(auditStack(lab.suffix, everything))).changes;
    assert.deepEqual(on, { same: 8, update: 3, create: 9 });
    assert.deepEqual((await lab.up(auditStack(lab.suffix, everything))).changes, { same: 20 });
    assert.deepEqual(await lab.refresh(), { same: 20 });
    assert.equal((await names()).trail, trail);

    const off = (await lab.up(auditStack(lab.suffix))).changes;
    assert.deepEqual(off, { same: 8, update: 3, delete: 9 });
    assert.deepEqual(await lab.refresh(), { same: 11 });
    const { AdvancedEventSelectors = [] } = await cloudtrail.getEventSelectors({ TrailName: trail });
    assert.deepEqual(AdvancedEventSelectors, []);
  });

  it("replaces what cannot change in place", async () => {
    const { trail } = await names();
    const trailName = `renamed-${lab.suffix}`;
    const { changes } = await lab.up(auditStack(lab.suffix, { trailName }));
    assert.deepEqual(changes, { same: 9, update: 1, replace: 1 });
    await assert.rejects(cloudtrail.getTrail({ Name: trail }), { name: "TrailNotFoundException" });
    assert.match((await names()).trail, new RegExp(`trail/${trailName}$`));
  });

  it("destroys everything, also versions that lie in the bucket", async () => {
    await lab.up(auditStack(lab.suffix, everything));
    const { trail, Bucket, KeyId } = await names();
    const { outputs: role } = await lab.state("log-role");
    const { id: topic } = await lab.state("notices");
    const { id: group } = await lab.state("log-group");
    await s3.putObject({ Bucket, Key: "a", Body: "1" });
    await s3.putObject({ Bucket, Key: "a", Body: "2" });
    await s3.deleteObject({ Bucket, Key: "a" });

    assert.deepEqual(await lab.destroy(), { delete: 20 });
    await assert.rejects(cloudtrail.getTrail({ Name: trail }), { name: "TrailNotFoundException" });
    await assert.rejects(s3.headBucket({ Bucket }), { name: "NotFound" });
    assert.equal((await kms.describeKey({ KeyId })).KeyMetadata?.KeyState, "PendingDeletion");
    await assert.rejects(new IAM(config(emulator())).getRole({ RoleName: String(role.name) }), {
      name: "NoSuchEntityException",
    });
    await assert.rejects(new SNS(config(emulator())).getTopicAttributes({ TopicArn: topic }), {
      name: "NotFoundException",
    });
    const logs = new CloudWatchLogs(config(emulator()));
    const { logGroups } = await logs.describeLogGroups({ logGroupNamePrefix: group });
    assert.deepEqual(logGroups, []);
    const { Aliases = [] } = await kms.listAliases({});
    assert.deepEqual(
      Aliases.filter(({ AliasName }) => AliasName?.includes(lab.suffix)),
      [],
    );
  });
});
