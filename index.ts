import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { AuditTrail, type DataEventsArgs, type LogBucketArgs, type OtherTrailArgs } from "./components";

/**
 * The stack: reads its config (see Pulumi.yaml for each key), makes one AuditTrail, and names what scripts need.
 *
 * `pulumi up` calls it, and so do tests and the harness as an inline program.
 */
async function program(): Promise<Record<string, pulumi.Output<string>>> {
  const config = new pulumi.Config("audit-trail");
  const trail = new AuditTrail("audit", {
    trailName: text(config, "trailName"),
    logBucket: await logBucket(config),
    keyPrefix: text(config, "keyPrefix"),
    organizationId: text(config, "organizationId"),
    managementAccountId: text(config, "managementAccountId"),
    singleRegion: config.getBoolean("singleRegion"),
    withoutLogFileValidation: config.getBoolean("withoutLogFileValidation"),
    withoutGlobalServiceEvents: config.getBoolean("withoutGlobalServiceEvents"),
    enableLogging: config.getBoolean("enableLogging"),
    managementEvents: {
      access: text(config, "managementEvents"),
      excludeKms: config.getBoolean("excludeKms"),
      excludeRdsData: config.getBoolean("excludeRdsData"),
    },
    dataEvents: list<DataEventsArgs>(config, "dataEvents"),
    insights: list<string>(config, "insights"),
    cloudWatchLogs: config.getBoolean("cloudWatchLogs")
      ? { retentionDays: config.getNumber("logGroupRetentionDays") }
      : undefined,
    deliveryNotices: config.getBoolean("deliveryNotices") ? {} : undefined,
    otherTrails: list<OtherTrailArgs>(config, "otherTrails"),
    ephemeral: config.getBoolean("ephemeral"),
    tags: config.getObject<Record<string, string>>("tags"),
  });

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
  const bucket = text(config, "existingBucket");
  const key = text(config, "existingKey");
  const mode = text(config, "objectLockMode");
  return {
    bucketName: await withAccount(text(config, "bucketName")),
    keyAlias: text(config, "keyAlias"),
    keyDescription: text(config, "keyDescription"),
    readers: list<string>(config, "readers"),
    // Pulumi.yaml's defaults for a bucket that is created; an adopted one keeps its owner's lifecycle.
    ...(bucket === undefined && {
      archiveAfterDays: config.getNumber("archiveAfterDays"),
      oldVersionDays: config.getNumber("oldVersionDays"),
    }),
    retentionDays: config.getNumber("retentionDays") || undefined,
    allowShortRetention: config.getBoolean("allowShortRetention"),
    objectLock: mode === undefined ? undefined : { mode, days: config.getNumber("objectLockDays") ?? 0 },
    accessLogging: config.getBoolean("accessLogging"),
    disableBucketKey: config.getBoolean("disableBucketKey"),
    existing: bucket || key ? { bucket, key, leavePolicies: config.getBoolean("leavePolicies") } : undefined,
  };
}

/** A key of the config; the schema gives every key a default, and an empty one stands for none. */
function text(config: pulumi.Config, key: string): string | undefined {
  return config.get(key) || undefined;
}

function list<T>(config: pulumi.Config, key: string): T[] | undefined {
  const items = config.getObject<T[]>(key);
  return items?.length ? items : undefined;
}

/** Bucket names are unique in the world, so a stack file that several accounts share writes `{account}` into it. */
async function withAccount(name: string | undefined): Promise<string | undefined> {
  if (!name?.includes("{account}")) return name;
  const { accountId } = await aws.getCallerIdentity();
  return name.replaceAll("{account}", accountId);
}

export = program;
