import assert from "node:assert/strict";
import { endpointsOf, nobody, openSandbox, StageLog, type Target } from "../../../harness";
import { poll } from "../../../harness/poll";
import type { Emulator } from "../../../sandbox/emulator/emulator";
import { rootCredentials } from "../../../sandbox/emulator/rootCredentials";
import { startEmulator } from "../../../sandbox/emulator/startEmulator";
import { leftovers, rootClients } from "../../support/leftovers";
import { runExample } from "./runExample";

const archiveAccount = "111122223333";

interface Statement {
  Sid: string;
  Condition?: Record<string, Record<string, string> | undefined>;
}

/** Each example as its README says it, on the real engine and an emulator with two accounts. */
describe("the examples", () => {
  let emulator: Emulator;
  let target: Target;
  let aws: ReturnType<typeof rootClients>;
  let archive: ReturnType<typeof rootClients>;

  before(async () => {
    emulator = await startEmulator({ accounts: [archiveAccount] });
    target = await openSandbox(new StageLog(nobody), {
      ...process.env,
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_REGION: emulator.region,
      AWS_ACCESS_KEY_ID: emulator.rootCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulator.rootCredentials.secretAccessKey,
    });
    aws = rootClients(target);
    archive = rootClients({ ...target, credentials: rootCredentials(archiveAccount) });
  });

  after(async () => {
    await target?.close();
    await emulator?.stop();
  });

  const trailArn = (name: string) => `arn:aws:cloudtrail:${target.region}:${target.accountId}:trail/${name}`;
  const bucketStatements = async (Bucket: string, { s3 } = aws) =>
    statementsOf((await s3.getBucketPolicy({ Bucket })).Policy);
  const keyStatements = async (KeyId: string, { kms } = aws) =>
    statementsOf((await kms.getKeyPolicy({ KeyId, PolicyName: "default" })).Policy);

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

  it("alarms: rules that tell by mail, with the trail's key", async () => {
    const config = { email: "security@example.com", ephemeral: true };
    const { first, second } = await runExample(
      target,
      "alarms",
      config,
      async ({ alertTopicArn: TopicArn }) => {
        const { Rules = [] } = await aws.eventBridge.listRules({});
        assert.deepEqual(Rules.map(({ Description }) => Description).sort(), [
          "What it encrypts is lost when it is gone; the deletion can be cancelled until then.",
          "Without it nothing is recorded from now on.",
        ]);
        const { Subscriptions = [] } = await aws.sns.listSubscriptionsByTopic({ TopicArn });
        assert.deepEqual(
          Subscriptions.map(({ Endpoint }) => Endpoint),
          ["security@example.com"],
        );
      },
    );
    assert.deepEqual([first, second], [{ create: 24 }, { same: 24 }]);
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

  it("log-archive: bucket and key in one account, the trail in another", async () => {
    const { accessKeyId: accessKey, secretAccessKey: secretKey } = rootCredentials(archiveAccount);
    const endpoints = [endpointsOf(target.endpoint ?? "")];
    const config = { archive: { region: target.region, accessKey, secretKey, endpoints }, ephemeral: true };
    const arn = trailArn("audit-archived");
    const { outputs, first, second } = await runExample(
      target,
      "log-archive",
      config,
      async ({ bucketName: Bucket = "", kmsKeyArn = "" }) => {
        assert.ok(kmsKeyArn.startsWith(`arn:aws:kms:${target.region}:${archiveAccount}:key/`));
        assert.deepEqual((await aws.s3.listBuckets({})).Buckets ?? [], []);
        const pins = [
          ...(await bucketStatements(Bucket, archive)),
          ...(await keyStatements(kmsKeyArn, archive)),
        ].map(({ Sid, Condition }) => [Sid, Condition?.StringEquals?.["aws:SourceArn"]]);
        assert.deepEqual(pins, [
          ["AWSCloudTrailAclCheck20150319", arn],
          ["AWSCloudTrailWrite20150319", arn],
          ["DenyInsecureTransport", undefined],
          ["AccountAdministersKey", undefined],
          ["CloudTrailEncrypt", arn],
          ["CloudTrailDescribeKey", arn],
          ["CloudTrailBucketKey", arn],
        ]);
        const Key = await poll(() => firstLogFile(archive, Bucket), { what: "a log file", deadline: 30_000 });
        assert.ok(Key.startsWith(`AWSLogs/${target.accountId}/CloudTrail/`));
        assert.equal((await archive.s3.headObject({ Bucket, Key })).SSEKMSKeyId, kmsKeyArn);
      },
    );
    assert.equal(outputs.trailArn, arn);
    assert.deepEqual([first, second], [{ create: 14 }, { same: 14 }]);
    assert.deepEqual([await leftovers(aws), await leftovers(archive)], [[], []]);
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

async function firstLogFile(
  { s3 }: ReturnType<typeof rootClients>,
  Bucket: string,
): Promise<string | undefined> {
  return (await s3.listObjectsV2({ Bucket })).Contents?.[0]?.Key;
}

const policy = (Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

function statementsOf(text = "{}"): Statement[] {
  return (JSON.parse(text) as { Statement: Statement[] }).Statement;
}

/** Sids with the eight digits that make them a trail's own written as `…`. */
function sidStems(statements: Statement[] = []): string[] {
  return statements.map(({ Sid }) => Sid.replace(/[0-9a-f]{8}$/, "…"));
}
