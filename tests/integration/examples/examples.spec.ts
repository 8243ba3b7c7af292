import assert from "node:assert/strict";
import { endpointsOf, nobody, openSandbox, StageLog, type Target } from "../../../harness";
import { leftovers, rootClients } from "../../support/leftovers";
import { runExample } from "./runExample";

interface Statement {
  Sid: string;
  Condition?: Record<string, Record<string, string> | undefined>;
}

/** Each example as its README says it, on the real engine and the emulator. */
describe("the examples", () => {
  let target: Target;
  let aws: ReturnType<typeof rootClients>;

  before(async () => {
    target = await openSandbox(new StageLog(nobody));
    aws = rootClients(target);
  });

  after(async () => {
    await target?.close();
  });

  const trailArn = (name: string) => `arn:aws:cloudtrail:${target.region}:${target.accountId}:trail/${name}`;
  const bucketStatements = async (Bucket: string) =>
    statementsOf((await aws.s3.getBucketPolicy({ Bucket })).Policy);
  const keyStatements = async (KeyId: string) =>
    statementsOf((await aws.kms.getKeyPolicy({ KeyId, PolicyName: "default" })).Policy);

  it("minimal: a trail with a key and a bucket of its own", async () => {
    const { outputs, first, second } = await runExample(
      target,
      "minimal",
      { ephemeral: true },
      async ({ bucketName: Bucket = "", kmsKeyArn }) => {
        const { Trail } = await aws.cloudTrail.getTrail({ Name: "audit-minimal" });
        assert.deepEqual(
          [Trail?.IsMultiRegionTrail, Trail?.LogFileValidationEnabled, Trail?.KmsKeyId, Trail?.S3BucketName],
          [true, true, kmsKeyArn, Bucket],
        );
        const { Status } = await aws.s3.getBucketVersioning({ Bucket });
        assert.equal(Status, "Enabled");
      },
    );
    assert.equal(outputs.trailArn, trailArn("audit-minimal"));
    assert.deepEqual(first, { create: 13 });
    assert.deepEqual(second, { same: 13 });
    assert.deepEqual(await leftovers(aws), []);
  });

  it("existing-key: the owner's statements stay through up, a second up and destroy", async () => {
    const { Bucket, bucketArn, KeyId, keyArn, dispose } = await ownersThings();
    const root = `arn:aws:iam::${target.accountId}:root`;
    const ownersBucket = [
      {
        Sid: "Owners",
        Effect: "Allow",
        Principal: { AWS: root },
        Action: "s3:ListBucket",
        Resource: bucketArn,
      },
      { Sid: "Keep", Effect: "Deny", Principal: "*", Action: "s3:DeleteBucketPolicy", Resource: bucketArn },
    ];
    const ownersKey = [
      { Sid: "Root", Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" },
      { Sid: "Look", Effect: "Allow", Principal: { AWS: root }, Action: "kms:DescribeKey", Resource: "*" },
    ];
    await aws.s3.putBucketPolicy({ Bucket, Policy: policy(ownersBucket) });
    await aws.kms.putKeyPolicy({ KeyId, PolicyName: "default", Policy: policy(ownersKey) });
    const both = async () => ({ bucket: await bucketStatements(Bucket), key: await keyStatements(KeyId) });

    let afterUp: Awaited<ReturnType<typeof both>> | undefined;
    const config = { key: "alias/owners", bucket: Bucket };
    const { outputs, first, second } = await runExample(target, "existing-key", config, async () => {
      afterUp = await both();
      const { IsLogging } = await aws.cloudTrail.getTrailStatus({ Name: "audit-adopting" });
      assert.equal(IsLogging, true);
    });

    assert.deepEqual(outputs, {
      trailArn: trailArn("audit-adopting"),
      bucketName: Bucket,
      kmsKeyArn: keyArn,
    });
    assert.deepEqual(first, { create: 6 });
    assert.deepEqual(second, { same: 6 });
    assert.deepEqual(afterUp?.bucket.slice(0, 2), ownersBucket);
    assert.deepEqual(afterUp?.key.slice(0, 2), ownersKey);
    assert.deepEqual(sidStems(afterUp?.bucket.slice(2)), [
      "AWSCloudTrailAclCheck20150319…",
      "AWSCloudTrailWrite20150319…",
      "DenyInsecureTransport…",
    ]);
    assert.deepEqual(sidStems(afterUp?.key.slice(2)), [
      "CloudTrailEncrypt…",
      "CloudTrailDescribeKey…",
      "CloudTrailBucketKey…",
    ]);
    // Destroyed: the trail is gone, and both policies are as the second up left them.
    assert.deepEqual(await both(), afterUp);
    assert.deepEqual((await leftovers(aws)).sort(), ["alias/owners", `bucket ${Bucket}`, `key ${KeyId}`]);
    await dispose();
  });

  it("existing-key: a bucket without a policy gets one, by ARN as well as by name", async () => {
    const { Bucket, bucketArn, keyArn, dispose } = await ownersThings();
    const config = { key: keyArn, bucket: bucketArn };
    const { outputs, first, second } = await runExample(target, "existing-key", config, async () => {
      assert.deepEqual(sidStems(await bucketStatements(Bucket)), [
        "AWSCloudTrailAclCheck20150319…",
        "AWSCloudTrailWrite20150319…",
        "DenyInsecureTransport…",
      ]);
    });
    assert.deepEqual([outputs.bucketName, outputs.kmsKeyArn], [Bucket, keyArn]);
    assert.deepEqual([first, second], [{ create: 6 }, { same: 6 }]);
    await dispose();
  });

  // One account plays both parts: the emulator looks for a trail's key in the trail's own account only.
  it("log-archive: bucket and key by a provider of their own, pinned to the trail that delivers there", async () => {
    const config = {
      archive: {
        region: target.region,
        accessKey: target.awsConfig["aws:accessKey"],
        secretKey: target.awsConfig["aws:secretKey"],
        endpoints: [endpointsOf(target.endpoint ?? "")],
        defaultTags: { tags: { account: "log-archive" } },
      },
      ephemeral: true,
    };
    const { outputs, first, second } = await runExample(
      target,
      "log-archive",
      config,
      async ({ bucketName: Bucket = "", kmsKeyArn = "" }) => {
        const { TagSet } = await aws.s3.getBucketTagging({ Bucket });
        assert.deepEqual(TagSet, [{ Key: "account", Value: "log-archive" }]);
        const { Tags } = await aws.kms.listResourceTags({ KeyId: kmsKeyArn });
        assert.deepEqual(Tags, [{ TagKey: "account", TagValue: "log-archive" }]);
        const pins = [...(await bucketStatements(Bucket)), ...(await keyStatements(kmsKeyArn))].map(
          ({ Sid, Condition }) => [Sid, Condition?.StringEquals?.["aws:SourceArn"]],
        );
        assert.deepEqual(pins, [
          ["AWSCloudTrailAclCheck20150319", trailArn("audit-archived")],
          ["AWSCloudTrailWrite20150319", trailArn("audit-archived")],
          ["DenyInsecureTransport", undefined],
          ["AccountAdministersKey", undefined],
          ["CloudTrailEncrypt", trailArn("audit-archived")],
          ["CloudTrailDescribeKey", trailArn("audit-archived")],
          ["CloudTrailBucketKey", trailArn("audit-archived")],
        ]);
        const { Trail } = await aws.cloudTrail.getTrail({ Name: "audit-archived" });
        assert.deepEqual([Trail?.S3BucketName, Trail?.KmsKeyId], [Bucket, kmsKeyArn]);
        const { ResourceTagList } = await aws.cloudTrail.listTags({
          ResourceIdList: [Trail?.TrailARN ?? ""],
        });
        assert.deepEqual(ResourceTagList?.[0]?.TagsList ?? [], [], "the trail is not the archive's");
      },
    );
    assert.equal(outputs.trailArn, trailArn("audit-archived"));
    assert.deepEqual(first, { create: 14 });
    assert.deepEqual(second, { same: 14 });
    assert.deepEqual(await leftovers(aws), []);
  });

  /** A bucket and a key that somebody else made, and the way to be rid of them. */
  async function ownersThings() {
    const Bucket = "owners-bucket";
    await aws.s3.createBucket({ Bucket });
    const { KeyMetadata } = await aws.kms.createKey({ Description: "the owner's" });
    const { KeyId = "", Arn = "" } = KeyMetadata ?? {};
    await aws.kms.createAlias({ AliasName: "alias/owners", TargetKeyId: KeyId });
    const dispose = async () => {
      await aws.s3.deleteBucketPolicy({ Bucket });
      const { Contents = [] } = await aws.s3.listObjectsV2({ Bucket });
      for (const { Key } of Contents) await aws.s3.deleteObject({ Bucket, Key });
      await aws.s3.deleteBucket({ Bucket });
      await aws.kms.deleteAlias({ AliasName: "alias/owners" });
      await aws.kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
    };
    return { Bucket, bucketArn: `arn:aws:s3:::${Bucket}`, KeyId, keyArn: Arn, dispose };
  }
});

const policy = (Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

function statementsOf(text = "{}"): Statement[] {
  return (JSON.parse(text) as { Statement: Statement[] }).Statement;
}

/** Sids with the eight digits that make them a trail's own written as `…`. */
function sidStems(statements: Statement[] = []): string[] {
  return statements.map(({ Sid }) => Sid.replace(/[0-9a-f]{8}$/, "…"));
}
