import assert from "node:assert/strict";
import { configuration, serviceWith, target } from "./configuredService";
import { apiError, FakeAws } from "./fakeAws";

const at = target("aws:s3/bucket:Bucket");

describe("bucket of the aws provider", () => {
  it("empties every version and delete marker, page by page, before it is deleted", async () => {
    const notEmpty = [apiError("BucketNotEmpty"), apiError("BucketNotEmpty"), {}];
    const pages = [
      {
        Versions: [{ Key: "a", VersionId: "1" }],
        IsTruncated: true,
        NextKeyMarker: "a",
        NextVersionIdMarker: "1",
      },
      { DeleteMarkers: [{ Key: "b", VersionId: "2" }] },
      // A log file that arrived after the first round.
      { Versions: [{ Key: "c", VersionId: "3" }] },
    ];
    const aws = new FakeAws({
      "s3.deleteBucket": () => notEmpty.shift(),
      "s3.getObjectLockConfiguration": { ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" } },
      "s3.listObjectVersions": () => pages.shift(),
      "s3.deleteObjects": {},
    });
    // A lock that was switched on after the bucket was made is not in the state.
    const state = { bucket: "logs", forceDestroy: true, objectLockEnabled: false };
    await serviceWith(aws).delete("c", at, "logs", state);
    const objects = (Key: string, VersionId: string) => [
      "s3.deleteObjects",
      {
        Bucket: "logs",
        Delete: { Objects: [{ Key, VersionId }], Quiet: true },
        BypassGovernanceRetention: true,
      },
    ];
    assert.deepEqual(aws.calls, [
      ["s3.deleteBucket", { Bucket: "logs" }],
      ["s3.getObjectLockConfiguration", { Bucket: "logs" }],
      ["s3.listObjectVersions", { Bucket: "logs" }],
      objects("a", "1"),
      ["s3.listObjectVersions", { Bucket: "logs", KeyMarker: "a", VersionIdMarker: "1" }],
      objects("b", "2"),
      ["s3.deleteBucket", { Bucket: "logs" }],
      ["s3.getObjectLockConfiguration", { Bucket: "logs" }],
      ["s3.listObjectVersions", { Bucket: "logs" }],
      objects("c", "3"),
      ["s3.deleteBucket", { Bucket: "logs" }],
    ]);
  });

  it("keeps a bucket that is not empty, unless it may be emptied, and says how", async () => {
    const aws = new FakeAws({ "s3.deleteBucket": apiError("BucketNotEmpty") });
    await assert.rejects(serviceWith(aws).delete("c", at, "logs", { bucket: "logs", forceDestroy: false }), {
      message:
        "deleting aws:s3/bucket:Bucket (logs): BucketNotEmpty: logs holds objects or versions; empty it, " +
        "or set forceDestroy: true, run an update, and destroy again",
    });
    assert.deepEqual(aws.calls, [["s3.deleteBucket", { Bucket: "logs" }]]);
  });

  it("tells which object could not be deleted", async () => {
    const aws = new FakeAws({
      "s3.deleteBucket": apiError("BucketNotEmpty"),
      "s3.getObjectLockConfiguration": apiError("ObjectLockConfigurationNotFoundError"),
      "s3.listObjectVersions": { Versions: [{ Key: "a", VersionId: "1" }] },
      "s3.deleteObjects": { Errors: [{ Key: "a", Code: "AccessDenied", Message: "locked" }] },
    });
    await assert.rejects(
      serviceWith(aws).delete("c", at, "logs", { bucket: "logs", forceDestroy: true }),
      /1 objects of logs could not be deleted, the first a: AccessDenied: locked/,
    );
    // S3 takes the bypass for buckets with a lock only.
    assert.deepEqual(aws.changes.at(-1), [
      "s3.deleteObjects",
      { Bucket: "logs", Delete: { Objects: [{ Key: "a", VersionId: "1" }], Quiet: true } },
    ]);
  });

  it("names no location in us-east-1, and does not adopt a bucket that is there already", async () => {
    const aws = new FakeAws({
      "s3.listBuckets": { Buckets: [{ Name: "logs-2" }] },
      "s3.createBucket": {},
      "s3.headBucket": {},
      "s3.getObjectLockConfiguration": {},
      "s3.getBucketTagging": {},
    });
    const service = serviceWith(aws, { ...configuration, region: "us-east-1", defaultTags: undefined });
    await service.create("c", at, { bucket: "logs" }, false);
    assert.deepEqual(aws.changes, [["s3.createBucket", { Bucket: "logs" }]]);
    aws.forget();
    aws.answers["s3.listBuckets"] = { Buckets: [{ Name: "logs" }] };
    await assert.rejects(service.create("c", at, { bucket: "logs" }, false), {
      message:
        "creating aws:s3/bucket:Bucket: BucketAlreadyOwnedByYou: logs exists already; import it, or choose another name",
    });
    assert.deepEqual(aws.changes, []);
  });

  it("refuses names that S3 refuses", () => {
    const check = (bucket: string) =>
      serviceWith(new FakeAws()).check(at, { olds: {}, news: { bucket }, seed: new Uint8Array() }).failures
        .length;
    assert.deepEqual(["ab", "Logs", "logs_x", "-logs", "logs"].map(check), [1, 1, 1, 1, 0]);
  });
});
