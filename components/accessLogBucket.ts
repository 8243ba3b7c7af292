import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { CallerContext } from "./callerContext";
import { accessLogBucketPolicyStatements } from "./policies/bucketPolicy";
import { policyDocument } from "./policies/policyDocument";

/**
 * Creates the bucket that takes a log bucket's server access logs; answers with its name once S3 may write there.
 *
 * S3 delivers access logs only to a bucket with SSE-S3 and without a default lock, so it cannot be the log bucket.
 * Source: Amazon S3 user guide, "Enabling Amazon S3 server access logging".
 */
export function createAccessLogBucket(
  name: string,
  inputs: {
    logBucketName: pulumi.Output<string>;
    context: pulumi.Output<CallerContext>;
    tags: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
    ephemeral: boolean;
  },
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const bucket = new aws.s3.Bucket(
    name,
    { forceDestroy: inputs.ephemeral, tags: inputs.tags },
    { parent, protect: !inputs.ephemeral },
  );
  const block = blockPublicAccess(`${name}-public-access`, bucket.bucket, parent);
  ownByBucketOwner(`${name}-ownership`, bucket.bucket, parent);
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    { bucket: bucket.bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
    { parent },
  );
  const policy = new aws.s3.BucketPolicy(
    `${name}-policy`,
    {
      bucket: bucket.bucket,
      policy: pulumi.jsonStringify(
        pulumi
          .all([inputs.context, bucket.bucket, inputs.logBucketName])
          .apply(([{ partition, accountId }, accessLogBucketName, logBucketName]) =>
            policyDocument(
              accessLogBucketPolicyStatements({ partition, accountId, accessLogBucketName, logBucketName }),
            ),
          ),
      ),
    },
    { parent, dependsOn: [block] },
  );
  return pulumi.all([bucket.bucket, policy.id]).apply(([bucketName]) => bucketName);
}

/** All four public access blocks. */
export function blockPublicAccess(
  name: string,
  bucket: pulumi.Output<string>,
  parent: pulumi.Resource,
): aws.s3.BucketPublicAccessBlock {
  return new aws.s3.BucketPublicAccessBlock(
    name,
    {
      bucket,
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: true,
      restrictPublicBuckets: true,
    },
    { parent },
  );
}

/** No ACL decides anything, and whoever writes an object, the bucket's owner owns it. */
export function ownByBucketOwner(name: string, bucket: pulumi.Output<string>, parent: pulumi.Resource): void {
  new aws.s3.BucketOwnershipControls(
    name,
    { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    { parent },
  );
}
