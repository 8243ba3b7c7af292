import assert from "node:assert/strict";
import { configuration, serviceWith } from "./configuredService";
import { apiError, FakeAws } from "./fakeAws";
import { kmsCases } from "./cases/kms";

const keyAnswers = kmsCases[0]!.answers;
const call = (token: string, args: Record<string, unknown>, aws = new FakeAws(), config = configuration) =>
  serviceWith(aws, config).invoke("c", token, args);

describe("functions of the aws provider", () => {
  it("tells who calls", async () => {
    const aws = new FakeAws({ "sts.getCallerIdentity": { Account: "1", Arn: "arn:1", UserId: "U" } });
    assert.deepEqual(await call("aws:index/getCallerIdentity:getCallerIdentity", {}, aws), {
      accountId: "1",
      arn: "arn:1",
      id: "1",
      userId: "U",
    });
  });

  it("tells partition and region without a call", async () => {
    const config = { ...configuration, region: "cn-north-1" };
    assert.deepEqual(await call("aws:index/getPartition:getPartition", {}, undefined, config), {
      dnsSuffix: "amazonaws.com.cn",
      id: "aws-cn",
      partition: "aws-cn",
      reverseDnsPrefix: "cn.com.amazonaws",
    });
    assert.deepEqual(await call("aws:index/getRegion:getRegion", { region: "us-gov-west-1" }), {
      description: "AWS GovCloud (US-West)",
      endpoint: "ec2.us-gov-west-1.amazonaws.com",
      id: "us-gov-west-1",
      name: "us-gov-west-1",
      region: "us-gov-west-1",
    });
  });

  it("describes a key by whatever names it", async () => {
    const aws = new FakeAws(keyAnswers);
    const { arn, id, keyId, keyState, enabled } = await call(
      "aws:kms/getKey:getKey",
      { keyId: "alias/logs" },
      aws,
    );
    assert.deepEqual(aws.calls, [["kms.describeKey", { KeyId: "alias/logs" }]]);
    assert.deepEqual(
      [arn, id, keyId, keyState, enabled],
      ["arn:aws:kms:eu-west-1:111122223333:key/k-1", "k-1", "alias/logs", "Enabled", true],
    );
  });

  it("answers for a key as Cloud Control does", async () => {
    const args = { typeName: "AWS::KMS::Key", identifier: "k-1" };
    const answer = await call("aws:cloudcontrol/getResource:getResource", args, new FakeAws(keyAnswers));
    assert.equal(answer.id, "k-1");
    const { KeyPolicy, Arn, EnableKeyRotation, Tags } = JSON.parse(String(answer.properties)) as Record<
      string,
      unknown
    >;
    assert.deepEqual(
      [KeyPolicy, Arn, EnableKeyRotation],
      [{ Statement: [], Version: "2012-10-17" }, "arn:aws:kms:eu-west-1:111122223333:key/k-1", true],
    );
    assert.deepEqual(Tags, [
      { Key: "a", Value: "b" },
      { Key: "owner", Value: "sec" },
    ]);
    await assert.rejects(
      call("aws:cloudcontrol/getResource:getResource", { ...args, typeName: "AWS::S3::Bucket" }),
      /typeName: AWS::S3::Bucket is not served/,
    );
  });

  it("tells a bucket and its policy, or that there is none", async () => {
    const aws = new FakeAws({
      "s3.headBucket": { BucketRegion: "eu-north-1" },
      "s3.getBucketPolicy": { Policy: "{}" },
    });
    assert.deepEqual(await call("aws:s3/getBucket:getBucket", { bucket: "logs" }, aws), {
      arn: "arn:aws:s3:::logs",
      bucket: "logs",
      bucketDomainName: "logs.s3.amazonaws.com",
      bucketRegion: "eu-north-1",
      bucketRegionalDomainName: "logs.s3.eu-north-1.amazonaws.com",
      id: "logs",
      region: "eu-west-1",
    });
    assert.deepEqual(await call("aws:s3/getBucketPolicy:getBucketPolicy", { bucket: "logs" }, aws), {
      bucket: "logs",
      id: "logs",
      policy: "{}",
      region: "eu-west-1",
    });
    aws.answers = {
      "s3.headBucket": apiError("NotFound"),
      "s3.getBucketPolicy": apiError("NoSuchBucketPolicy", "none"),
    };
    await assert.rejects(
      call("aws:s3/getBucket:getBucket", { bucket: "logs" }, aws),
      /reading S3 Bucket \(logs\): couldn't find resource/,
    );
    await assert.rejects(
      call("aws:s3/getBucketPolicy:getBucketPolicy", { bucket: "logs" }, aws),
      /NoSuchBucketPolicy: none/,
    );
  });

  it("refuses unknown functions and arguments by name", async () => {
    await assert.rejects(call("aws:ec2/getVpc:getVpc", {}), {
      message:
        "calling aws:ec2/getVpc:getVpc: aws:ec2/getVpc:getVpc is not served by the sandbox's aws provider; " +
        "add it in sandbox/provider/functions.ts",
    });
    await assert.rejects(
      call("aws:kms/getKey:getKey", { keyId: "k", grantTokens: ["t"] }),
      /grantTokens is not served/,
    );
  });
});
