import type * as pulumi from "@pulumi/pulumi";

/** How long objects cannot be deleted or overwritten, by anybody or by anybody without the permission to bypass. */
export interface ObjectLockArgs {
  /** `governance` (principals with s3:BypassGovernanceRetention can lift it) or `compliance` (nobody can, not even root). @default none, required */
  mode: string;
  /** Days for which each object version is locked, 1 to 36500. @default none, required */
  days: number;
}

/** A bucket or a key that exists already; what is not named is created. */
export interface ExistingLogStoreArgs {
  /** The bucket's name or ARN; only its policy is touched, by merging this trail's statements into it, where they stay when the stack is destroyed. @default none, a bucket is created */
  bucket?: pulumi.Input<string>;
  /** The key's id, ARN or alias; only its policy is touched, by merging this trail's statements into it, where they stay when the stack is destroyed. @default none, a key is created */
  key?: pulumi.Input<string>;
  /** The existing key's policy as JSON, for callers who may not read it through Cloud Control. @default read from the account */
  keyPolicy?: pulumi.Input<string>;
  /** Leaves the existing bucket's and key's policies to their owner, who must then admit the trail. @default false */
  leavePolicies?: boolean;
}

/** How a log bucket keeps what it gets: the settings that do not depend on which trail writes to it. */
export interface LogBucketArgs {
  /** The bucket's name, 3 to 63 characters. @default made up by Pulumi from the component's name */
  bucketName?: pulumi.Input<string>;
  /** The key's alias. @default alias/<component name>-key */
  keyAlias?: pulumi.Input<string>;
  /** The key's description. @default says which trail's logs it encrypts */
  keyDescription?: pulumi.Input<string>;
  /** ARNs of the principals who may decrypt log and digest files, beside those whom IAM policies in the key's account allow. @default none */
  readers?: pulumi.Input<string>[];
  /** Days after which log files of 128 KB and more move to S3 Glacier Instant Retrieval (smaller ones would cost more there); 0 keeps them in S3 Standard. @default 90 */
  archiveAfterDays?: number;
  /** Days after which log files expire, at least 90. @default none, they are kept for ever */
  retentionDays?: number;
  /** Allows retentionDays and oldVersionDays below 90. @default false */
  allowShortRetention?: boolean;
  /** Days after which versions that were overwritten or deleted are cleaned, at least 90. @default 365 */
  oldVersionDays?: number;
  /** Object Lock on every object that arrives. @default none */
  objectLock?: ObjectLockArgs;
  /** Writes the log bucket's server access logs to a bucket of their own (SSE-S3, no lock: S3 delivers to no other), where they are kept for ever. @default false */
  accessLogging?: boolean;
  /** Asks KMS for every object instead of once per bucket key, which costs a KMS request each. @default false */
  disableBucketKey?: boolean;
  /** A bucket or key that exists already. @default none, both are created */
  existing?: ExistingLogStoreArgs;
  /** Lets `pulumi destroy` delete the bucket with all log files, and the key: for sandboxes and tests only. @default false */
  ephemeral?: boolean;
  /** Tags of every resource that takes tags. @default none */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The inputs of EncryptedLogBucket: the trail that writes, and how its logs are kept. */
export interface EncryptedLogBucketArgs extends LogBucketArgs {
  /** The name of the only trail that may write here. @default none, required */
  trailName: pulumi.Input<string>;
  /** The trail's account; for an organization trail the management account. @default the caller's account */
  trailAccountId?: pulumi.Input<string>;
  /** The trail's home Region. @default the bucket's Region */
  trailHomeRegion?: pulumi.Input<string>;
  /** The organization's id (`o-…`) when the trail is an organization trail. @default none */
  organizationId?: pulumi.Input<string>;
  /** The trail's S3 key prefix, without slashes at its ends. @default none */
  keyPrefix?: pulumi.Input<string>;
  /** The CloudWatch Logs log group that is encrypted with the key. @default none */
  logGroupName?: pulumi.Input<string>;
  /** The SNS topic of delivery notices that is encrypted with the key. @default none */
  topicName?: pulumi.Input<string>;
  /** The SNS topic of a TrailAlarms (`<namePrefix>-alerts`) that is encrypted with the key. @default none */
  alertTopicName?: pulumi.Input<string>;
  /** The bucket of a TrailAnalytics' results (its resultsBucketName), which readers may then write with the key. @default none */
  queryResultsBucketName?: pulumi.Input<string>;
}
