import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AuditTrail, EncryptedLogBucket, type AuditTrailArgs } from "../../../components";
import { record, valueOf, type MockAccount } from "../../support/recorder";

const make = (args: AuditTrailArgs = {}, account?: MockAccount) =>
  record((opts) => new AuditTrail("audit", args, opts), account);
const managementSelector = {
  name: "Management events selector",
  fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
};

describe("AuditTrail", () => {
  it("records everything, everywhere, encrypted and validated, by default", async () => {
    const recording = await make();
    assert.deepEqual(recording.only("aws:cloudtrail/trail:Trail").inputs, {
      name: "audit",
      s3BucketName: "audit-bucket-1234567",
      kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:key/audit-bucket-key",
      isMultiRegionTrail: true,
      isOrganizationTrail: false,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      enableLogging: true,
      advancedEventSelectors: [managementSelector],
    });
    assert.deepEqual(recording.warnings, []);
  });

  it("composes an EncryptedLogBucket as its child", async () => {
    const recording = await make({ trailName: "security-audit-trail" });
    const bucket = recording.only("audit-trail:index:EncryptedLogBucket");
    assert.deepEqual([bucket.name, bucket.parent], ["audit-bucket", "audit"]);
    assert.ok(recording.resources.every(({ name }) => name.startsWith("audit")));
    const { policy } = recording.only("BucketPolicy").inputs;
    assert.ok(String(policy).includes(":trail/security-audit-trail"));
    assert.equal(await valueOf(recording.result.keyAlias), "alias/audit-bucket-key");
  });

  it("delivers to a bucket made elsewhere", async () => {
    const recording = await record((opts) => {
      const logs = new EncryptedLogBucket("logs", { trailName: "audit" }, opts);
      return new AuditTrail(
        "audit",
        { deliverTo: { bucketName: logs.bucketName, keyArn: logs.keyArn } },
        opts,
      );
    });
    const trail = recording.only("aws:cloudtrail/trail:Trail");
    assert.equal(trail.inputs.s3BucketName, "logs-1234567");
    assert.equal(trail.inputs.kmsKeyId, "arn:aws:kms:eu-central-1:111122223333:key/logs-key");
    assert.equal(recording.all("EncryptedLogBucket").length, 1);
  });

  it("each weakening is a named argument", async () => {
    const recording = await make({
      singleRegion: true,
      withoutLogFileValidation: true,
      withoutGlobalServiceEvents: true,
      enableLogging: false,
    });
    const { inputs } = recording.only("aws:cloudtrail/trail:Trail");
    assert.deepEqual(
      [
        inputs.isMultiRegionTrail,
        inputs.enableLogFileValidation,
        inputs.includeGlobalServiceEvents,
        inputs.enableLogging,
      ],
      [false, false, false, false],
    );
  });

  it("an organization trail names the management account everywhere", async () => {
    const recording = await make({
      organizationId: "o-abcdefghij",
      managementAccountId: "999988887777",
      keyPrefix: "org",
      cloudWatchLogs: {},
    });
    assert.equal(recording.only("aws:cloudtrail/trail:Trail").inputs.isOrganizationTrail, true);
    const bucketPolicy = String(recording.only("BucketPolicy").inputs.policy);
    assert.ok(bucketPolicy.includes("/org/AWSLogs/o-abcdefghij/*"));
    assert.ok(bucketPolicy.includes("/org/AWSLogs/999988887777/*"));
    assert.ok(bucketPolicy.includes(":999988887777:trail/audit"));
    const permissions = String(recording.only("RolePolicy").inputs.policy);
    assert.ok(permissions.includes(":log-stream:o-abcdefghij_*"));
    assert.ok(permissions.includes(":log-stream:999988887777_CloudTrail_eu-central-1*"));
  });

  it("delivers to CloudWatch Logs through a role pinned to the trail", async () => {
    const recording = await make({ cloudWatchLogs: { retentionDays: 90 } });
    const group = recording.only("LogGroup");
    assert.deepEqual(group.inputs, {
      name: "/cloudtrail/audit",
      retentionInDays: 90,
      kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:key/audit-bucket-key",
    });
    assert.equal(group.protect, true);
    const trail = recording.only("aws:cloudtrail/trail:Trail").inputs;
    assert.equal(trail.cloudWatchLogsGroupArn, "arn:aws:cloudwatch:eu-central-1:111122223333:audit-logs:*");
    assert.equal(trail.cloudWatchLogsRoleArn, "arn:aws:iam:eu-central-1:111122223333:audit-logs-role");
    assert.ok(
      String(recording.only("aws:kms/key:Key").inputs.policy).includes("log-group:/cloudtrail/audit"),
    );
    assert.match(String(recording.only("aws:iam/role:Role").inputs.assumeRolePolicy), /:trail\/audit"/);
  });

  it("sends notices to a topic with the trail's key", async () => {
    const recording = await make({ trailName: "audit.eu", deliveryNotices: {} });
    const topic = recording.only("aws:sns/topic:Topic").inputs;
    assert.deepEqual(topic, {
      name: "audit-eu-deliveries",
      kmsMasterKeyId: "arn:aws:kms:eu-central-1:111122223333:key/audit-bucket-key",
    });
    assert.ok(String(recording.only("aws:kms/key:Key").inputs.policy).includes(":audit-eu-deliveries"));
    assert.equal(recording.only("aws:cloudtrail/trail:Trail").inputs.snsTopicName, "audit-eu-deliveries");
    assert.equal(
      await valueOf(recording.result.topicArn),
      "arn:aws:sns:eu-central-1:111122223333:audit-notices",
    );
  });

  it("keeps the log bucket and its access logs out of S3 data events", async () => {
    const recording = await make({
      dataEvents: [{ service: "s3", access: "write" }],
      logBucket: { accessLogging: true },
    });
    assert.deepEqual(recording.only("aws:cloudtrail/trail:Trail").inputs.advancedEventSelectors, [
      managementSelector,
      {
        name: "S3 object events 1",
        fieldSelectors: [
          { field: "eventCategory", equals: ["Data"] },
          { field: "resources.type", equals: ["AWS::S3::Object"] },
          { field: "readOnly", equals: ["false"] },
          {
            field: "resources.ARN",
            notStartsWiths: [
              "arn:aws:s3:::audit-bucket-1234567/",
              "arn:aws:s3:::audit-bucket-access-logs-1234567/",
            ],
          },
        ],
      },
    ]);
  });

  it("warns of both Insights types, and of a further copy of management events", async () => {
    const both = await make({ insights: ["ApiCallRateInsight", "ApiErrorRateInsight"] });
    assert.match(both.warnings.join(), /Both Insights types analyse/);
    assert.deepEqual(both.only("aws:cloudtrail/trail:Trail").inputs.insightSelectors, [
      { insightType: "ApiCallRateInsight" },
      { insightType: "ApiErrorRateInsight" },
    ]);
    const second = await record((opts) => [new AuditTrail("one", {}, opts), new AuditTrail("two", {}, opts)]);
    assert.match(
      second.warnings.join(),
      /"two" delivers a further copy of management events, which "one" delivers already/,
    );
    const none = await record((opts) => [
      new AuditTrail("one", {}, opts),
      new AuditTrail(
        "two",
        { managementEvents: { access: "none" }, dataEvents: [{ service: "lambda" }] },
        opts,
      ),
    ]);
    assert.deepEqual(none.warnings, []);
  });

  it("does not count the trails of another deployment in the same process", async () => {
    await make();
    assert.deepEqual((await make({ trailName: "another" })).warnings, []);
  });
});

describe("AuditTrail beside others", () => {
  it("encrypts the log group with a key of its own, which the trail's key then need not admit", async () => {
    const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/logs";
    const recording = await make({ cloudWatchLogs: { keyArn } });
    assert.equal(recording.only("LogGroup").inputs.kmsKeyId, keyArn);
    assert.ok(!String(recording.only("aws:kms/key:Key").inputs.policy).includes("log-group"));
  });

  it("its own tags and its bucket's are told apart", async () => {
    const recording = await make({
      tags: { of: "trail" },
      logBucket: { tags: undefined, bucketName: "audit-logs" },
    });
    assert.deepEqual(recording.only("aws:s3/bucket:Bucket").inputs.tags, { of: "trail" });
    const own = await make({ tags: { of: "trail" }, logBucket: { tags: { of: "bucket" } } });
    assert.deepEqual(own.only("aws:s3/bucket:Bucket").inputs.tags, { of: "bucket" });
  });
});

describe("AuditTrail, given an Output that is wrong,", () => {
  it("logs an error, which fails preview and update, and does not wait for ever", async () => {
    const recording = await make({
      trailName: pulumi.output("a trail"),
      keyPrefix: Promise.resolve("/audit"),
    });
    assert.equal(recording.errors.length, 4, recording.errors.join("\n"));
    for (const path of ["trailName", "keyPrefix"]) {
      assert.equal(recording.errors.filter((text) => text.includes(` ${path}: `)).length, 2);
    }
  });
});

describe("AuditTrail refuses", () => {
  const cases: [string, AuditTrailArgs, string[]][] = [
    [
      "a bucket made here and elsewhere",
      { logBucket: {}, deliverTo: { bucketName: "b-1", keyArn: "arn:aws:kms:us-east-1:111122223333:key/1" } },
      ["deliverTo"],
    ],
    ["a delivery without a key", { deliverTo: { bucketName: "b-1", keyArn: "" } }, ["deliverTo.keyArn"]],
    ["no global events in all Regions", { withoutGlobalServiceEvents: true }, ["withoutGlobalServiceEvents"]],
    [
      "a management account without an organization",
      { managementAccountId: "111122223333" },
      ["managementAccountId"],
    ],
    ["nothing to record", { managementEvents: { access: "none" } }, ["managementEvents.access"]],
    ["an unknown service", { dataEvents: [{ service: "sqs" }] }, ["dataEvents[0].service"]],
    [
      "resources that name nothing",
      { dataEvents: [{ service: "s3", resources: [] }] },
      ["dataEvents[0].resources"],
    ],
    [
      "a sixth selector",
      { dataEvents: Array.from({ length: 5 }, () => ({ service: "s3" })) },
      ["dataEvents"],
    ],
    [
      "the 251st data resource",
      { dataEvents: [{ service: "s3", resources: Array.from({ length: 251 }, (_, i) => `bucket-${i}`) }] },
      ["dataEvents"],
    ],
    [
      "logs with a key made elsewhere, which need not admit them",
      {
        deliverTo: { bucketName: "b-1", keyArn: "arn:aws:kms:us-east-1:111122223333:key/1" },
        cloudWatchLogs: {},
        deliveryNotices: { withoutKey: true },
      },
      ["cloudWatchLogs.keyArn"],
    ],
    [
      "data events of its own log bucket",
      {
        logBucket: { bucketName: "audit-logs" },
        dataEvents: [{ service: "s3", resources: ["audit-logs-2", "arn:aws:s3:::audit-logs/AWSLogs"] }],
      },
      ["dataEvents[0].resources[1]"],
    ],
    [
      "a sixth trail",
      {
        otherTrails: Array.from({ length: 5 }, (_, index) => ({
          name: `t${index}`,
          homeRegion: "us-east-1",
        })),
      },
      ["trailName"],
    ],
    ["an unknown Insights type", { insights: ["Everything"] }, ["insights[0]"]],
    ["an Insights type twice", { insights: ["ApiErrorRateInsight", "ApiErrorRateInsight"] }, ["insights"]],
    [
      "Insights on writes that are not logged",
      { insights: ["ApiCallRateInsight"], managementEvents: { access: "read" } },
      ["insights"],
    ],
    [
      "a retention that CloudWatch Logs does not know",
      { cloudWatchLogs: { retentionDays: 366 } },
      ["cloudWatchLogs.retentionDays"],
    ],
    ["short retention in its bucket", { logBucket: { retentionDays: 1 } }, ["logBucket.retentionDays"]],
    [
      "everything together",
      { trailName: "x", logBucket: { bucketName: "X" }, insights: ["x"] },
      ["trailName", "logBucket.bucketName", "insights[0]"],
    ],
  ];
  for (const [name, args, paths] of cases) {
    it(name, async () => {
      const error = await make(args).then(
        () => assert.fail("accepted"),
        (thrown: unknown) => thrown as pulumi.InputPropertiesError,
      );
      assert.deepEqual(
        error.errors?.map(({ propertyPath }) => propertyPath).sort(),
        [...paths].sort(),
        String(error),
      );
    });
  }
});
