import assert from "node:assert/strict";
import { AuditTrail, EncryptedLogBucket } from "../../../components";
import { isolatedStack, nobody, openSandbox, StageLog, type Target } from "../../../harness";
import { rootClients } from "../../support/leftovers";

interface Statement {
  Sid: string;
  Principal?: unknown;
}

/** What other people own is shared, never replaced: on the engine and the emulator. */
describe("adopting a bucket and a key", () => {
  let target: Target;
  let aws: ReturnType<typeof rootClients>;
  let keyArn: string;
  const bucket = `owners-${Date.now()}`;
  const theirs = {
    Sid: "Theirs",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::000000000000:root" },
    Action: "s3:GetObject",
    Resource: `arn:aws:s3:::${bucket}/*`,
  };

  before(async () => {
    target = await openSandbox(new StageLog(nobody));
    aws = rootClients(target);
    await aws.s3.createBucket({ Bucket: bucket });
    await aws.s3.putBucketPolicy({
      Bucket: bucket,
      Policy: JSON.stringify({ Version: "2012-10-17", Statement: [theirs] }),
    });
    const { KeyMetadata } = await aws.kms.createKey({ Description: "owner's" });
    keyArn = KeyMetadata?.Arn ?? "";
  });
  after(async () => {
    await target?.close();
  });

  const sidsOf = (policy = "") =>
    (JSON.parse(policy) as { Statement: Statement[] }).Statement.map(({ Sid }) => Sid);
  const keySids = async () =>
    sidsOf((await aws.kms.getKeyPolicy({ KeyId: keyArn, PolicyName: "default" })).Policy);
  const bucketSids = async () => sidsOf((await aws.s3.getBucketPolicy({ Bucket: bucket })).Policy);

  it("a reader who is taken away is taken out of the key's policy", async () => {
    let readers: string[] = ["arn:aws:iam::000000000000:role/auditor"];
    const isolated = await isolatedStack(
      target,
      () => {
        new EncryptedLogBucket("logs", { trailName: "reading", readers, existing: { bucket, key: keyArn } });
        return Promise.resolve({});
      },
      () => ({}),
    );
    try {
      const before = await keySids();
      await isolated.stack.up();
      const stems = (sids: string[]) => sids.slice(before.length).map((sid) => sid.slice(0, -8));
      assert.deepEqual(stems(await keySids()), [
        "CloudTrailEncrypt",
        "CloudTrailDescribeKey",
        "CloudTrailBucketKey",
        "ReadersDecryptLogs",
        "ReadersDecryptLogsThroughBucketKey",
      ]);
      readers = [];
      await isolated.stack.up();
      assert.deepEqual(stems(await keySids()), [
        "CloudTrailEncrypt",
        "CloudTrailDescribeKey",
        "CloudTrailBucketKey",
      ]);
      assert.deepEqual((await keySids()).slice(0, before.length), before);
    } finally {
      await isolated.stack.destroy();
      await isolated.dispose();
    }
  });

  it("two trails of one program share a bucket, each with statements of its own", async () => {
    const isolated = await isolatedStack(
      target,
      () => {
        for (const trailName of ["trail-one", "trail-two"]) {
          const management = trailName === "trail-one" ? "write" : "read";
          new AuditTrail(trailName, {
            logBucket: { existing: { bucket, key: keyArn } },
            managementEvents: { access: management },
          });
        }
        return Promise.resolve({});
      },
      () => ({}),
    );
    try {
      const before = await bucketSids();
      await isolated.stack.up();
      const after = await bucketSids();
      assert.deepEqual(after.slice(0, before.length), before);
      assert.equal(after.length, before.length + 6);
      assert.equal(new Set(after).size, after.length);
      for (const Name of ["trail-one", "trail-two"]) {
        assert.equal((await aws.cloudTrail.getTrailStatus({ Name })).IsLogging, true);
      }
      // The first one's state does not hold the second one's statements yet; then nothing is left to do.
      await isolated.stack.up();
      assert.deepEqual(await bucketSids(), after);
      await isolated.stack.up({ expectNoChanges: true });
    } finally {
      await isolated.stack.destroy();
      await isolated.dispose();
    }
    assert.equal((await bucketSids())[0], "Theirs");
  });

  it("a bucket that is not there is said to be missing", async () => {
    const isolated = await isolatedStack(
      target,
      () => {
        new EncryptedLogBucket("logs", { trailName: "missing", existing: { bucket: "nobodys-bucket" } });
        return Promise.resolve({});
      },
      () => ({}),
    );
    try {
      await assert.rejects(isolated.stack.preview(), /nobodys-bucket/);
    } finally {
      await isolated.dispose();
    }
  });
});
