import type { s3 } from "@pulumi/aws";
import type { ServerSideEncryption } from "@aws-sdk/client-s3";
import { unlessMissing } from "../apiErrors";
import { block, flag, region, setOf, text, unserved } from "../fields";
import { defineRecord } from "../record";

const ruleFields = {
  applyServerSideEncryptionByDefault: block({
    kmsMasterKeyId: text(),
    sseAlgorithm: text({ required: true, oneOf: ["AES256", "aws:kms", "aws:kms:dsse"] }),
  }),
  blockedEncryptionTypes: unserved(),
  bucketKeyEnabled: flag({ computed: true }),
};

/** `aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration` */
export const bucketEncryption = defineRecord<
  s3.BucketServerSideEncryptionConfigurationArgs,
  s3.BucketServerSideEncryptionConfiguration,
  "expectedBucketOwner"
>({
  type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  fields: {
    bucket: text({ required: true, replaces: true }),
    expectedBucketOwner: unserved(),
    region,
    rules: setOf(block(ruleFields), { required: true }),
  },
  outputs: [],
  identity: ["bucket"],
  async create({ aws }, { bucket, rules }, made) {
    await (await aws.s3()).putBucketEncryption(encryption(bucket, rules));
    made(bucket);
  },
  async read({ aws }, id) {
    const asked = (await aws.s3()).getBucketEncryption({ Bucket: id });
    const missing = ["ServerSideEncryptionConfigurationNotFoundError", "NoSuchBucket"];
    const found = await unlessMissing(asked, ...missing);
    const rules = found?.ServerSideEncryptionConfiguration?.Rules;
    if (!rules) return undefined;
    return {
      bucket: id,
      rules: rules.map(({ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled }) => ({
        applyServerSideEncryptionByDefault: byDefault && {
          kmsMasterKeyId: byDefault.KMSMasterKeyID ?? "",
          sseAlgorithm: byDefault.SSEAlgorithm ?? "",
        },
        blockedEncryptionTypes: [],
        bucketKeyEnabled: BucketKeyEnabled ?? false,
      })),
    };
  },
  async update({ aws }, id, { inputs }) {
    await (await aws.s3()).putBucketEncryption(encryption(id, inputs.rules));
  },
  // S3 goes back to its own keys (SSE-S3).
  async remove({ aws }, id) {
    const asked = (await aws.s3()).deleteBucketEncryption({ Bucket: id });
    await unlessMissing(asked, "ServerSideEncryptionConfigurationNotFoundError", "NoSuchBucket");
  },
});

interface Rule {
  applyServerSideEncryptionByDefault?: { kmsMasterKeyId?: string; sseAlgorithm: string };
  bucketKeyEnabled?: boolean;
}

function encryption(Bucket: string, rules: Rule[]) {
  return {
    Bucket,
    ServerSideEncryptionConfiguration: {
      Rules: rules.map(({ applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled }) => ({
        ...(byDefault && {
          ApplyServerSideEncryptionByDefault: {
            SSEAlgorithm: byDefault.sseAlgorithm as ServerSideEncryption,
            ...(byDefault.kmsMasterKeyId && { KMSMasterKeyID: byDefault.kmsMasterKeyId }),
          },
        }),
        ...(bucketKeyEnabled !== undefined && { BucketKeyEnabled: bucketKeyEnabled }),
      })),
    },
  };
}
