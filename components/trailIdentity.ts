import { createHash } from "node:crypto";

/** What is known of a trail before it exists: enough to compute its ARN and pin every policy to it. */
export interface TrailIdentity {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  partition: string;
  /** The trail's home Region. */
  homeRegion: string;
  /** The account that owns the trail; for an organization trail the management account, also when a delegated administrator made it. */
  accountId: string;
  trailName: string;
}

/** The trail's ARN, computed ahead so that no policy has to wait for the trail. */
export function trailArn({ partition, homeRegion, accountId, trailName }: TrailIdentity): string {
  return `arn:${partition}:cloudtrail:${homeRegion}:${accountId}:trail/${trailName}`;
}

/** The ARN of a bucket; bucket names are unique within a partition, so there is no Region or account in it. */
export function bucketArn(partition: string, bucketName: string): string {
  return `arn:${partition}:s3:::${bucketName}`;
}

/** The bucket name in a name or an ARN. */
export function bucketNameOf(nameOrArn: string): string {
  return nameOrArn.startsWith("arn:") ? nameOrArn.split(":").slice(5).join(":") : nameOrArn;
}

/**
 * The end of a Sid that is this trail's own, for a policy that other trails share: two trails that deliver to one
 * adopted bucket must not overwrite each other's statements.
 */
export function sidEnding(trail: TrailIdentity): string {
  return createHash("sha256").update(trailArn(trail)).digest("hex").slice(0, 8);
}
