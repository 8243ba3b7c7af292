import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { blockPublicAccess, ownByBucketOwner } from "./accessLogBucket";
import type { CallerContext } from "./callerContext";
import { denyInsecureTransport } from "./policies/bucketPolicy";
import { policyDocument } from "./policies/policyDocument";
import { bucketArn } from "./trailIdentity";

/**
 * Creates the bucket that takes the results of queries; answers with its name once nobody can write there unencrypted.
 *
 * Not versioned, and what is in it expires: results are copies of log files' contents, which stay where they are.
 */
export function createQueryResultsBucket(
  name: string,
  inputs: {
    bucketName: pulumi.Input<string> | undefined;
    keyArn: pulumi.Input<string>;
    retentionDays: number;
    context: pulumi.Output<CallerContext>;
    ephemeral: boolean;
    tags: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
  },
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const { bucket } = new aws.s3.Bucket(
    name,
    { bucket: inputs.bucketName, forceDestroy: inputs.ephemeral, tags: inputs.tags },
    { parent },
  );
  const block = blockPublicAccess(`${name}-public-access`, bucket, parent);
  ownByBucketOwner(`${name}-ownership`, bucket, parent);
  const encryption = new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    {
      bucket,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: inputs.keyArn },
          bucketKeyEnabled: true,
        },
      ],
    },
    { parent },
  );
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    {
      bucket,
      rules: [
        {
          id: "results",
          status: "Enabled",
          filter: { prefix: "" },
          expiration: { days: inputs.retentionDays },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    },
    { parent },
  );
  const policy = new aws.s3.BucketPolicy(
    `${name}-policy`,
    {
      bucket,
      policy: pulumi.jsonStringify(
        pulumi
          .all([inputs.context, bucket])
          .apply(([{ partition }, resolved]) =>
            policyDocument([denyInsecureTransport(bucketArn(partition, resolved))]),
          ),
      ),
    },
    { parent, dependsOn: [block] },
  );
  return pulumi.all([bucket, policy.id, encryption.id]).apply(([resolved]) => resolved);
}
