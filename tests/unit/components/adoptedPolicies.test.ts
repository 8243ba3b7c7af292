import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { adoptedBucketPolicy, adoptedKeyPolicy } from "../../../components/adoptedPolicies";
import { record, type MockAccount } from "../../support/recorder";

describe("adopted policies", () => {
  const ask = async (read: (parent: pulumi.Resource) => Promise<unknown>, calls: MockAccount["calls"]) =>
    (
      await record((opts) => read(new pulumi.ComponentResource("test:index:Parent", "parent", {}, opts)), {
        calls,
      })
    ).result;
  const cloudControl = (properties: object) => ({
    "aws:cloudcontrol/getResource:getResource": () => ({ properties: JSON.stringify(properties) }),
  });
  const failing = (details: string) => ({
    "aws:s3/getBucketPolicy:getBucketPolicy": () => {
      throw Object.assign(new Error(), { details });
    },
  });

  it("a bucket without a policy has none, and a policy that may not be read is not taken for none", async () => {
    const read = (parent: pulumi.Resource) => adoptedBucketPolicy("logs", parent);
    const none = failing("reading S3 Bucket (logs) Policy: couldn't find resource");
    const there = { "aws:s3/getBucket:getBucket": () => ({ id: "logs" }) };
    assert.equal(await ask(read, { ...none, ...there }), undefined);
    await assert.rejects(ask(read, failing("AccessDenied: s3:GetBucketPolicy")), /AccessDenied/);
    const gone = {
      "aws:s3/getBucket:getBucket": () => {
        throw Object.assign(new Error(), { details: "reading S3 Bucket (logs): couldn't find resource" });
      },
    };
    await assert.rejects(
      ask(read, { ...none, ...gone }),
      /the policy of logs cannot be read.*reading S3 Bucket \(logs\): couldn't find resource/,
    );
  });

  it("a key's policy comes as text or as an object, and never as nothing", async () => {
    const read = (parent: pulumi.Resource) => adoptedKeyPolicy("k-1", parent);
    assert.equal(await ask(read, cloudControl({ KeyPolicy: "{}" })), "{}");
    assert.equal(await ask(read, cloudControl({ KeyPolicy: { Version: "1" } })), '{"Version":"1"}');
    await assert.rejects(ask(read, cloudControl({})), /shows no policy of key k-1/);
  });
});
