import type * as pulumi from "@pulumi/pulumi";
import type { LogBucketArgs } from "./logBucketArgs";

/** A log bucket and key made elsewhere, such as an EncryptedLogBucket in a log archive account. */
export interface DeliverToArgs {
  /** The bucket's name, or EncryptedLogBucket's output of that name, which also orders the trail after the bucket's policy. @default none, required */
  bucketName: pulumi.Input<string>;
  /** The ARN of the key that encrypts log files and digests. @default none, required */
  keyArn: pulumi.Input<string>;
  /** The bucket that takes the log bucket's server access logs, to keep it out of data events. @default none */
  accessLogBucketName?: pulumi.Input<string>;
}

/** Delivery to CloudWatch Logs. */
export interface CloudWatchLogsArgs {
  /** The log group's name. @default /cloudtrail/<trail name> */
  logGroupName?: pulumi.Input<string>;
  /** Days for which the log group keeps events: one of the numbers that CloudWatch Logs allows. @default 365 */
  retentionDays?: number;
  /** The ARN of the key that encrypts the log group and admits CloudWatch Logs; needed with deliverTo, whose key admits the trail alone. @default the trail's key */
  keyArn?: pulumi.Input<string>;
  /** Leaves the log group to CloudWatch Logs' own encryption instead of a key. @default false */
  withoutKey?: boolean;
}

/** Notices to an SNS topic for each log file delivered. */
export interface DeliveryNoticesArgs {
  /** The topic's name. @default <trail name>-deliveries */
  topicName?: pulumi.Input<string>;
  /** The ARN of the key that encrypts the topic and admits CloudTrail; needed with deliverTo, whose key admits the trail's log files alone. @default the trail's key */
  keyArn?: pulumi.Input<string>;
  /** Leaves the topic unencrypted instead of using a key. @default false */
  withoutKey?: boolean;
}

/** Which management events are logged. */
export interface ManagementEventsArgs {
  /** `all`, `read`, `write` or `none`. @default all */
  access?: string;
  /** Leaves out AWS KMS events (GenerateDataKey, Decrypt …), which can be many. @default false */
  excludeKms?: boolean;
  /** Leaves out Amazon RDS Data API events, which can be many. @default false */
  excludeRdsData?: boolean;
}

/** Data events of one service; the log bucket and its access log bucket are always left out, or logging would log itself. */
export interface DataEventsArgs {
  /** `s3` (objects), `lambda` (function invocations) or `dynamodb` (table items). @default none, required */
  service: string;
  /** `all`, `read` or `write`. @default all */
  access?: string;
  /** Only these: `bucket` or `bucket/prefix`, function names, table names (names are of the home Region), or ARNs. @default every resource of the service */
  resources?: pulumi.Input<string>[];
}

/** Another trail that records this account, told so that quota and cost are judged for the account as a whole. */
export interface OtherTrailArgs {
  /** The trail's name. @default none, required */
  name: string;
  /** The trail's home Region. @default none, required */
  homeRegion: string;
  /** The trail records its home Region alone. @default false */
  singleRegion?: boolean;
  /** The trail leaves out management events. @default false */
  withoutManagementEvents?: boolean;
}

/** The inputs of AuditTrail. */
export interface AuditTrailArgs {
  /** The trail's name, 3 to 128 letters, digits and . _ - between them. @default the component's name */
  trailName?: pulumi.Input<string>;
  /** How the bucket and key that are created for this trail keep its logs. @default EncryptedLogBucket's defaults */
  logBucket?: LogBucketArgs;
  /** A bucket and key made elsewhere, instead of logBucket. @default none, both are created */
  deliverTo?: DeliverToArgs;
  /** The S3 key prefix of log files and digests, without slashes at its ends. @default none */
  keyPrefix?: pulumi.Input<string>;
  /** Makes it the trail of all accounts of this organization (`o-…`); the caller must be the management account or a delegated administrator. @default none, this account alone */
  organizationId?: pulumi.Input<string>;
  /** The organization's management account, needed when a delegated administrator makes the trail. @default the caller's account */
  managementAccountId?: pulumi.Input<string>;
  /** Records the home Region alone: what happens in the others stays unseen. @default false */
  singleRegion?: boolean;
  /** Makes no digest files: tampering with log files cannot be proven. @default false */
  withoutLogFileValidation?: boolean;
  /** Leaves out IAM, STS, CloudFront and other global services; only a trail of a single Region can. @default false */
  withoutGlobalServiceEvents?: boolean;
  /** Whether the trail records; false stops it without deleting anything. @default true */
  enableLogging?: boolean;
  /** Which management events are logged. @default all of them */
  managementEvents?: ManagementEventsArgs;
  /** Which data events are logged, at a price per event. @default none */
  dataEvents?: DataEventsArgs[];
  /** CloudTrail Insights: `ApiCallRateInsight`, `ApiErrorRateInsight`, or both, each at a price per event analysed. @default none */
  insights?: string[];
  /** Delivery to CloudWatch Logs as well, which alarms and metric filters need. @default none */
  cloudWatchLogs?: CloudWatchLogsArgs;
  /** Notices to an SNS topic for each log file delivered. @default none */
  deliveryNotices?: DeliveryNoticesArgs;
  /** The topic of a TrailAlarms (`<namePrefix>-alerts`) that is given keyArn, so that the trail's key encrypts alerts too; not with deliverTo. @default none, TrailAlarms has a key of its own */
  alertTopicName?: pulumi.Input<string>;
  /** The bucket of a TrailAnalytics' results (its resultsBucketName), so that the key's readers may write results with the trail's key; not with deliverTo. @default none, then IAM policies in the key's account alone decide */
  queryResultsBucketName?: pulumi.Input<string>;
  /** The account's other trails, for the quota of five a Region and for the price of a second copy. @default only the trails of this program */
  otherTrails?: OtherTrailArgs[];
  /** Lets `pulumi destroy` delete the bucket with all log files, and the key: for sandboxes and tests only. @default false */
  ephemeral?: boolean;
  /** Tags of every resource that takes tags. @default none */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}
