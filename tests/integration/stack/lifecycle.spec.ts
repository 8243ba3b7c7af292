import assert from "node:assert/strict";
import type { OpMap, Stack } from "@pulumi/pulumi/automation";
import {
  isolatedStack,
  nobody,
  openSandbox,
  plainOutputs,
  StageLog,
  type IsolatedStack,
  type Target,
} from "../../../harness";
import program from "../../../index";
import { leftovers, rootClients } from "../../support/leftovers";

/** The stack's life on the real engine and the emulator; each step begins where the one before ended. */
describe("the stack's life", () => {
  let target: Target;
  let isolated: IsolatedStack;
  let stack: Stack;
  let outputs: Record<string, string>;
  let aws: ReturnType<typeof rootClients>;

  before(async () => {
    target = await openSandbox(new StageLog(nobody));
    aws = rootClients(target);
    isolated = await isolatedStack(target, program, (suffix) => ({
      trailName: "security-audit-trail",
      bucketName: `cloudtrail-logs-${suffix}`,
      ephemeral: true,
    }));
    stack = isolated.stack;
  });

  after(async () => {
    await stack?.destroy().catch(() => undefined);
    await isolated?.dispose();
    await target?.close();
  });

  const changes = async (options: Parameters<Stack["up"]>[0] = {}): Promise<OpMap> => {
    const { summary } = await stack.up(options);
    return summary.resourceChanges ?? {};
  };

  it("up creates everything and names what scripts need", async () => {
    const result = await stack.up();
    outputs = plainOutputs(result.outputs);
    assert.deepEqual(result.summary.resourceChanges, { create: 13 });
    const { trailArn, trailName, homeRegion, bucketName, kmsKeyAlias } = outputs;
    assert.deepEqual(
      { trailArn, trailName, homeRegion, bucketName, kmsKeyAlias },
      {
        trailArn: `arn:aws:cloudtrail:us-east-1:${target.accountId}:trail/security-audit-trail`,
        trailName: "security-audit-trail",
        homeRegion: "us-east-1",
        bucketName: `cloudtrail-logs-${isolated.suffix}`,
        kmsKeyAlias: "alias/audit-bucket-key",
      },
    );
    assert.match(
      outputs.kmsKeyArn ?? "",
      new RegExp(`^arn:aws:kms:us-east-1:${target.accountId}:key/[0-9a-f-]{36}$`),
    );
    const { IsLogging } = await aws.cloudTrail.getTrailStatus({ Name: trailName });
    assert.equal(IsLogging, true);
  });

  it("a second up changes nothing", async () => {
    assert.deepEqual(await changes({ expectNoChanges: true }), { same: 13 });
  });

  it("refresh finds no drift", async () => {
    const { summary } = await stack.refresh({ expectNoChanges: true });
    assert.deepEqual(summary.resourceChanges, { same: 13 });
  });

  it("refresh finds what was tampered with, and up mends it", async () => {
    const { trailName: Name, bucketName: Bucket } = outputs as { trailName: string; bucketName: string };
    await aws.cloudTrail.stopLogging({ Name });
    await aws.s3.deletePublicAccessBlock({ Bucket });
    await aws.s3.putBucketPolicy({
      Bucket,
      Policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` },
        ],
      }),
    });
    const { summary } = await stack.refresh();
    // The block is gone; the trail and the policy are not what they were.
    assert.deepEqual(summary.resourceChanges, { same: 10, update: 2, delete: 1 });

    assert.deepEqual(await changes(), { same: 10, update: 2, create: 1 });
    assert.equal((await aws.cloudTrail.getTrailStatus({ Name })).IsLogging, true);
    const { PublicAccessBlockConfiguration } = await aws.s3.getPublicAccessBlock({ Bucket });
    assert.deepEqual(PublicAccessBlockConfiguration, {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    });
    const { Policy = "" } = await aws.s3.getBucketPolicy({ Bucket });
    assert.deepEqual(
      (JSON.parse(Policy) as { Statement: { Sid: string }[] }).Statement.map(({ Sid }) => Sid),
      ["AWSCloudTrailAclCheck20150319", "AWSCloudTrailWrite20150319", "DenyInsecureTransport"],
    );
  });

  it("options are switched on in place", async () => {
    await stack.setAllConfig({
      "audit-trail:objectLockMode": { value: "governance" },
      "audit-trail:objectLockDays": { value: "1" },
      "audit-trail:accessLogging": { value: "true" },
      "audit-trail:cloudWatchLogs": { value: "true" },
      "audit-trail:deliveryNotices": { value: "true" },
      "audit-trail:dataEvents": { value: JSON.stringify([{ service: "s3", access: "write" }]) },
      "audit-trail:insights": { value: JSON.stringify(["ApiCallRateInsight"]) },
      "audit-trail:tags": { value: JSON.stringify({ purpose: "audit" }) },
      "audit-trail:retentionDays": { value: "400" },
    });
    // New: lock, access log bucket with 4 settings, access logging, log group, role, its policy, topic, its policy.
    // Changed: bucket (tags), key (tags, policy), lifecycle, trail, and the inputs of both components. None replaced.
    assert.deepEqual(await changes(), { create: 12, update: 6, same: 7 });
    const trail = await aws.cloudTrail.getTrail({ Name: outputs.trailName });
    assert.equal(
      trail.Trail?.CloudWatchLogsLogGroupArn?.endsWith(":log-group:/cloudtrail/security-audit-trail:*"),
      true,
    );
    assert.equal(trail.Trail?.SnsTopicARN?.endsWith(":security-audit-trail-deliveries"), true);
    const { AdvancedEventSelectors = [] } = await aws.cloudTrail.getEventSelectors({
      TrailName: outputs.trailName,
    });
    assert.deepEqual(
      AdvancedEventSelectors.map(({ Name }) => Name),
      ["Management events selector", "S3 object events 1"],
    );
    assert.deepEqual(await changes({ expectNoChanges: true }), { same: 25 });
    const { summary } = await stack.refresh({ expectNoChanges: true });
    assert.deepEqual(summary.resourceChanges, { same: 25 });
  });

  it("and off again in place", async () => {
    for (const option of [
      "objectLockMode",
      "objectLockDays",
      "accessLogging",
      "cloudWatchLogs",
      "deliveryNotices",
      "dataEvents",
      "insights",
      "tags",
      "retentionDays",
    ]) {
      await stack.removeConfig(`audit-trail:${option}`);
    }
    assert.deepEqual(await changes(), { delete: 12, update: 6, same: 7 });
    assert.deepEqual(await changes({ expectNoChanges: true }), { same: 13 });
  });

  it("destroy leaves nothing", async () => {
    await stack.destroy();
    assert.deepEqual(await leftovers(aws), []);
  });
});
