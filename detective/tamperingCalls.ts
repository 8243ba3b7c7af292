import { CloudTrailEvent } from "./event";
import { textAt } from "./textAt";

/** Calls that blind an account's watchers whatever they are made on, by event source. */
export const TAMPERING_CALLS: ReadonlyMap<string, ReadonlySet<string>> = byService({
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
});

/** Calls that blind them when made on where the logs, their key or their alarms are. */
export const TAMPERING_CALLS_ON_LOGS: ReadonlyMap<string, ReadonlySet<string>> = byService({
  "s3.amazonaws.com": [
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
  ],
  "kms.amazonaws.com": [
    "DisableKey",
    "ScheduleKeyDeletion",
    "PutKeyPolicy",
    "DisableKeyRotation",
    "RevokeGrant",
    "RetireGrant",
    "DeleteImportedKeyMaterial",
    "UpdateAlias",
    "DeleteAlias",
  ],
  "logs.amazonaws.com": [
    "DeleteLogGroup",
    "DeleteLogStream",
    "PutRetentionPolicy",
    "DeleteMetricFilter",
    "PutMetricFilter",
    "DeleteSubscriptionFilter",
    "DisassociateKmsKey",
  ],
  "monitoring.amazonaws.com": ["DeleteAlarms", "DisableAlarmActions", "PutMetricAlarm", "SetAlarmState"],
  "sns.amazonaws.com": ["DeleteTopic", "Unsubscribe", "SetTopicAttributes"],
  "events.amazonaws.com": ["DisableRule", "DeleteRule", "RemoveTargets"],
});

/** Calls that serve to cover tracks at the log's own name only when what they name is known to hold logs. */
const ALWAYS_SHOWN: ReadonlyMap<string, ReadonlySet<string>> = byService({
  "kms.amazonaws.com": ["DisableKey", "ScheduleKeyDeletion"],
  "logs.amazonaws.com": ["DeleteLogGroup", "DeleteLogStream"],
  "monitoring.amazonaws.com": ["DeleteAlarms", "DisableAlarmActions"],
});

/**
 * Whether the call, in the middle of an incident, is one that hides it: tried counts as done.
 *
 * A call on a bucket counts where its request speaks of CloudTrail's folder (`AWSLogs/`) or of a bucket in
 * `logBuckets`.
 */
export function coversTracks(event: CloudTrailEvent, logBuckets: ReadonlySet<string> = NONE): boolean {
  const { eventSource = "", eventName = "" } = event;
  if (lists(TAMPERING_CALLS, eventSource, eventName) || lists(ALWAYS_SHOWN, eventSource, eventName)) {
    return true;
  }
  if (eventSource !== "s3.amazonaws.com" || !lists(TAMPERING_CALLS_ON_LOGS, eventSource, eventName)) {
    return false;
  }
  const bucket = textAt(event.requestParameters, "bucketName");
  if (bucket !== undefined && logBuckets.has(bucket)) return true;
  return /^Delete/.test(eventName) && /(^|\/)AWSLogs\//.test(textAt(event.requestParameters, "key") ?? "");
}

const NONE: ReadonlySet<string> = new Set();

function lists(table: ReadonlyMap<string, ReadonlySet<string>>, source: string, name: string): boolean {
  return table.get(source)?.has(name) ?? false;
}

function byService(table: Readonly<Record<string, readonly string[]>>) {
  return new Map(Object.entries(table).map(([source, names]) => [source, new Set(names)]));
}
