import { alertTopicKeyStatements } from "./alarmPolicies";
import { bucketArn, trailArn, type TrailIdentity } from "../trailIdentity";
import type { PolicyStatement } from "./policyDocument";

/** What a log key's policy has to know. */
export interface KeyPolicyInputs {
  trail: TrailIdentity;
  /** The account that owns the key. */
  keyAccountId: string;
  /** The key's Region. */
  region: string;
  /** ARNs of the principals that may read log and digest files. */
  readers?: string[] | undefined;
  /** The log bucket, whose ARN is the encryption context when an S3 Bucket Key is on. */
  bucketName: string;
  /** The CloudWatch Logs log group that is encrypted with the key. */
  logGroupName?: string | undefined;
  /** The SNS topic that is encrypted with the key. */
  topicName?: string | undefined;
  /** The SNS topic of a TrailAlarms that is encrypted with the key. */
  alertTopicName?: string | undefined;
  /** The bucket of query results that readers write with the key. */
  queryResultsBucketName?: string | undefined;
}

/**
 * The statements of the key that encrypts one trail's log files, digests, log group and notices.
 *
 * Source: CloudTrail user guide, "Configure AWS KMS key policies for CloudTrail".
 */
export function keyPolicyStatements(inputs: KeyPolicyInputs): PolicyStatement[] {
  return [
    {
      Sid: "AccountAdministersKey",
      Effect: "Allow",
      Principal: { AWS: `arn:${inputs.trail.partition}:iam::${inputs.keyAccountId}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    ...trailKeyStatements(inputs),
  ];
}

/** The same without the administrators' statement: what an adopted key needs on top of its owner's policy. */
export function trailKeyStatements(inputs: KeyPolicyInputs): PolicyStatement[] {
  return [
    ...cloudTrailStatements(inputs.trail),
    ...readerStatements(inputs),
    ...queryResultStatements(inputs),
    ...logGroupStatements(inputs),
    ...topicStatements(inputs),
    ...alertStatements(inputs),
  ];
}

function cloudTrailStatements(trail: TrailIdentity): PolicyStatement[] {
  const cloudTrail = { Service: "cloudtrail.amazonaws.com" };
  const thisTrail = { "aws:SourceArn": trailArn(trail) };
  const accountsTrails = `arn:${trail.partition}:cloudtrail:*:${trail.accountId}:trail/*`;
  return [
    {
      Sid: "CloudTrailEncrypt",
      Effect: "Allow",
      Principal: cloudTrail,
      Action: "kms:GenerateDataKey*",
      Resource: "*",
      Condition: {
        StringEquals: thisTrail,
        StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": accountsTrails },
      },
    },
    {
      Sid: "CloudTrailDescribeKey",
      Effect: "Allow",
      Principal: cloudTrail,
      Action: "kms:DescribeKey",
      Resource: "*",
      Condition: { StringEquals: thisTrail },
    },
    // Creating or updating a trail on a bucket with an S3 Bucket Key fails without it.
    {
      Sid: "CloudTrailBucketKey",
      Effect: "Allow",
      Principal: cloudTrail,
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: { StringEquals: thisTrail },
    },
  ];
}

function readerStatements({ trail, readers, bucketName, region }: KeyPolicyInputs): PolicyStatement[] {
  if (!readers?.length) return [];
  const decrypt = {
    Effect: "Allow",
    Principal: { AWS: readers },
    Action: "kms:Decrypt",
    Resource: "*",
  } as const;
  return [
    {
      Sid: "ReadersDecryptLogs",
      ...decrypt,
      Condition: { Null: { "kms:EncryptionContext:aws:cloudtrail:arn": "false" } },
    },
    // With an S3 Bucket Key, S3 asks KMS with the bucket's ARN as the only context, which the statement above refuses.
    {
      Sid: "ReadersDecryptLogsThroughBucketKey",
      ...decrypt,
      Condition: {
        StringEquals: {
          "kms:EncryptionContext:aws:s3:arn": bucketArn(trail.partition, bucketName),
          "kms:ViaService": `s3.${region}.${dnsSuffix(trail.partition)}`,
        },
      },
    },
  ];
}

/**
 * Athena reads and writes as whoever runs the query, so that readers need the key for what they write as well: through S3,
 * and for the bucket of results alone.
 */
function queryResultStatements(inputs: KeyPolicyInputs): PolicyStatement[] {
  const { trail, readers, region, queryResultsBucketName } = inputs;
  if (!readers?.length || queryResultsBucketName === undefined) return [];
  const results = bucketArn(trail.partition, queryResultsBucketName);
  return [
    {
      Sid: "ReadersKeepQueryResults",
      Effect: "Allow",
      Principal: { AWS: readers },
      Action: ["kms:GenerateDataKey", "kms:Decrypt"],
      Resource: "*",
      Condition: {
        // The bucket's ARN with its S3 Bucket Key, an object's where a caller asks for none.
        StringLike: { "kms:EncryptionContext:aws:s3:arn": [results, `${results}/*`] },
        StringEquals: { "kms:ViaService": `s3.${region}.${dnsSuffix(trail.partition)}` },
      },
    },
  ];
}

function logGroupStatements({
  trail,
  keyAccountId,
  region,
  logGroupName,
}: KeyPolicyInputs): PolicyStatement[] {
  if (logGroupName === undefined) return [];
  const logGroup = `arn:${trail.partition}:logs:${region}:${keyAccountId}:log-group:${logGroupName}`;
  return [
    {
      Sid: "CloudWatchLogsUseKey",
      Effect: "Allow",
      // One of the few service principals that carry the Region and the partition's suffix.
      Principal: { Service: `logs.${region}.${dnsSuffix(trail.partition)}` },
      Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
      Resource: "*",
      Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": logGroup } },
    },
  ];
}

function alertStatements(inputs: KeyPolicyInputs): PolicyStatement[] {
  const { alertTopicName, keyAccountId } = inputs;
  if (alertTopicName === undefined) return [];
  return alertTopicKeyStatements(topicArn(inputs, alertTopicName), keyAccountId);
}

function topicArn({ trail, keyAccountId, region }: KeyPolicyInputs, name: string): string {
  return `arn:${trail.partition}:sns:${region}:${keyAccountId}:${name}`;
}

function topicStatements(inputs: KeyPolicyInputs): PolicyStatement[] {
  const { topicName } = inputs;
  if (topicName === undefined) return [];
  return [
    {
      Sid: "CloudTrailNotify",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
      Resource: "*",
      Condition: {
        StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": topicArn(inputs, topicName) },
      },
    },
  ];
}

function dnsSuffix(partition: string): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}
