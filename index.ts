import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  AuditTrail,
  type AuditTrailArgs,
  type CloudWatchLogsArgs,
  type DataEventsArgs,
  type DeliveryNoticesArgs,
  type ExistingLogStoreArgs,
  type LogBucketArgs,
  type ManagementEventsArgs,
  type ObjectLockArgs,
  type OtherTrailArgs,
} from "./components";

/**
 * The stack: reads its config (see Pulumi.yaml for each key), makes one AuditTrail, and names what scripts need.
 *
 * `pulumi up` calls it, and so do tests and the harness as an inline program.
 */
async function program(): Promise<Record<string, pulumi.Output<string>>> {
  const config = new pulumi.Config("audit-trail");
  const trail = new AuditTrail("audit", {
    trailName: config.get("trailName"),
    logBucket: await logBucket(config),
    keyPrefix: config.get("keyPrefix"),
    organizationId: config.get("organizationId"),
    managementAccountId: config.get("managementAccountId"),
    singleRegion: config.getBoolean("singleRegion"),
    withoutLogFileValidation: config.getBoolean("withoutLogFileValidation"),
    withoutGlobalServiceEvents: config.getBoolean("withoutGlobalServiceEvents"),
    enableLogging: config.getBoolean("enableLogging"),
    managementEvents: config.getObject<ManagementEventsArgs>("managementEvents"),
    dataEvents: config.getObject<DataEventsArgs[]>("dataEvents"),
    insights: config.getObject<string[]>("insights"),
    cloudWatchLogs: config.getObject<CloudWatchLogsArgs>("cloudWatchLogs"),
    deliveryNotices: config.getObject<DeliveryNoticesArgs>("deliveryNotices"),
    otherTrails: config.getObject<OtherTrailArgs[]>("otherTrails"),
    ephemeral: config.getBoolean("ephemeral"),
    tags: config.getObject<Record<string, string>>("tags"),
  } satisfies AuditTrailArgs);

  return {
    trailArn: trail.trailArn,
    trailName: trail.trailName,
    homeRegion: trail.homeRegion,
    bucketName: trail.bucketName,
    kmsKeyArn: trail.keyArn,
    kmsKeyAlias: trail.keyAlias,
    accessLogBucketName: trail.accessLogBucketName,
    logGroupName: trail.logGroupName,
    topicArn: trail.topicArn,
  };
}

async function logBucket(config: pulumi.Config): Promise<LogBucketArgs> {
  return {
    bucketName: await withAccount(config.get("bucketName")),
    keyAlias: config.get("keyAlias"),
    keyDescription: config.get("keyDescription"),
    readers: config.getObject<string[]>("readers"),
    archiveAfterDays: config.getNumber("archiveAfterDays"),
    retentionDays: config.getNumber("retentionDays"),
    allowShortRetention: config.getBoolean("allowShortRetention"),
    oldVersionDays: config.getNumber("oldVersionDays"),
    objectLock: config.getObject<ObjectLockArgs>("objectLock"),
    accessLogging: config.getBoolean("accessLogging"),
    disableBucketKey: config.getBoolean("disableBucketKey"),
    existing: config.getObject<ExistingLogStoreArgs>("existing"),
  };
}

/** Bucket names are unique in the world, so a stack file that several accounts share writes `{account}` into it. */
async function withAccount(name: string | undefined): Promise<string | undefined> {
  if (!name?.includes("{account}")) return name;
  const { accountId } = await aws.getCallerIdentity();
  return name.replaceAll("{account}", accountId);
}

export = program;
