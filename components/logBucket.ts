import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { blockPublicAccess, createAccessLogBucket, ownByBucketOwner } from "./accessLogBucket";
import { adoptedBucketPolicy, noteMerge, readInTurn } from "./adoptedPolicies";
import { logBucketLifecycle } from "./logBucketLifecycle";
import { mergedPolicy, type LogStoreWiring } from "./logStoreWiring";
import { bucketPolicyStatements } from "./policies/bucketPolicy";
import { policyDocument, type PolicyStatement } from "./policies/policyDocument";

/** Creates the bare bucket. */
export function createBucket({ name, args, parent }: LogStoreWiring): aws.s3.Bucket {
  return new aws.s3.Bucket(
    name,
    { bucket: args.bucketName, forceDestroy: args.ephemeral ?? false, tags: args.tags },
    { parent, protect: !args.ephemeral },
  );
}

/** Puts everything on a bucket that makes it a log bucket; answers with what a trail has to wait for. */
export function secureBucket(
  wiring: LogStoreWiring,
  { bucket }: aws.s3.Bucket,
  keyArn: pulumi.Output<string>,
): pulumi.CustomResource[] {
  const { name, args, parent } = wiring;
  const block = blockPublicAccess(`${name}-public-access`, bucket, parent);
  ownByBucketOwner(`${name}-ownership`, bucket, parent);
  const versioning = new aws.s3.BucketVersioning(
    `${name}-versioning`,
    { bucket, versioningConfiguration: { status: "Enabled" } },
    { parent },
  );
  const encryption = new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    {
      bucket,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
          bucketKeyEnabled: !args.disableBucketKey,
        },
      ],
    },
    { parent },
  );
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    { bucket, rules: logBucketLifecycle(args) },
    { parent, dependsOn: [versioning] },
  );
  lockObjects(wiring, bucket, versioning);
  const policy = new aws.s3.BucketPolicy(
    `${name}-policy`,
    { bucket, policy: pulumi.jsonStringify(statements(wiring, bucket).apply(policyDocument)) },
    { parent, dependsOn: [block] },
  );
  return [policy, encryption, block];
}

/** Merges this trail's statements into an existing bucket's policy, unless that is left to its owner. */
export function adoptBucket(wiring: LogStoreWiring, bucket: pulumi.Output<string>): pulumi.CustomResource[] {
  const { name, args, parent, trail } = wiring;
  if (args.existing?.leavePolicies) return [];
  const owners = readInTurn(bucket, (bucketName) => adoptedBucketPolicy(bucketName, parent));
  const merged = new aws.s3.BucketPolicy(
    `${name}-policy`,
    { bucket, policy: mergedPolicy(trail, owners, statements(wiring, bucket)) },
    // Deleting this resource would delete the whole policy, and with it the owner's statements.
    { parent, retainOnDelete: true },
  );
  return [noteMerge(merged)];
}

/** Writes the bucket's server access logs to a bucket of their own; answers with that bucket's name. */
export function logAccess(
  { name, args, parent, context }: LogStoreWiring,
  { bucket }: aws.s3.Bucket,
): pulumi.Output<string> {
  if (!args.accessLogging) return pulumi.output("");
  const targetBucket = createAccessLogBucket(
    `${name}-access-logs`,
    { logBucketName: bucket, context, tags: args.tags, ephemeral: args.ephemeral ?? false },
    parent,
  );
  new aws.s3.BucketLogging(
    `${name}-access-logging`,
    { bucket, targetBucket, targetPrefix: "access/" },
    { parent },
  );
  return targetBucket;
}

function lockObjects(
  { name, args, parent }: LogStoreWiring,
  bucket: pulumi.Output<string>,
  versioning: aws.s3.BucketVersioning,
): void {
  if (!args.objectLock) return;
  const { mode, days } = args.objectLock;
  // Not `objectLockEnabled` on the bucket: that replaces it, while a versioned bucket can be locked in place.
  new aws.s3.BucketObjectLockConfiguration(
    `${name}-lock`,
    { bucket, rule: { defaultRetention: { mode: mode.toUpperCase(), days } } },
    { parent, dependsOn: [versioning] },
  );
}

function statements(
  { args, trail }: LogStoreWiring,
  bucket: pulumi.Output<string>,
): pulumi.Output<PolicyStatement[]> {
  return pulumi
    .all([trail, bucket, args.organizationId, args.keyPrefix])
    .apply(([identity, bucketName, organizationId, keyPrefix]) =>
      bucketPolicyStatements({ trail: identity, bucketName, organizationId, keyPrefix }),
    );
}
