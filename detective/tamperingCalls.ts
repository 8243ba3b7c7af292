import { CloudTrailEvent } from "./event";
import { textAt } from "./textAt";

/** Calls that blind an account's watchers whatever they are made on, by event source. */
const ANYWHERE = byService({
  "cloudtrail.amazonaws.com": [
    "StopLogging",
    "DeleteTrail",
    "UpdateTrail",
    "PutEventSelectors",
    "PutInsightSelectors",
    "StopEventDataStoreIngestion",
    "DeleteEventDataStore",
    "UpdateEventDataStore",
    "DeleteChannel",
    "DeregisterOrganizationDelegatedAdmin",
  ],
  "config.amazonaws.com": [
    "StopConfigurationRecorder",
    "DeleteConfigurationRecorder",
    "PutConfigurationRecorder",
    "DeleteDeliveryChannel",
    "PutDeliveryChannel",
    "DeleteConfigRule",
    "DeleteOrganizationConfigRule",
  ],
  "guardduty.amazonaws.com": [
    "DeleteDetector",
    "UpdateDetector",
    "DeletePublishingDestination",
    "UpdatePublishingDestination",
    "StopMonitoringMembers",
    "DisassociateMembers",
    "DisassociateFromMasterAccount",
    "DisassociateFromAdministratorAccount",
    "DeleteMembers",
    "CreateFilter",
    "UpdateFilter",
    "CreateIPSet",
    "UpdateIPSet",
    "ArchiveFindings",
  ],
  "securityhub.amazonaws.com": [
    "DisableSecurityHub",
    "BatchDisableStandards",
    "DisassociateMembers",
    "DeleteMembers",
    "DisableImportFindingsForProduct",
  ],
  "macie2.amazonaws.com": ["DisableMacie"],
  "inspector2.amazonaws.com": ["Disable"],
  "detective.amazonaws.com": ["DeleteGraph"],
  "access-analyzer.amazonaws.com": ["DeleteAnalyzer", "CreateArchiveRule"],
  "ec2.amazonaws.com": ["DeleteFlowLogs"],
  "route53resolver.amazonaws.com": ["DeleteResolverQueryLogConfig", "DisassociateResolverQueryLogConfig"],
  "wafv2.amazonaws.com": ["DeleteLoggingConfiguration"],
  "kms.amazonaws.com": ["DisableKey", "ScheduleKeyDeletion"],
  "logs.amazonaws.com": ["DeleteLogGroup", "DeleteLogStream"],
  "monitoring.amazonaws.com": ["DeleteAlarms", "DisableAlarmActions"],
});

/** Calls to S3 that do so on a bucket of logs. */
const ON_LOG_BUCKETS: ReadonlySet<string> = new Set([
  "DeleteBucket",
  "DeleteObject",
  "DeleteObjects",
  "DeleteObjectVersion",
  "PutObject",
  "PutBucketPolicy",
  "DeleteBucketPolicy",
  "PutBucketAcl",
  "PutBucketLifecycle",
  "PutBucketLifecycleConfiguration",
  "PutBucketVersioning",
  "PutBucketLogging",
  "PutBucketEncryption",
  "DeleteBucketEncryption",
  "PutBucketPublicAccessBlock",
  "DeleteBucketPublicAccessBlock",
  "PutBucketOwnershipControls",
  "PutBucketObjectLockConfiguration",
  "PutObjectLockConfiguration",
  "PutBucketReplication",
  "DeleteBucketReplication",
  "PutBucketNotification",
  "PutBucketNotificationConfiguration",
]);

/**
 * Whether the call, in the middle of an incident, is one that hides it: tried counts as done.
 *
 * A call on a bucket counts where its request speaks of CloudTrail's folder (`AWSLogs/`) or of a bucket in
 * `logBuckets`; what AWS services do there for themselves, such as the delivery of logs, doesn't.
 */
export function coversTracks(event: CloudTrailEvent, logBuckets: ReadonlySet<string> = NONE): boolean {
  const { eventSource = "", eventName = "" } = event;
  if (ANYWHERE.get(eventSource)?.has(eventName)) return true;
  if (eventSource !== "s3.amazonaws.com" || !ON_LOG_BUCKETS.has(eventName)) return false;
  if (event.userIdentity?.type === "AWSService") return false;
  const bucket = textAt(event.requestParameters, "bucketName");
  if (bucket !== undefined && logBuckets.has(bucket)) return true;
  return /^Delete/.test(eventName) && /(^|\/)AWSLogs\//.test(textAt(event.requestParameters, "key") ?? "");
}

const NONE: ReadonlySet<string> = new Set();

function byService(
  table: Readonly<Record<string, readonly string[]>>,
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(Object.entries(table).map(([source, names]) => [source, new Set(names)]));
}
