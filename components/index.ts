export { AuditTrail } from "./auditTrail";
export type {
  AuditTrailArgs,
  CloudWatchLogsArgs,
  DataEventsArgs,
  DeliverToArgs,
  DeliveryNoticesArgs,
  ManagementEventsArgs,
  OtherTrailArgs,
} from "./auditTrailArgs";
export { EncryptedLogBucket } from "./encryptedLogBucket";
export type {
  EncryptedLogBucketArgs,
  ExistingLogStoreArgs,
  LogBucketArgs,
  ObjectLockArgs,
} from "./logBucketArgs";
export { TrailAlarms } from "./trailAlarms";
export type {
  AlarmFilterArgs,
  AlarmRuleArgs,
  AlertQueueArgs,
  AlertSubscriptionArgs,
  TrailAlarmsArgs,
} from "./trailAlarmsArgs";
