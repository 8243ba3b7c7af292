import assert from "node:assert/strict";
import { readFact } from "../../../../detective/posture/fact";

const failing = (name: string, message: string) => () =>
  Promise.reject(Object.assign(new Error(message), { name }));

describe("readFact", () => {
  it("what fails for everything is told in plain words with the way out", async () => {
    assert.deepEqual(await readFact("kms:DescribeKey", failing("ExpiredTokenException", "expired")), {
      state: "unreadable",
      error:
        "The credentials have expired (kms:DescribeKey). Get new ones (`aws sso login`, or assume the role again) and repeat.",
    });
  });

  it("what fails for this thing keeps the service's own name for it", async () => {
    assert.deepEqual(await readFact("kms:DescribeKey", failing("AccessDeniedException", "not you")), {
      state: "unreadable",
      error: "kms:DescribeKey: AccessDeniedException: not you",
    });
  });

  it("a name that says that the thing is not there is an absence", async () => {
    const read = readFact("s3:GetBucketPolicy", failing("NoSuchBucketPolicy", "none"), {
      NoSuchBucketPolicy: "the bucket has no policy",
    });
    assert.deepEqual(await read, { state: "absent", why: "the bucket has no policy" });
  });
});
