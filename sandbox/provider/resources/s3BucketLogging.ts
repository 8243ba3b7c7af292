import type { s3 } from "@pulumi/aws";
import { unlessMissing } from "../apiErrors";
import { region, text, unserved } from "../fields";
import { defineRecord } from "../record";

/** `aws:s3/bucketLogging:BucketLogging` */
export const bucketLogging = defineRecord<
  s3.BucketLoggingArgs,
  s3.BucketLogging,
  "expectedBucketOwner" | "targetGrants" | "targetObjectKeyFormat"
>({
  type: "aws:s3/bucketLogging:BucketLogging",
  fields: {
    bucket: text({ required: true, replaces: true }),
    expectedBucketOwner: unserved(),
    region,
    targetBucket: text({ required: true }),
    targetGrants: unserved("no grants in buckets whose owner owns all objects; use a bucket policy"),
    targetObjectKeyFormat: unserved(),
    targetPrefix: text({ required: true }),
  },
  outputs: [],
  identity: ["bucket"],
  async create({ aws }, inputs, made) {
    await (await aws.s3()).putBucketLogging(logging(inputs.bucket, inputs));
    made(inputs.bucket);
  },
  async read({ aws }, id) {
    const found = await unlessMissing((await aws.s3()).getBucketLogging({ Bucket: id }), "NoSuchBucket");
    const setting = found?.LoggingEnabled;
    return (
      setting && {
        bucket: id,
        targetBucket: setting.TargetBucket ?? "",
        targetPrefix: setting.TargetPrefix ?? "",
      }
    );
  },
  async update({ aws }, id, { inputs }) {
    await (await aws.s3()).putBucketLogging(logging(id, inputs));
  },
  async remove({ aws }, id) {
    const asked = (await aws.s3()).putBucketLogging({ Bucket: id, BucketLoggingStatus: {} });
    await unlessMissing(asked, "NoSuchBucket");
  },
});

const logging = (Bucket: string, inputs: { targetBucket: string; targetPrefix: string }) => ({
  Bucket,
  BucketLoggingStatus: {
    LoggingEnabled: { TargetBucket: inputs.targetBucket, TargetPrefix: inputs.targetPrefix },
  },
});
