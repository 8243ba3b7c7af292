import {
  BucketAcl,
  EncryptionRule,
  EventSelectors,
  KeyMetadata,
  LifecycleRule,
  PublicAccessBlock,
  TrailDescription,
  TrailStatus,
} from "./clients";
import { Fact } from "./fact";
import { Statement } from "./policy/document";

/** A trail with what its ARN says. */
export interface Trail extends TrailDescription {
  arn: string;
  name: string;
  partition: string;
  /** The home Region. */
  region: string;
  account: string;
}

/** An alias of a KMS key. */
export interface Alias {
  name: string;
  arn: string;
}

/** Where a bucket lies and whose it is. */
export interface BucketPlace {
  region: string;
  /** One of the accounts that were expected; absent where it belongs to somebody else. */
  account?: string;
}

/** Object Lock as a bucket gives it to each object that arrives. */
export interface ObjectLock {
  /** GOVERNANCE, COMPLIANCE; absent where nothing is locked by default. */
  mode?: string;
  days?: number;
}

export interface LogGroup {
  name: string;
  arn: string;
  /** Absent where events are kept for ever. */
  retentionInDays?: number;
  kmsKeyId?: string;
}

/** An IAM role with who may take it and what it may do. */
export interface Role {
  arn: string;
  trust: readonly Statement[];
  permissions: readonly Statement[];
}

/** Somebody, or something, that an alarm or a rule tells. */
export interface Receiver {
  /** What the alarm's action or the rule's target is. */
  arn: string;
  /** Of a topic: how many of its subscribers agreed to be told. Absent where it is no topic. */
  confirmed?: Fact<number>;
}

/** A metric filter of the trail's log group, with the alarms on its metrics. */
export interface WatchedFilter {
  name: string;
  pattern: string;
  alarms: Fact<readonly WatchingAlarm[]>;
}

export interface WatchingAlarm {
  name: string;
  /** Whether its actions are switched on. */
  enabled: boolean;
  /** Events within one period that set it off; absent where its threshold is no plain number. */
  rings?: number;
  /** Periods that must all breach. */
  periods: number;
  receivers: readonly Receiver[];
}

/** A rule of a Region's default event bus that waits for what CloudTrail records. */
export interface EventRule {
  name: string;
  region: string;
  /** ENABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS, DISABLED. */
  state: string;
  pattern: string;
  receivers: Fact<readonly Receiver[]>;
}

/** What was asked for, beside what was read. */
export interface Asked {
  /** Days for which logs must be kept. */
  retentionDays: number;
  /** Accounts that may keep or read the logs, beside the trail's own. */
  logAccounts: readonly string[];
  /** When the facts were gathered. */
  now: Date;
}

/** All that the checks of a trail look at, read from the account's own APIs; no fact comes from a deployment's state. */
export interface TrailFacts {
  /** The name or ARN that was asked for. */
  trailName: string;
  /** The alias that the key must have; absent where any alias of the account's own will do. */
  keyAlias?: string;
  asked: Asked;
  trail: Fact<Trail>;
  status: Fact<TrailStatus>;
  selectors: Fact<EventSelectors>;
  /** Kinds of Insights that are on; empty where none is. */
  insights: Fact<readonly string[]>;
  bucketName: Fact<string>;
  place: Fact<BucketPlace>;
  encryption: Fact<readonly EncryptionRule[]>;
  publicAccessBlock: Fact<PublicAccessBlock>;
  bucketPolicy: Fact<readonly Statement[]>;
  /** The bucket's policy as S3 hands it out. */
  bucketPolicyText: Fact<string>;
  /** Enabled, Suspended. */
  versioning: Fact<string>;
  /** Enabled, Disabled. */
  mfaDelete: Fact<string>;
  objectLock: Fact<ObjectLock>;
  /** Empty where nothing ever expires. */
  lifecycle: Fact<readonly LifecycleRule[]>;
  accessLogging: Fact<{ bucket: string; prefix: string }>;
  acl: Fact<BucketAcl>;
  /** BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter. */
  ownership: Fact<string>;
  /** The key of the trail; of the bucket's default encryption where the trail has none. */
  key: Fact<KeyMetadata>;
  aliases: Fact<readonly Alias[]>;
  keyPolicy: Fact<readonly Statement[]>;
  /** The key's policy as KMS hands it out. */
  keyPolicyText: Fact<string>;
  rotation: Fact<boolean>;
  logGroup: Fact<LogGroup>;
  logsRole: Fact<Role>;
  /** The metric filters of the trail's log group. */
  filters: Fact<readonly WatchedFilter[]>;
  /** Of the trail's home Region and of the one where IAM's events are. */
  rules: Fact<readonly EventRule[]>;
}
