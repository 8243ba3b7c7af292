import * as pulumi from "@pulumi/pulumi";
import { callerContext } from "./callerContext";
import { checkEncryptedLogBucketArgs } from "./checkLogBucketArgs";
import { adoptBucket, createBucket, logAccess, secureBucket } from "./logBucket";
import type { EncryptedLogBucketArgs } from "./logBucketArgs";
import { adoptKey, createKey } from "./logKey";
import type { LogStoreWiring } from "./logStoreWiring";
import { bucketArn, bucketNameOf, type TrailIdentity } from "./trailIdentity";

/**
 * A bucket and a customer-managed key that one trail, and no other, may deliver to.
 *
 * The key rotates, the bucket is versioned, private, TLS-only and owner-enforced, nothing expires, and neither can
 * be destroyed by accident. Refuses retention below 90 days, and everything S3 or KMS would refuse later.
 *
 *     const logs = new EncryptedLogBucket("audit", { trailName: "security-audit-trail" });
 *     const trail = new AuditTrail("audit", {
 *       trailName: "security-audit-trail",
 *       deliverTo: { bucketName: logs.bucketName, keyArn: logs.keyArn },
 *     });
 */
export class EncryptedLogBucket extends pulumi.ComponentResource {
  /** The bucket's name, known once a trail may be created on it: its policy, encryption and public access block are in place. */
  readonly bucketName: pulumi.Output<string>;
  /** The bucket's ARN. */
  readonly bucketArn: pulumi.Output<string>;
  /** The key's ARN, known once the key admits CloudTrail. */
  readonly keyArn: pulumi.Output<string>;
  /** The key's alias; empty for an adopted key. */
  readonly keyAlias: pulumi.Output<string>;
  /** The bucket that takes the server access logs; empty without them. */
  readonly accessLogBucketName: pulumi.Output<string>;

  constructor(name: string, args: EncryptedLogBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit-trail:index:EncryptedLogBucket", name, args, opts);
    const checked = checkEncryptedLogBucketArgs(name, args);
    const context = callerContext(this);
    const wiring: LogStoreWiring = {
      name,
      args: checked,
      parent: this,
      context,
      trail: identify(checked, context),
    };

    const bucket = checked.existing?.bucket ? undefined : createBucket(wiring);
    const plainName = bucket?.bucket ?? pulumi.output(checked.existing?.bucket ?? "").apply(bucketNameOf);
    const key = checked.existing?.key ? adoptKey(wiring, plainName) : createKey(wiring, plainName);
    const ready = bucket ? secureBucket(wiring, bucket, key.arn) : adoptBucket(wiring, plainName);

    this.bucketName = pulumi
      .all([plainName, ...ready.map((step) => step.id)])
      .apply(([resolved]) => resolved ?? "");
    this.bucketArn = pulumi.all([context, plainName]).apply(([{ partition }, b]) => bucketArn(partition, b));
    this.keyArn = key.arn;
    this.keyAlias = key.alias;
    this.accessLogBucketName = bucket ? logAccess(wiring, bucket) : pulumi.output("");
    adviseOnBucketKey(wiring);
    this.registerOutputs({
      bucketName: this.bucketName,
      bucketArn: this.bucketArn,
      keyArn: this.keyArn,
      keyAlias: this.keyAlias,
      accessLogBucketName: this.accessLogBucketName,
    });
  }
}

function identify(
  { trailName, trailAccountId, trailHomeRegion }: EncryptedLogBucketArgs,
  context: LogStoreWiring["context"],
): pulumi.Output<TrailIdentity> {
  return pulumi
    .all([context, trailName, trailAccountId, trailHomeRegion])
    .apply(([caller, resolvedName, accountId, region]) => ({
      partition: caller.partition,
      homeRegion: region ?? caller.region,
      accountId: accountId ?? caller.accountId,
      trailName: resolvedName,
    }));
}

function adviseOnBucketKey({ args, parent }: LogStoreWiring): void {
  if (args.disableBucketKey) {
    void pulumi.log.warn(
      "Without an S3 Bucket Key every log file and digest costs a KMS request of its own, on writing and on reading.",
      parent,
    );
  } else if (args.existing?.bucket) {
    void pulumi.log.info(
      "The adopted bucket's encryption is its owner's business: see that its S3 Bucket Key is on, or KMS is charged for every object.",
      parent,
    );
  }
}
