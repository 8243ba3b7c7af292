/**
 * The calls that gathering facts makes, as the smallest interface: the SDK's aggregated classes (`CloudTrail`, `KMS`,
 * `S3`) fit, and so does a fake of a few lines.
 */
export interface FactClients {
  cloudTrail: CloudTrailReader;
  /** A client of the key's region. */
  kms: KmsReader;
  /** A client of the bucket's region, or one that follows redirects. */
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
}

export interface TrailStatus {
  IsLogging?: boolean;
  LatestDeliveryTime?: Date;
  LatestDeliveryError?: string;
  StartLoggingTime?: Date;
  StopLoggingTime?: Date;
}

export interface EventSelectors {
  EventSelectors?: { ReadWriteType?: string; IncludeManagementEvents?: boolean }[];
  AdvancedEventSelectors?: {
    Name?: string;
    FieldSelectors: { Field?: string; Equals?: string[] }[] | undefined;
  }[];
}

export interface CloudTrailReader {
  describeTrails(input: { trailNameList: string[] }): Promise<{ trailList?: TrailDescription[] }>;
  getTrailStatus(input: { Name: string }): Promise<TrailStatus>;
  getEventSelectors(input: { TrailName: string }): Promise<EventSelectors>;
}

export interface KeyMetadata {
  Arn?: string;
  KeyId?: string | undefined;
  KeyState?: string;
  /** CUSTOMER, or AWS for a key that AWS manages. */
  KeyManager?: string;
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

export interface S3Reader {
  getBucketEncryption(input: {
    Bucket: string;
  }): Promise<{ ServerSideEncryptionConfiguration?: { Rules: EncryptionRule[] | undefined } }>;
  getPublicAccessBlock(input: {
    Bucket: string;
  }): Promise<{ PublicAccessBlockConfiguration?: PublicAccessBlock }>;
  getBucketPolicy(input: { Bucket: string }): Promise<{ Policy?: string }>;
  getBucketVersioning(input: { Bucket: string }): Promise<{ Status?: string }>;
  getBucketOwnershipControls(input: {
    Bucket: string;
  }): Promise<{ OwnershipControls?: { Rules: { ObjectOwnership: string | undefined }[] | undefined } }>;
}
