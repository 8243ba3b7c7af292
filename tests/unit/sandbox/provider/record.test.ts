import assert from "node:assert/strict";
import type { s3 } from "@pulumi/aws";
import { text } from "../../../../sandbox/provider/fields";
import { defineRecord } from "../../../../sandbox/provider/record";

const bucket = text({ required: true, replaces: true });
const rest = {
  type: "aws:s3/bucketLogging:BucketLogging",
  identity: [],
  create: () => Promise.resolve(),
  remove: () => Promise.resolve(),
};
const fields = { bucket, policy: text(), region: text() };

// The compiler is what is tested here: each error must be one, or compiling the tests fails.
describe("types of a record", () => {
  it("accepts every input and output of the vendor's, and nothing else", () => {
    const record = defineRecord<s3.BucketPolicyArgs, s3.BucketPolicy>({
      ...rest,
      fields,
      outputs: [],
      read: () => Promise.resolve({ bucket: "b", policy: "{}" }),
    });
    assert.deepEqual(Object.keys(record.fields), ["bucket", "policy", "region"]);
  });

  it("rejects a forgotten input, an invented one, and an invented output", () => {
    const read = () => Promise.resolve({ bucket: "b", policy: "{}" });
    defineRecord<s3.BucketPolicyArgs, s3.BucketPolicy>({
      ...rest,
      // @ts-expect-error policy is forgotten
      fields: { bucket, region: text() },
      outputs: [],
      read,
    });
    defineRecord<s3.BucketPolicyArgs, s3.BucketPolicy>({
      ...rest,
      // @ts-expect-error there is no colour
      fields: { ...fields, colour: text() },
      outputs: [],
      read,
    });
    // @ts-expect-error there is no output arn
    defineRecord<s3.BucketPolicyArgs, s3.BucketPolicy>({ ...rest, fields, outputs: ["arn"], read });
  });

  it("rejects a read that forgets an output or gives one of another type", () => {
    defineRecord<s3.BucketPolicyArgs, s3.BucketPolicy>({
      ...rest,
      fields,
      outputs: [],
      // @ts-expect-error policy is forgotten
      read: () => Promise.resolve({ bucket: "b" }),
    });
    defineRecord<s3.BucketPolicyArgs, s3.BucketPolicy>({
      ...rest,
      fields,
      outputs: [],
      // @ts-expect-error a policy is text
      read: () => Promise.resolve({ bucket: "b", policy: 1 }),
    });
  });
});
