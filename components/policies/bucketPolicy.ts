import { bucketArn, trailArn, type TrailIdentity } from "../trailIdentity";
import type { PolicyStatement } from "./policyDocument";

/** What a log bucket's policy has to know. */
export interface BucketPolicyInputs {
  trail: TrailIdentity;
  bucketName: string;
  /** The organization's id (`o-…`) when the trail is an organization trail. */
  organizationId?: string | undefined;
  /** The trail's S3 key prefix, without a slash at its end. */
  keyPrefix?: string | undefined;
}

/**
 * The statements by which one trail, and no other, delivers into a bucket over TLS.
 *
 * Source: CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail" and "… for organization trails".
 */
export function bucketPolicyStatements(inputs: BucketPolicyInputs): PolicyStatement[] {
  const { trail, bucketName, organizationId } = inputs;
  const bucket = bucketArn(trail.partition, bucketName);
  return [
    {
      Sid: "AWSCloudTrailAclCheck20150319",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:GetBucketAcl",
      Resource: bucket,
      Condition: { StringEquals: { "aws:SourceArn": trailArn(trail) } },
    },
    writeStatement("AWSCloudTrailWrite20150319", inputs, trail.accountId),
    // The management account's own logs stay under its account id, so an organization trail needs both statements.
    ...(organizationId
      ? [writeStatement("AWSCloudTrailOrganizationWrite20150319", inputs, organizationId)]
      : []),
    denyInsecureTransport(bucket),
  ];
}

/** Denies every request to a bucket that does not come over TLS. */
export function denyInsecureTransport(bucket: string): PolicyStatement {
  return {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucket, `${bucket}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

function writeStatement(sid: string, inputs: BucketPolicyInputs, owner: string): PolicyStatement {
  const { trail, bucketName, keyPrefix } = inputs;
  const prefix = keyPrefix ? `${keyPrefix}/` : "";
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `${bucketArn(trail.partition, bucketName)}/${prefix}AWSLogs/${owner}/*`,
    Condition: {
      StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": trailArn(trail) },
    },
  };
}

/**
 * The statements of the bucket that takes another bucket's server access logs.
 *
 * Source: Amazon S3 user guide, "Permissions for log delivery".
 */
export function accessLogBucketPolicyStatements(inputs: {
  partition: string;
  accessLogBucketName: string;
  logBucketName: string;
  accountId: string;
}): PolicyStatement[] {
  const target = bucketArn(inputs.partition, inputs.accessLogBucketName);
  return [
    {
      Sid: "S3ServerAccessLogs",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `${target}/*`,
      Condition: {
        ArnLike: { "aws:SourceArn": bucketArn(inputs.partition, inputs.logBucketName) },
        StringEquals: { "aws:SourceAccount": inputs.accountId },
      },
    },
    denyInsecureTransport(target),
  ];
}
