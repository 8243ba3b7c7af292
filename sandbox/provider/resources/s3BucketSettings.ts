import type { s3 } from "@pulumi/aws";
import type { BucketVersioningStatus, ObjectLockRetentionMode, ObjectOwnership } from "@aws-sdk/client-s3";
import { isApiError, unlessMissing } from "../apiErrors";
import { block, count, flag, json, region, text, unserved } from "../fields";
import { defineRecord } from "../record";

const bucketInput = text({ required: true, replaces: true });
const expectedBucketOwner = unserved();

/** `aws:s3/bucketPolicy:BucketPolicy` */
export const bucketPolicy = defineRecord<s3.BucketPolicyArgs, s3.BucketPolicy>({
  type: "aws:s3/bucketPolicy:BucketPolicy",
  fields: { bucket: bucketInput, policy: json({ required: true }), region },
  outputs: [],
  identity: ["bucket"],
  async create({ aws }, { bucket, policy }, made) {
    await (await aws.s3()).putBucketPolicy({ Bucket: bucket, Policy: policy });
    made(bucket);
  },
  async read({ aws }, id) {
    const asked = (await aws.s3()).getBucketPolicy({ Bucket: id });
    const found = await unlessMissing(asked, "NoSuchBucketPolicy", "NoSuchBucket");
    return found?.Policy ? { bucket: id, policy: found.Policy } : undefined;
  },
  async update({ aws }, id, { inputs }) {
    await (await aws.s3()).putBucketPolicy({ Bucket: id, Policy: inputs.policy });
  },
  async remove({ aws }, id) {
    const asked = (await aws.s3()).deleteBucketPolicy({ Bucket: id });
    await unlessMissing(asked, "NoSuchBucketPolicy", "NoSuchBucket");
  },
});

/** `aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock` */
export const bucketPublicAccessBlock = defineRecord<
  s3.BucketPublicAccessBlockArgs,
  s3.BucketPublicAccessBlock,
  "skipDestroy"
>({
  type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  fields: {
    blockPublicAcls: flag({ default: false }),
    blockPublicPolicy: flag({ default: false }),
    bucket: bucketInput,
    ignorePublicAcls: flag({ default: false }),
    region,
    restrictPublicBuckets: flag({ default: false }),
    skipDestroy: flag({ stateOnly: true }),
  },
  outputs: [],
  identity: ["bucket"],
  async create({ aws }, inputs, made) {
    await (await aws.s3()).putPublicAccessBlock(publicAccessBlock(inputs.bucket, inputs));
    made(inputs.bucket);
  },
  async read({ aws }, id) {
    const asked = (await aws.s3()).getPublicAccessBlock({ Bucket: id });
    const found = await unlessMissing(asked, "NoSuchPublicAccessBlockConfiguration", "NoSuchBucket");
    const setting = found?.PublicAccessBlockConfiguration;
    return (
      setting && {
        blockPublicAcls: setting.BlockPublicAcls,
        blockPublicPolicy: setting.BlockPublicPolicy,
        bucket: id,
        ignorePublicAcls: setting.IgnorePublicAcls,
        restrictPublicBuckets: setting.RestrictPublicBuckets,
      }
    );
  },
  async update({ aws }, id, { changed, inputs }) {
    if (!changed("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")) return;
    await (await aws.s3()).putPublicAccessBlock(publicAccessBlock(id, inputs));
  },
  async remove({ aws }, id, { skipDestroy }) {
    if (skipDestroy) return;
    const asked = (await aws.s3()).deletePublicAccessBlock({ Bucket: id });
    await unlessMissing(asked, "NoSuchPublicAccessBlockConfiguration", "NoSuchBucket");
  },
});

/** `aws:s3/bucketOwnershipControls:BucketOwnershipControls` */
export const bucketOwnership = defineRecord<s3.BucketOwnershipControlsArgs, s3.BucketOwnershipControls>({
  type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  fields: {
    bucket: bucketInput,
    region,
    rule: block(
      {
        objectOwnership: text({
          required: true,
          oneOf: ["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"],
        }),
      },
      { required: true },
    ),
  },
  outputs: [],
  identity: ["bucket"],
  async create({ aws }, { bucket, rule }, made) {
    await (await aws.s3()).putBucketOwnershipControls(ownership(bucket, rule.objectOwnership));
    made(bucket);
  },
  async read({ aws }, id) {
    const asked = (await aws.s3()).getBucketOwnershipControls({ Bucket: id });
    const found = await unlessMissing(asked, "OwnershipControlsNotFoundError", "NoSuchBucket");
    const objectOwnership = found?.OwnershipControls?.Rules?.[0]?.ObjectOwnership;
    return objectOwnership && { bucket: id, rule: { objectOwnership } };
  },
  async update({ aws }, id, { inputs }) {
    await (await aws.s3()).putBucketOwnershipControls(ownership(id, inputs.rule.objectOwnership));
  },
  async remove({ aws }, id) {
    const asked = (await aws.s3()).deleteBucketOwnershipControls({ Bucket: id });
    await unlessMissing(asked, "OwnershipControlsNotFoundError", "NoSuchBucket");
  },
});

/** `aws:s3/bucketVersioning:BucketVersioning` */
export const bucketVersioning = defineRecord<
  s3.BucketVersioningArgs,
  s3.BucketVersioning,
  "expectedBucketOwner" | "mfa"
>({
  type: "aws:s3/bucketVersioning:BucketVersioning",
  fields: {
    bucket: bucketInput,
    expectedBucketOwner,
    mfa: unserved(),
    region,
    versioningConfiguration: block(
      {
        mfaDelete: text({ computed: true, oneOf: ["Enabled", "Disabled"] }),
        status: text({ required: true, oneOf: ["Enabled", "Suspended", "Disabled"] }),
      },
      { required: true },
    ),
  },
  outputs: [],
  identity: ["bucket"],
  async create({ aws }, { bucket, versioningConfiguration }, made) {
    const { status } = versioningConfiguration;
    // A bucket that never had versions is "Disabled" without a call; there is no way back to it.
    if (status !== "Disabled") await (await aws.s3()).putBucketVersioning(versioning(bucket, status));
    made(bucket);
  },
  async read({ aws }, id, known) {
    const asked = (await aws.s3()).getBucketVersioning({ Bucket: id });
    const found = await unlessMissing(asked, "NoSuchBucket");
    const status = found?.Status ?? "Disabled";
    const wanted = known.versioningConfiguration?.status;
    if (!found || (status === "Disabled" && wanted !== undefined && wanted !== "Disabled")) return undefined;
    return { bucket: id, versioningConfiguration: { mfaDelete: found.MFADelete ?? "", status } };
  },
  async update({ aws }, id, { inputs }) {
    const { status } = inputs.versioningConfiguration;
    if (status === "Disabled") {
      throw new Error(`versioning of ${id} cannot be Disabled any more; use Suspended`);
    }
    await (await aws.s3()).putBucketVersioning(versioning(id, status));
  },
  async remove({ aws }, id, { versioningConfiguration }) {
    if (versioningConfiguration?.status !== "Enabled") return;
    try {
      await (await aws.s3()).putBucketVersioning(versioning(id, "Suspended"));
    } catch (error) {
      // A bucket with Object Lock keeps its versions; that is no reason to keep this resource.
      if (!isApiError(error, "NoSuchBucket", "InvalidBucketState")) throw error;
    }
  },
});

/** `aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration` */
export const bucketObjectLock = defineRecord<
  s3.BucketObjectLockConfigurationArgs,
  s3.BucketObjectLockConfiguration,
  "expectedBucketOwner" | "token"
>({
  type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
  fields: {
    bucket: bucketInput,
    expectedBucketOwner,
    objectLockEnabled: text({ default: "Enabled", oneOf: ["Enabled"], replaces: true }),
    region,
    rule: block({
      defaultRetention: block(
        { days: count(), mode: text({ oneOf: ["GOVERNANCE", "COMPLIANCE"] }), years: count() },
        { required: true },
      ),
    }),
    token: unserved(),
  },
  outputs: [],
  identity: ["bucket"],
  async create({ aws }, { bucket, rule }, made) {
    await (await aws.s3()).putObjectLockConfiguration(objectLock(bucket, rule?.defaultRetention));
    made(bucket);
  },
  async read({ aws }, id) {
    const asked = (await aws.s3()).getObjectLockConfiguration({ Bucket: id });
    const found = await unlessMissing(asked, "ObjectLockConfigurationNotFoundError", "NoSuchBucket");
    const setting = found?.ObjectLockConfiguration;
    if (!setting) return undefined;
    const retention = setting.Rule?.DefaultRetention;
    return {
      bucket: id,
      objectLockEnabled: setting.ObjectLockEnabled,
      rule: retention && {
        defaultRetention: { days: retention.Days, mode: retention.Mode, years: retention.Years },
      },
    };
  },
  async update({ aws }, id, { inputs }) {
    await (await aws.s3()).putObjectLockConfiguration(objectLock(id, inputs.rule?.defaultRetention));
  },
  // Object Lock itself can never be switched off; its default retention can.
  async remove({ aws }, id) {
    const asked = (await aws.s3()).putObjectLockConfiguration(objectLock(id, undefined));
    await unlessMissing(asked, "NoSuchBucket", "ObjectLockConfigurationNotFoundError");
  },
});

const publicAccessBlock = (
  Bucket: string,
  inputs: {
    blockPublicAcls?: boolean;
    blockPublicPolicy?: boolean;
    ignorePublicAcls?: boolean;
    restrictPublicBuckets?: boolean;
  },
) => ({
  Bucket,
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: inputs.blockPublicAcls,
    BlockPublicPolicy: inputs.blockPublicPolicy,
    IgnorePublicAcls: inputs.ignorePublicAcls,
    RestrictPublicBuckets: inputs.restrictPublicBuckets,
  },
});

const ownership = (Bucket: string, objectOwnership: string) => ({
  Bucket,
  OwnershipControls: { Rules: [{ ObjectOwnership: objectOwnership as ObjectOwnership }] },
});

const versioning = (Bucket: string, status: string) => ({
  Bucket,
  VersioningConfiguration: { Status: status as BucketVersioningStatus },
});

const objectLock = (
  Bucket: string,
  retention: { days?: number; mode?: string; years?: number } | undefined,
) => ({
  Bucket,
  ObjectLockConfiguration: {
    ObjectLockEnabled: "Enabled" as const,
    ...(retention && {
      Rule: {
        DefaultRetention: {
          Days: retention.days,
          Mode: retention.mode as ObjectLockRetentionMode | undefined,
          Years: retention.years,
        },
      },
    }),
  },
});
