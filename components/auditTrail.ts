import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AuditTrailArgs, CloudWatchLogsArgs } from "./auditTrailArgs";
import { callerContext } from "./callerContext";
import { checkAuditTrailArgs } from "./checkAuditTrailArgs";
import { EncryptedLogBucket } from "./encryptedLogBucket";
import { createTrailLogs } from "./trailLogs";
import { createTrailNotices } from "./trailNotices";
import type { TrailIdentity } from "./trailIdentity";
import { resolvedSelectors } from "./resolvedSelectors";
import { adviseBesideOthers } from "./accountTrails";

/**
 * A trail that records every Region, encrypts with its own key, and proves that its files are whole.
 *
 * It creates an EncryptedLogBucket unless it is given one. Refuses what CloudTrail's quotas refuse, and warns at
 * preview of what costs money.
 *
 *     const trail = new AuditTrail("audit", {
 *       trailName: "security-audit-trail",
 *       cloudWatchLogs: { retentionDays: 365 },
 *       dataEvents: [{ service: "s3", resources: ["customer-documents"], access: "write" }],
 *     });
 *     export const trailArn = trail.trailArn;
 */
export class AuditTrail extends pulumi.ComponentResource {
  /** The trail's ARN. */
  readonly trailArn: pulumi.Output<string>;
  /** The trail's name. */
  readonly trailName: pulumi.Output<string>;
  /** The Region where the trail is kept and changed. */
  readonly homeRegion: pulumi.Output<string>;
  /** The bucket that log files and digests go to. */
  readonly bucketName: pulumi.Output<string>;
  /** The ARN of the key that encrypts them. */
  readonly keyArn: pulumi.Output<string>;
  /** The key's alias; empty when the key was made elsewhere. */
  readonly keyAlias: pulumi.Output<string>;
  /** The bucket that takes the log bucket's server access logs; empty without them. */
  readonly accessLogBucketName: pulumi.Output<string>;
  /** The log group; empty without CloudWatch Logs. */
  readonly logGroupName: pulumi.Output<string>;
  /** The topic of delivery notices; empty without them. */
  readonly topicArn: pulumi.Output<string>;

  constructor(name: string, args: AuditTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit-trail:index:AuditTrail", name, args, opts);
    const checked = checkAuditTrailArgs(name, args ?? {});
    const identity = identify(this, checked);
    const names = derivedNames(checked);
    const store = chooseStore(this, name, checked, identity, names);
    const logs = checked.cloudWatchLogs && createLogs(this, name, checked, identity, names, store);
    const notices = checked.deliveryNotices && createNotices(this, name, checked, identity, names, store);

    const trail = new aws.cloudtrail.Trail(
      name,
      {
        name: checked.trailName,
        s3BucketName: store.bucketName,
        s3KeyPrefix: checked.keyPrefix,
        kmsKeyId: store.keyArn,
        isMultiRegionTrail: !checked.singleRegion,
        isOrganizationTrail: checked.organizationId !== undefined,
        includeGlobalServiceEvents: !checked.withoutGlobalServiceEvents,
        enableLogFileValidation: !checked.withoutLogFileValidation,
        enableLogging: checked.enableLogging ?? true,
        advancedEventSelectors: resolvedSelectors(checked, identity, store),
        insightSelectors: checked.insights?.map((insightType) => ({ insightType })),
        cloudWatchLogsGroupArn: logs?.logGroupArn,
        cloudWatchLogsRoleArn: logs?.roleArn,
        snsTopicName: notices?.name,
        tags: checked.tags,
      },
      { parent: this },
    );
    adviseBesideOthers(this, checked, identity);
    adviseOnInsights(this, checked);

    this.trailArn = trail.arn;
    this.trailName = trail.name;
    this.homeRegion = trail.homeRegion;
    this.bucketName = store.bucketName;
    this.keyArn = store.keyArn;
    this.keyAlias = store.keyAlias;
    this.accessLogBucketName = store.accessLogBucketName;
    this.logGroupName = logs?.logGroupName ?? pulumi.output("");
    this.topicArn = notices?.arn ?? pulumi.output("");
    this.registerOutputs({
      trailArn: this.trailArn,
      trailName: this.trailName,
      homeRegion: this.homeRegion,
      bucketName: this.bucketName,
      keyArn: this.keyArn,
      keyAlias: this.keyAlias,
      accessLogBucketName: this.accessLogBucketName,
      logGroupName: this.logGroupName,
      topicArn: this.topicArn,
    });
  }
}

type Checked = ReturnType<typeof checkAuditTrailArgs>;
type Store = Pick<EncryptedLogBucket, "bucketName" | "keyArn" | "keyAlias" | "accessLogBucketName">;
type Names = ReturnType<typeof derivedNames>;

function identify(
  self: AuditTrail,
  { trailName, managementAccountId }: Checked,
): pulumi.Output<TrailIdentity> {
  return pulumi
    .all([callerContext(self), trailName, managementAccountId])
    .apply(([{ partition, accountId, region }, resolvedName, managementAccount]) => ({
      partition,
      homeRegion: region,
      accountId: managementAccount ?? accountId,
      trailName: resolvedName,
    }));
}

function derivedNames({ trailName, cloudWatchLogs, deliveryNotices }: Checked) {
  return {
    logGroup: cloudWatchLogs?.logGroupName ?? pulumi.interpolate`/cloudtrail/${trailName}`,
    // A topic's name cannot hold the dot that a trail's name can.
    topic:
      deliveryNotices?.topicName ??
      pulumi.output(trailName).apply((resolved) => `${resolved.replaceAll(".", "-")}-deliveries`),
  };
}

function chooseStore(
  self: AuditTrail,
  name: string,
  checked: Checked,
  identity: pulumi.Output<TrailIdentity>,
  names: Names,
): Store {
  const { deliverTo, cloudWatchLogs, deliveryNotices } = checked;
  if (deliverTo) {
    return {
      bucketName: pulumi.output(deliverTo.bucketName),
      keyArn: pulumi.output(deliverTo.keyArn),
      keyAlias: pulumi.output(""),
      accessLogBucketName: pulumi.output(deliverTo.accessLogBucketName ?? ""),
    };
  }
  return new EncryptedLogBucket(
    `${name}-bucket`,
    {
      ...checked.logBucket,
      tags: checked.logBucket?.tags ?? checked.tags,
      ephemeral: checked.logBucket?.ephemeral ?? checked.ephemeral,
      trailName: checked.trailName,
      trailAccountId: identity.accountId,
      organizationId: checked.organizationId,
      keyPrefix: checked.keyPrefix,
      logGroupName: usesTrailsKey(cloudWatchLogs) ? names.logGroup : undefined,
      topicName: usesTrailsKey(deliveryNotices) ? names.topic : undefined,
      alertTopicName: checked.alertTopicName,
      queryResultsBucketName: checked.queryResultsBucketName,
    },
    { parent: self },
  );
}

/** How a log group or a topic is encrypted. */
type Encryption = Pick<CloudWatchLogsArgs, "keyArn" | "withoutKey"> | undefined;

function usesTrailsKey(settings: Encryption): boolean {
  return settings !== undefined && !settings.withoutKey && settings.keyArn === undefined;
}

function keyFor(settings: Encryption, store: Store): pulumi.Input<string> | undefined {
  return usesTrailsKey(settings) ? store.keyArn : settings?.keyArn;
}

function createLogs(
  self: AuditTrail,
  name: string,
  { cloudWatchLogs, organizationId, ephemeral, tags }: Checked,
  trail: pulumi.Output<TrailIdentity>,
  names: Names,
  store: Store,
) {
  return createTrailLogs(
    name,
    {
      trail,
      organizationId,
      logGroupName: names.logGroup,
      retentionDays: cloudWatchLogs?.retentionDays ?? 365,
      keyArn: keyFor(cloudWatchLogs, store),
      ephemeral: ephemeral ?? false,
      tags,
    },
    self,
  );
}

function createNotices(
  self: AuditTrail,
  name: string,
  { deliveryNotices, tags }: Checked,
  trail: pulumi.Output<TrailIdentity>,
  names: Names,
  store: Store,
): ReturnType<typeof createTrailNotices> {
  return createTrailNotices(
    name,
    { trail, topicName: names.topic, keyArn: keyFor(deliveryNotices, store), tags },
    self,
  );
}

function adviseOnInsights(self: AuditTrail, { insights }: Checked): void {
  if ((insights?.length ?? 0) < 2) return;
  void pulumi.log.warn(
    "Both Insights types analyse write management events, and each analysis is charged (USD 0.35 per 100,000 events and type).",
    self,
  );
}
