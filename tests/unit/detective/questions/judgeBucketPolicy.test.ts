import assert from "node:assert/strict";
import { judgeBucketPolicy } from "../../../../detective/questions/tampering/judgeBucketPolicy";

const CLOUDTRAIL = {
  Effect: "Allow",
  Principal: { Service: "cloudtrail.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::logs/AWSLogs/*",
};
const TLS = { Bool: { "aws:SecureTransport": "false" } };

function judged(...statements: object[]): [string, string] {
  const { level, effect } = judgeBucketPolicy({
    Version: "2012-10-17",
    Statement: [CLOUDTRAIL, ...statements],
  });
  return [level, effect];
}

const statement = (Effect: string, Principal: unknown, Action: unknown, more: object = {}) => ({
  Effect,
  Principal,
  Action,
  Resource: "arn:aws:s3:::logs/*",
  ...more,
});

describe("judgeBucketPolicy", () => {
  it("leaves CloudTrail's statements, a denial of plain HTTP and readers of the own account low", () => {
    const still = ["low", "the bucket's policy is replaced; it still names CloudTrail"];
    assert.deepEqual(judged(), still);
    assert.deepEqual(judged(statement("Deny", "*", "s3:*", { Condition: TLS })), still);
    assert.deepEqual(
      judged(statement("Allow", { AWS: "arn:aws:iam::111122223333:role/auditor" }, "s3:GetObject")),
      still,
    );
    const vpc = { Condition: { StringEquals: { "aws:SourceVpc": "vpc-1" } } };
    assert.deepEqual(judged(statement("Allow", "*", "s3:GetObject", vpc)), still);
  });

  it("says who may do what now, though CloudTrail is still named", () => {
    const open = (deeds: string) => [
      "high",
      `the bucket's new policy lets anyone ${deeds} log files, unless a public access block forbids it`,
    ];
    assert.deepEqual(judged(statement("Allow", "*", "s3:GetObject")), open("read"));
    assert.deepEqual(
      judged(statement("Allow", { AWS: ["*"] }, ["s3:Get*", "s3:DeleteObject"])),
      open("read and delete"),
    );
    const overTls = { Condition: { Bool: { "aws:SecureTransport": "true" } } };
    assert.deepEqual(judged(statement("Allow", "*", "s3:*", overTls)), open("read, write and delete"));
  });

  it("sees CloudTrail shut out by a denial, and where it is not named at all", () => {
    const shut = ["high", "the bucket's new policy forbids CloudTrail to write"];
    assert.deepEqual(judged(statement("Deny", "*", "s3:PutObject")), shut);
    assert.deepEqual(judged(statement("Deny", { Service: "cloudtrail.amazonaws.com" }, "s3:*")), shut);
    assert.equal(judged(statement("Deny", "*", "s3:DeleteObject"))[0], "low");
    assert.deepEqual(
      [judgeBucketPolicy({ Statement: [] }).level, judgeBucketPolicy("no policy").level],
      ["high", "high"],
    );
  });
});
