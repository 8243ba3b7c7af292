import type { s3 } from "@pulumi/aws";
import type { BucketLocationConstraint, S3 } from "@aws-sdk/client-s3";
import { isApiError, unlessMissing } from "../apiErrors";
import { flag, region, text, textMap, unserved } from "../fields";
import { partitionOf } from "../partition";
import { defineRecord } from "../record";
import { tagList, tagMap } from "../tags";

/** The bucket's settings that are resources of their own; the vendor repeats them here, long deprecated. */
type OwnResources =
  | "accelerationStatus"
  | "acl"
  | "corsRules"
  | "grants"
  | "lifecycleRules"
  | "logging"
  | "objectLockConfiguration"
  | "policy"
  | "replicationConfiguration"
  | "requestPayer"
  | "serverSideEncryptionConfiguration"
  | "versioning"
  | "website"
  | "websiteDomain"
  | "websiteEndpoint";

const ownResource = (type: string) => unserved(`deprecated by the vendor; use ${type}`);

// CloudTrail may deliver a log file between emptying a bucket and deleting it.
const emptyingRounds = 10;

/** `aws:s3/bucket:Bucket` */
export const bucket = defineRecord<s3.BucketArgs, s3.Bucket, OwnResources | "forceDestroy">({
  type: "aws:s3/bucket:Bucket",
  fields: {
    accelerationStatus: ownResource("aws.s3.BucketAccelerateConfiguration"),
    acl: ownResource("aws.s3.BucketAcl"),
    bucket: text({ replaces: true }),
    bucketNamespace: unserved(),
    bucketPrefix: unserved("use bucket"),
    corsRules: ownResource("aws.s3.BucketCorsConfiguration"),
    forceDestroy: flag({ default: false, stateOnly: true }),
    grants: ownResource("aws.s3.BucketAcl"),
    lifecycleRules: ownResource("aws.s3.BucketLifecycleConfiguration"),
    logging: ownResource("aws.s3.BucketLogging"),
    objectLockConfiguration: ownResource("aws.s3.BucketObjectLockConfiguration"),
    objectLockEnabled: flag({ computed: true, replaces: true }),
    policy: ownResource("aws.s3.BucketPolicy"),
    region,
    replicationConfiguration: ownResource("aws.s3.BucketReplicationConfig"),
    requestPayer: ownResource("aws.s3.BucketRequestPaymentConfiguration"),
    serverSideEncryptionConfiguration: ownResource("aws.s3.BucketServerSideEncryptionConfiguration"),
    tags: textMap(),
    versioning: ownResource("aws.s3.BucketVersioning"),
    website: ownResource("aws.s3.BucketWebsiteConfiguration"),
  },
  outputs: ["arn", "bucketDomainName", "bucketRegion", "bucketRegionalDomainName", "hostedZoneId"],
  autoName: { input: "bucket", lowerCase: true, maxLength: 63 },
  identity: ["bucket"],
  check: ({ bucket: name }) => bucketNameProblems(name),

  async create(call, { bucket: name = "", objectLockEnabled, tags = {} }, made) {
    const client = await call.aws.s3();
    // In us-east-1 S3 takes a second CreateBucket of one's own bucket for granted, which would adopt it silently.
    if (call.region === "us-east-1" && (await ownsBucket(client, name))) {
      throw new Error(`BucketAlreadyOwnedByYou: ${name} exists already; import it, or choose another name`);
    }
    await client.createBucket({
      Bucket: name,
      ...(objectLockEnabled && { ObjectLockEnabledForBucket: true }),
      ...(call.region !== "us-east-1" && {
        CreateBucketConfiguration: { LocationConstraint: call.region as BucketLocationConstraint },
      }),
    });
    made(name);
    if (Object.keys(tags).length > 0) await putTags(client, name, tags);
  },

  async read(call, id) {
    const client = await call.aws.s3();
    const head = await unlessMissing(client.headBucket({ Bucket: id }), "NotFound", "NoSuchBucket");
    if (!head) return undefined;
    const [objectLockEnabled, tagging] = await Promise.all([
      isLocked(client, id),
      unlessMissing(client.getBucketTagging({ Bucket: id }), "NoSuchTagSet"),
    ]);
    const bucketRegion = head.BucketRegion ?? call.region;
    const { dnsSuffix } = partitionOf(bucketRegion);
    return {
      arn: `arn:${call.partition}:s3:::${id}`,
      bucket: id,
      bucketDomainName: `${id}.s3.${dnsSuffix}`,
      bucketNamespace: "global",
      bucketPrefix: "",
      bucketRegion,
      bucketRegionalDomainName: `${id}.s3.${bucketRegion}.${dnsSuffix}`,
      hostedZoneId: "",
      objectLockEnabled,
      tags: tagMap(tagging?.TagSet),
    };
  },

  // Everything but tags replaces, or lives in the state only.
  async update() {},

  async tag({ aws }, id, { all }) {
    const client = await aws.s3();
    if (Object.keys(all).length > 0) await putTags(client, id, all);
    else await client.deleteBucketTagging({ Bucket: id });
  },

  async remove({ aws }, id, { forceDestroy }) {
    const client = await aws.s3();
    for (let round = 1; ; round++) {
      try {
        await client.deleteBucket({ Bucket: id });
        return;
      } catch (error) {
        if (isApiError(error, "NoSuchBucket")) return;
        if (!isApiError(error, "BucketNotEmpty")) throw error;
        if (!forceDestroy) {
          throw new Error(
            `BucketNotEmpty: ${id} holds objects or versions; empty it, ` +
              "or set forceDestroy: true, run an update, and destroy again",
            { cause: error },
          );
        }
        if (round > emptyingRounds) throw error;
        // Asked for now: a lock that was switched on later is not in the state.
        await emptyBucket(client, id, await isLocked(client, id));
      }
    }
  },
});

async function isLocked(client: S3, Bucket: string): Promise<boolean> {
  const asked = client.getObjectLockConfiguration({ Bucket });
  const lock = await unlessMissing(asked, "ObjectLockConfigurationNotFoundError");
  return lock?.ObjectLockConfiguration?.ObjectLockEnabled === "Enabled";
}

/** Deletes every version and delete marker; `locked` also passes governance retention, never compliance. */
async function emptyBucket(client: S3, Bucket: string, locked: boolean): Promise<void> {
  let KeyMarker: string | undefined;
  let VersionIdMarker: string | undefined;
  do {
    const page = await client.listObjectVersions({ Bucket, KeyMarker, VersionIdMarker });
    const Objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
      Key,
      VersionId,
    }));
    if (Objects.length > 0) {
      const { Errors = [] } = await client.deleteObjects({
        Bucket,
        Delete: { Objects, Quiet: true },
        ...(locked && { BypassGovernanceRetention: true }),
      });
      const [first] = Errors;
      if (first) {
        throw new Error(
          `${Errors.length} objects of ${Bucket} could not be deleted, the first ${first.Key}: ` +
            `${first.Code}: ${first.Message}`,
        );
      }
    }
    KeyMarker = page.NextKeyMarker;
    VersionIdMarker = page.NextVersionIdMarker;
    if (!page.IsTruncated) return;
  } while (KeyMarker);
}

async function ownsBucket(client: S3, name: string): Promise<boolean> {
  const { Buckets = [] } = await client.listBuckets({ Prefix: name });
  return Buckets.some(({ Name }) => Name === name);
}

async function putTags(client: S3, Bucket: string, tags: Record<string, string>): Promise<void> {
  await client.putBucketTagging({ Bucket, Tagging: { TagSet: tagList(tags) } });
}

/** S3's rules for names of general purpose buckets ("Bucket naming rules"). */
function bucketNameProblems(name: unknown): [string, string][] {
  if (typeof name !== "string" || /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) return [];
  return [
    [
      "bucket",
      `bucket: ${name} is no bucket name; 3 to 63 small letters, digits, "." and "-", no other at the ends`,
    ],
  ];
}
