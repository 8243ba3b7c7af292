import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { EncryptedLogBucket, type EncryptedLogBucketArgs } from "../../../components";
import { record, valueOf, type MockAccount } from "../../support/recorder";

const make = (args: Partial<EncryptedLogBucketArgs> = {}, account?: MockAccount) =>
  record((opts) => new EncryptedLogBucket("audit", { trailName: "trail", ...args }, opts), account);

interface Statement {
  Sid: string;
  Condition?: { StringEquals?: Record<string, string> };
}
const statements = (policy: unknown) =>
  (JSON.parse(policy as string) as { Statement: Statement[] }).Statement;

describe("EncryptedLogBucket", () => {
  it("makes nine resources, each its child and named after it", async () => {
    const { resources } = await make();
    assert.deepEqual(
      resources.map(({ type, name, parent }) => [type.split(":").at(-1), name, parent]),
      [
        ["Bucket", "audit", "audit"],
        ["Key", "audit-key", "audit"],
        ["Alias", "audit-alias", "audit"],
        ["BucketPublicAccessBlock", "audit-public-access", "audit"],
        ["BucketOwnershipControls", "audit-ownership", "audit"],
        ["BucketVersioning", "audit-versioning", "audit"],
        ["BucketServerSideEncryptionConfiguration", "audit-encryption", "audit"],
        ["BucketLifecycleConfiguration", "audit-lifecycle", "audit"],
        ["BucketPolicy", "audit-policy", "audit"],
      ],
    );
  });

  it("is secure by default", async () => {
    const recording = await make();
    const key = recording.only("Key");
    assert.equal(key.inputs.enableKeyRotation, true);
    assert.equal(key.inputs.deletionWindowInDays, 30);
    assert.equal(key.inputs.description, "Encrypts the log files of the CloudTrail trail trail");
    assert.deepEqual(recording.only("Alias").inputs, {
      name: "alias/audit-key",
      targetKeyId: "audit-key-id",
    });
    assert.deepEqual(recording.only("BucketPublicAccessBlock").inputs, {
      bucket: "audit-1234567",
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(recording.only("BucketServerSideEncryptionConfiguration").inputs.rules, [
      {
        applyServerSideEncryptionByDefault: {
          sseAlgorithm: "aws:kms",
          kmsMasterKeyId: "arn:aws:kms:eu-central-1:111122223333:key/audit-key",
        },
        bucketKeyEnabled: true,
      },
    ]);
    assert.deepEqual(recording.only("BucketOwnershipControls").inputs.rule, {
      objectOwnership: "BucketOwnerEnforced",
    });
    assert.deepEqual(recording.only("BucketVersioning").inputs.versioningConfiguration, {
      status: "Enabled",
    });
    assert.deepEqual(recording.warnings, []);
  });

  it("protects bucket and key, and lets go of both when ephemeral", async () => {
    const kept = await make();
    assert.deepEqual(
      kept.resources.filter(({ protect }) => protect).map(({ name }) => name),
      ["audit", "audit-key"],
    );
    assert.equal(kept.only("Bucket").inputs.forceDestroy, false);
    const sandbox = await make({ ephemeral: true, accessLogging: true });
    assert.deepEqual(
      sandbox.resources.filter(({ protect }) => protect),
      [],
    );
    assert.deepEqual(
      sandbox.all("aws:s3/bucket:Bucket").map(({ inputs }) => inputs.forceDestroy),
      [true, true],
    );
  });

  it("pins both policies to the trail's ARN in its partition, Region and account", async () => {
    const recording = await make(
      { trailAccountId: "444455556666", trailHomeRegion: "cn-northwest-1" },
      { partition: "aws-cn", region: "cn-north-1" },
    );
    const arn = "arn:aws-cn:cloudtrail:cn-northwest-1:444455556666:trail/trail";
    const pinned = [recording.only("Key"), recording.only("BucketPolicy")]
      .flatMap(({ inputs }) => statements(inputs.policy))
      .map(({ Sid, Condition }) => [Sid, Condition?.StringEquals?.["aws:SourceArn"]]);
    assert.deepEqual(pinned, [
      ["AccountAdministersKey", undefined],
      ["CloudTrailEncrypt", arn],
      ["CloudTrailDescribeKey", arn],
      ["CloudTrailBucketKey", arn],
      ["AWSCloudTrailAclCheck20150319", arn],
      ["AWSCloudTrailWrite20150319", arn],
      ["DenyInsecureTransport", undefined],
    ]);
  });

  it("locks objects without replacing the bucket", async () => {
    const recording = await make({ objectLock: { mode: "compliance", days: 30 } });
    assert.deepEqual(recording.only("BucketObjectLockConfiguration").inputs, {
      bucket: "audit-1234567",
      rule: { defaultRetention: { mode: "COMPLIANCE", days: 30 } },
    });
    assert.equal(recording.only("Bucket").inputs.objectLockEnabled, undefined);
  });

  it("logs access to a private bucket of its own, with SSE-S3 and without a lock", async () => {
    const recording = await make({ accessLogging: true, objectLock: { mode: "governance", days: 30 } });
    const named = (name: string) => recording.resources.find((r) => r.name === name)?.inputs;
    assert.deepEqual(named("audit-access-logs-encryption")?.rules, [
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
    ]);
    assert.equal(named("audit-access-logs-public-access")?.restrictPublicBuckets, true);
    assert.equal(recording.only("BucketObjectLockConfiguration").inputs.bucket, "audit-1234567");
    assert.deepEqual(recording.only("BucketLogging").inputs, {
      bucket: "audit-1234567",
      targetBucket: "audit-access-logs-1234567",
      targetPrefix: "access/",
    });
    assert.equal(await valueOf(recording.result.accessLogBucketName), "audit-access-logs-1234567");
  });

  it("tags what takes tags", async () => {
    const recording = await make({ tags: { team: "security" }, accessLogging: true });
    assert.deepEqual(
      recording.resources.filter(({ inputs }) => inputs.tags).map(({ name }) => name),
      ["audit", "audit-key", "audit-access-logs"],
    );
  });

  it("warns of what a missing bucket key costs", async () => {
    const recording = await make({ disableBucketKey: true });
    assert.match(recording.warnings.join(), /every log file and digest costs a KMS request/);
    const [rule] = recording.only("BucketServerSideEncryptionConfiguration").inputs.rules as {
      bucketKeyEnabled: boolean;
    }[];
    assert.equal(rule?.bucketKeyEnabled, false);
  });

  describe("adopting", () => {
    const bucketPolicy = "aws:s3/getBucketPolicy:getBucketPolicy";
    const theirs = { Sid: "Theirs", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };
    const withPolicy = {
      calls: {
        [bucketPolicy]: () => ({ policy: JSON.stringify({ Version: "2012-10-17", Statement: [theirs] }) }),
      },
    };

    for (const bucket of ["owners-logs", "arn:aws:s3:::owners-logs"]) {
      it(`merges into the policy of ${bucket}, touches nothing else and never deletes it`, async () => {
        const recording = await make({ existing: { bucket } }, withPolicy);
        assert.deepEqual(
          recording.resources.map(({ name }) => name),
          ["audit-key", "audit-alias", "audit-policy"],
        );
        const policy = recording.only("BucketPolicy");
        assert.equal(policy.retainOnDelete, true);
        assert.equal(policy.inputs.bucket, "owners-logs");
        const [first, ...ours] = statements(policy.inputs.policy);
        assert.deepEqual(first, theirs);
        assert.deepEqual(
          ours.map(({ Sid }) => Sid.slice(0, -8)),
          ["AWSCloudTrailAclCheck20150319", "AWSCloudTrailWrite20150319", "DenyInsecureTransport"],
        );
        assert.equal(await valueOf(recording.result.bucketName), "owners-logs");
        assert.equal(await valueOf(recording.result.bucketArn), "arn:aws:s3:::owners-logs");
      });
    }

    it("makes a policy for a bucket that has none", async () => {
      const none = () => {
        // The engine hands a provider's message on as the `details` of a gRPC error.
        throw Object.assign(new Error(), {
          details: "reading S3 Bucket (owners-logs) Policy: couldn't find resource",
        });
      };
      const recording = await make(
        { existing: { bucket: "owners-logs" } },
        { calls: { [bucketPolicy]: none, "aws:s3/getBucket:getBucket": () => ({ id: "owners-logs" }) } },
      );
      assert.equal(statements(recording.only("BucketPolicy").inputs.policy).length, 3);
    });

    it("two trails keep their own statements in one bucket", async () => {
      const sids = async (trailName: string) =>
        statements(
          (await make({ trailName, existing: { bucket: "b-1" } }, withPolicy)).only("BucketPolicy").inputs
            .policy,
        ).map(({ Sid }) => Sid);
      const [one, two] = [await sids("one.trail"), await sids("one-trail")];
      assert.deepEqual(
        one.filter((sid) => two.includes(sid)),
        ["Theirs"],
      );
    });

    it("merges into a key's policy as Cloud Control shows it", async () => {
      const admin = {
        Sid: "Admin",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "kms:*",
        Resource: "*",
      };
      const recording = await make(
        { existing: { key: "alias/owners" } },
        {
          calls: {
            "aws:kms/getKey:getKey": ({ keyId }) => ({ id: "k-1", arn: `arn:of:${String(keyId)}` }),
            "aws:cloudcontrol/getResource:getResource": ({ typeName, identifier }) => {
              assert.deepEqual([typeName, identifier], ["AWS::KMS::Key", "k-1"]);
              return {
                properties: JSON.stringify({ KeyPolicy: { Version: "2012-10-17", Statement: [admin] } }),
              };
            },
          },
        },
      );
      assert.deepEqual(recording.all("aws:kms/key:Key"), []);
      assert.deepEqual(recording.all("Alias"), []);
      const policy = recording.only("KeyPolicy");
      assert.equal(policy.inputs.keyId, "k-1");
      assert.equal(policy.retainOnDelete, true);
      assert.deepEqual(
        statements(policy.inputs.policy).map(({ Sid }) => Sid.replace(/[0-9a-f]{8}$/, "")),
        ["Admin", "CloudTrailEncrypt", "CloudTrailDescribeKey", "CloudTrailBucketKey"],
      );
      assert.equal(await valueOf(recording.result.keyArn), "arn:of:alias/owners");
    });

    it("leaves policies to their owner when told so", async () => {
      const recording = await make(
        { existing: { bucket: "owners-logs", key: "alias/owners", leavePolicies: true } },
        { calls: { "aws:kms/getKey:getKey": () => ({ id: "k-1", arn: "arn:of:k-1" }) } },
      );
      assert.deepEqual(recording.resources, []);
    });
  });
});

describe("EncryptedLogBucket, given a reader that is known to be wrong too late,", () => {
  it("logs an error and leaves it out of the policy", async () => {
    const recording = await make({ readers: [pulumi.output("*"), "arn:aws:iam::111122223333:role/auditor"] });
    assert.match(
      recording.errors.join(),
      /readers\[0\]: "\*" is not the ARN of an account, a user or a role/,
    );
    const readers = statements(recording.only("Key").inputs.policy).filter(({ Sid }) =>
      Sid.startsWith("Readers"),
    );
    assert.equal(readers.length, 2);
    for (const reader of readers) {
      assert.deepEqual((reader as unknown as { Principal: unknown }).Principal, {
        AWS: ["arn:aws:iam::111122223333:role/auditor"],
      });
    }
  });
});

describe("EncryptedLogBucket refuses", () => {
  const problems = async (args: Partial<EncryptedLogBucketArgs>): Promise<string[]> => {
    const error = await make(args).then(
      () => assert.fail("accepted"),
      (thrown: unknown) => thrown as pulumi.InputPropertiesError,
    );
    assert.ok(error.errors, String(error));
    for (const { propertyPath, reason } of error.errors)
      assert.ok(error.message.includes(`${propertyPath}: ${reason}`));
    return error.errors.map(({ propertyPath }) => propertyPath);
  };
  const cases: [string, Partial<EncryptedLogBucketArgs>, string[]][] = [
    ["no trail", { trailName: "" }, ["trailName"]],
    ["a trail name with a space", { trailName: "a trail" }, ["trailName"]],
    ["a trail name like an address", { trailName: "10.0.0.1" }, ["trailName"]],
    ["a bucket name in capitals", { bucketName: "Logs" }, ["bucketName"]],
    ["an alias of AWS's", { keyAlias: "alias/aws/s3" }, ["keyAlias"]],
    ["an alias without alias/", { keyAlias: "logs" }, ["keyAlias"]],
    ["short retention", { retentionDays: 89 }, ["retentionDays"]],
    [
      "retention of nothing even if short is allowed",
      { retentionDays: 0, allowShortRetention: true },
      ["retentionDays"],
    ],
    ["half a day", { oldVersionDays: 90.5 }, ["oldVersionDays"]],
    ["archiving after expiry", { retentionDays: 100, archiveAfterDays: 100 }, ["archiveAfterDays"]],
    [
      "a lock that nobody lifts on what is to be destroyed",
      { objectLock: { mode: "compliance", days: 1 }, ephemeral: true },
      ["objectLock.mode"],
    ],
    ["an unknown lock", { objectLock: { mode: "legal", days: 1 } }, ["objectLock.mode"]],
    ["a lock of no days", { objectLock: { mode: "governance", days: 0 } }, ["objectLock.days"]],
    [
      "expiry below the lock",
      { objectLock: { mode: "governance", days: 365 }, retentionDays: 100 },
      ["retentionDays"],
    ],
    ["a reader that is everybody", { readers: ["*"] }, ["readers[0]"]],
    ["a prefix that begins with a slash", { keyPrefix: "/audit" }, ["keyPrefix"]],
    [
      "an organization by its ARN",
      { organizationId: "arn:aws:organizations::1:organization/o-x" },
      ["organizationId"],
    ],
    ["a short account", { trailAccountId: "123" }, ["trailAccountId"]],
    [
      "settings for an adopted bucket",
      { existing: { bucket: "b-1" }, retentionDays: 365, accessLogging: true },
      ["accessLogging", "retentionDays"],
    ],
    ["an alias for an adopted key", { existing: { key: "alias/x" }, keyAlias: "alias/y" }, ["keyAlias"]],
    [
      "an ARN of something else",
      { existing: { bucket: "arn:aws:sqs:us-east-1:111122223333:q" } },
      ["existing.bucket"],
    ],
    ["a key's policy without the key", { existing: { keyPolicy: "{}" } }, ["existing.keyPolicy"]],
    [
      "all of it at once",
      { bucketName: "X", retentionDays: 1, readers: ["*"], trailAccountId: "1" },
      ["retentionDays", "bucketName", "readers[0]", "trailAccountId"],
    ],
  ];
  for (const [name, args, paths] of cases) {
    it(name, async () => assert.deepEqual((await problems(args)).sort(), [...paths].sort()));
  }

  it("with what, the value, the limit and the way out", async () => {
    await assert.rejects(make({ retentionDays: 30 }), {
      message:
        'EncryptedLogBucket "audit": 1 input cannot be used:\n' +
        "  retentionDays: 30 is not a whole number of 90 or more; use 90 or more, or say allowShortRetention: true",
    });
  });
});
