import { AlarmReader, EventRuleReader, LogGroupReader, TopicReader } from "./alarmClients";
import { LookupEventsClient } from "../sources/regionCalls";
import { AccountBlockReader, CallerReader, IamReader, NetworkReader } from "./accountClients";

/**
 * The calls that gathering facts makes, as the smallest interfaces: the SDK's aggregated classes fit, and so does a
 * fake of a few lines.
 */
export interface PostureClients {
  /** The clients of one Region; called again for the same Region, it may answer with the same ones. */
  forRegion(region: string): RegionalClients;
}

/** One Region's clients: each member is the SDK's aggregated class of the package that is named. */
export interface RegionalClients {
  /** `CloudTrail` of `@aws-sdk/client-cloudtrail` */
  cloudTrail: CloudTrailReader & HistoryReader;
  /** `KMS` of `@aws-sdk/client-kms` */
  kms: KmsReader;
  /** `S3` of `@aws-sdk/client-s3`, made with `followRegionRedirects: true` */
  s3: S3Reader;
  /** `CloudWatchLogs` of `@aws-sdk/client-cloudwatch-logs` */
  logs: LogGroupReader;
  /** `CloudWatch` of `@aws-sdk/client-cloudwatch` */
  cloudWatch: AlarmReader;
  /** `SNS` of `@aws-sdk/client-sns` */
  sns: TopicReader;
  /** `EventBridge` of `@aws-sdk/client-eventbridge` */
  eventBridge: EventRuleReader;
  /** `EC2` of `@aws-sdk/client-ec2` */
  ec2: NetworkReader;
  /** `IAM` of `@aws-sdk/client-iam` */
  iam: IamReader;
  /**
   * `S3Control` of `@aws-sdk/client-s3-control`; with an endpoint of one's own, made with an `endpointProvider` that
   * answers with it, since the SDK puts the account's number in front of the host.
   */
  s3Control: AccountBlockReader;
  /** `STS` of `@aws-sdk/client-sts` */
  sts: CallerReader;
}

/** What the seven checks of the lab need, for one trail whose Region is known. */
export interface FactClients {
  cloudTrail: CloudTrailReader;
  /** A client of the key's Region. */
  kms: KmsReader;
  /** A client of the bucket's Region, or one that follows redirects. */
  s3: S3Reader;
}

export interface TrailDescription {
  Name?: string;
  TrailARN?: string;
  S3BucketName?: string;
  S3KeyPrefix?: string;
  HomeRegion?: string;
  IsMultiRegionTrail?: boolean;
  IsOrganizationTrail?: boolean;
  IncludeGlobalServiceEvents?: boolean;
  LogFileValidationEnabled?: boolean;
  KmsKeyId?: string;
  CloudWatchLogsLogGroupArn?: string;
  CloudWatchLogsRoleArn?: string;
  SnsTopicARN?: string;
}

/** Source: docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html */
export interface TrailStatus {
  IsLogging?: boolean;
  LatestDeliveryTime?: Date;
  LatestDeliveryError?: string;
  LatestDigestDeliveryTime?: Date;
  LatestDigestDeliveryError?: string;
  LatestCloudWatchLogsDeliveryTime?: Date;
  LatestCloudWatchLogsDeliveryError?: string;
  LatestNotificationTime?: Date;
  LatestNotificationError?: string;
  StartLoggingTime?: Date;
  StopLoggingTime?: Date;
}

export interface FieldSelector {
  Field: string | undefined;
  Equals?: string[];
  NotEquals?: string[];
  StartsWith?: string[];
  NotStartsWith?: string[];
  EndsWith?: string[];
  NotEndsWith?: string[];
}

export interface EventSelectors {
  EventSelectors?: {
    ReadWriteType?: string;
    IncludeManagementEvents?: boolean;
    DataResources?: { Type?: string; Values?: string[] }[];
    ExcludeManagementEventSources?: string[];
  }[];
  AdvancedEventSelectors?: { Name?: string; FieldSelectors: FieldSelector[] | undefined }[];
}

export interface CloudTrailReader {
  describeTrails(input: {
    trailNameList?: string[];
  }): Promise<{ trailList?: TrailDescription[]; $metadata?: { requestId?: string } }>;
  getTrailStatus(input: { Name: string }): Promise<TrailStatus>;
  getEventSelectors(input: { TrailName: string }): Promise<EventSelectors>;
  getInsightSelectors(input: {
    TrailName: string;
  }): Promise<{ InsightSelectors?: { InsightType?: string }[] }>;
}

/** What the doctor asks beside: who did it, and where else a trail may be. */
export interface HistoryReader extends LookupEventsClient {
  listTrails(input: {
    NextToken?: string;
  }): Promise<{ Trails?: { TrailARN?: string; Name?: string; HomeRegion?: string }[]; NextToken?: string }>;
}

export interface KeyMetadata {
  Arn?: string;
  KeyId?: string | undefined;
  KeyState?: string;
  /** CUSTOMER, or AWS for a key that AWS manages. */
  KeyManager?: string;
  /** SYMMETRIC_DEFAULT, or an asymmetric or HMAC kind. */
  KeySpec?: string;
  /** AWS_KMS; EXTERNAL, AWS_CLOUDHSM and EXTERNAL_KEY_STORE can't rotate by themselves. */
  Origin?: string;
  DeletionDate?: Date;
}

export interface KmsReader {
  describeKey(input: { KeyId: string }): Promise<{ KeyMetadata?: KeyMetadata }>;
  listAliases(input: { KeyId: string; Marker?: string }): Promise<{
    Aliases?: { AliasName?: string; AliasArn?: string }[];
    Truncated?: boolean;
    NextMarker?: string;
  }>;
  getKeyPolicy(input: { KeyId: string; PolicyName: string }): Promise<{ Policy?: string }>;
  getKeyRotationStatus(input: { KeyId: string }): Promise<{ KeyRotationEnabled?: boolean }>;
}

export interface PublicAccessBlock {
  BlockPublicAcls?: boolean;
  IgnorePublicAcls?: boolean;
  BlockPublicPolicy?: boolean;
  RestrictPublicBuckets?: boolean;
}

export interface EncryptionRule {
  ApplyServerSideEncryptionByDefault?: { SSEAlgorithm: string | undefined; KMSMasterKeyID?: string };
  BucketKeyEnabled?: boolean;
}

export interface LifecycleRule {
  ID?: string;
  /** Enabled, Disabled. */
  Status: string | undefined;
  /** The old way to say `Filter.Prefix`. */
  Prefix?: string;
  Filter?: {
    Prefix?: string;
    Tag?: object;
    ObjectSizeGreaterThan?: number;
    ObjectSizeLessThan?: number;
    And?: { Prefix?: string; Tags?: object[]; ObjectSizeGreaterThan?: number; ObjectSizeLessThan?: number };
  };
  Expiration?: { Days?: number; Date?: Date; ExpiredObjectDeleteMarker?: boolean };
  NoncurrentVersionExpiration?: { NoncurrentDays?: number; NewerNoncurrentVersions?: number };
}

export interface BucketAcl {
  Owner?: { ID?: string };
  Grants?: { Grantee?: { Type: string | undefined; ID?: string; URI?: string }; Permission?: string }[];
}

interface OfBucket {
  Bucket: string;
  ExpectedBucketOwner?: string;
}

export interface S3Reader {
  getBucketEncryption(
    input: OfBucket,
  ): Promise<{ ServerSideEncryptionConfiguration?: { Rules: EncryptionRule[] | undefined } }>;
  getPublicAccessBlock(input: OfBucket): Promise<{ PublicAccessBlockConfiguration?: PublicAccessBlock }>;
  getBucketPolicy(input: OfBucket): Promise<{ Policy?: string }>;
  getBucketVersioning(input: OfBucket): Promise<{ Status?: string; MFADelete?: string }>;
  getBucketOwnershipControls(
    input: OfBucket,
  ): Promise<{ OwnershipControls?: { Rules: { ObjectOwnership: string | undefined }[] | undefined } }>;
  getBucketLocation(input: OfBucket): Promise<{ LocationConstraint?: string }>;
  getBucketLifecycleConfiguration(input: OfBucket): Promise<{ Rules?: LifecycleRule[] }>;
  getObjectLockConfiguration(input: OfBucket): Promise<{
    ObjectLockConfiguration?: {
      ObjectLockEnabled?: string;
      Rule?: { DefaultRetention?: { Mode?: string; Days?: number; Years?: number } };
    };
  }>;
  getBucketLogging(
    input: OfBucket,
  ): Promise<{ LoggingEnabled?: { TargetBucket: string | undefined; TargetPrefix: string | undefined } }>;
  getBucketAcl(input: OfBucket): Promise<BucketAcl>;
}
