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
export { TrailAnalytics } from "./trailAnalytics";
export type {
  AnalyticsViewArgs,
  SavedQueryArgs,
  TrailAnalyticsArgs,
  ViewColumnArgs,
} from "./trailAnalyticsArgs";
