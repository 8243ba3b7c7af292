import { parseArn } from "../../arn";
import { CloudTrailEvent } from "../../event";
import { resourcesOf } from "../../sources/resourcesOf";
import { textAt } from "../../textAt";

/** Where an account's logs are kept and who watches them, as far as it is known. */
export interface KnownPlaces {
  /** By name or ARN. @default every trail */
  trails?: readonly string[];
  /** By name. @default learned from the events */
  buckets?: readonly string[];
  /** By key id or ARN. @default learned from the events */
  keys?: readonly string[];
  /** By name or ARN. @default learned from the events */
  logGroups?: readonly string[];
}

export interface LogPlaces {
  /** Names; undefined for every trail. */
  trails?: ReadonlySet<string>;
  buckets: Set<string>;
  /** Key ids. */
  keys: Set<string>;
  /** Names. */
  logGroups: Set<string>;
  /** The bucket that each trail delivers to, by the trail's name; changes while events are gone through. */
  bucketOf: Map<string, string>;
}

export function logPlaces({ trails, buckets = [], keys = [], logGroups = [] }: KnownPlaces = {}): LogPlaces {
  return {
    ...(trails && { trails: new Set(trails.map(lastName)) }),
    buckets: new Set(buckets.map((bucket) => parseArn(bucket)?.resource ?? bucket)),
    keys: new Set(keys.map(lastName)),
    logGroups: new Set(logGroups.map(groupName)),
    bucketOf: new Map(),
  };
}

/**
 * Learns from one event where logs are: from calls that make or change a trail, and from CloudTrail's own calls when it
 * delivers (GenerateDataKey names key, bucket and trail; GetBucketAcl and PutObject the bucket).
 */
export function learnPlaces(event: CloudTrailEvent, places: LogPlaces): void {
  if (event.errorCode) return;
  const { eventSource, eventName = "", requestParameters, responseElements, userIdentity } = event;
  if (eventSource === "cloudtrail.amazonaws.com" && /^(Create|Update)Trail$/.test(eventName)) {
    const said = (field: string) => textAt(requestParameters, field) ?? textAt(responseElements, field);
    add(places.buckets, said("s3BucketName"));
    add(places.keys, said("kmsKeyId"), lastName);
    add(places.logGroups, said("cloudWatchLogsLogGroupArn"), groupName);
    const trail = said("name");
    const bucket = said("s3BucketName");
    if (trail !== undefined && bucket !== undefined) places.bucketOf.set(lastName(trail), bucket);
    return;
  }
  if (userIdentity?.type !== "AWSService" || userIdentity.invokedBy !== "cloudtrail.amazonaws.com") return;
  if (eventSource === "s3.amazonaws.com") add(places.buckets, textAt(requestParameters, "bucketName"));
  if (eventSource === "kms.amazonaws.com") {
    for (const id of keyIds(event)) places.keys.add(id);
    const context = requestParameters?.["encryptionContext"] as Record<string, unknown> | undefined;
    const object = context?.["aws:s3:arn"];
    const bucket = typeof object === "string" ? parseArn(object)?.resource.split("/")[0] : undefined;
    add(places.buckets, bucket);
  }
}

/** The ids of the keys that a call to KMS was about. */
export function keyIds(event: CloudTrailEvent): readonly string[] {
  const named = textAt(event.requestParameters, "keyId");
  const keys = resourcesOf(event).filter(({ type, name }) => type === "AWS::KMS::Key" || /:key\//.test(name));
  return [
    ...new Set([
      ...(named === undefined ? [] : [lastName(named)]),
      ...keys.map(({ name }) => lastName(name)),
    ]),
  ];
}

/** `main` of `arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/main`; a plain name as it is. */
export function lastName(text: string): string {
  return parseArn(text)?.resource.split("/").at(-1) ?? text;
}

export function groupName(text: string): string {
  return (
    parseArn(text)
      ?.resource.replace(/^log-group:/, "")
      .replace(/:\*$/, "") ?? text
  );
}

function add(set: Set<string>, value: string | undefined, read = (text: string) => text): void {
  if (value !== undefined) set.add(read(value));
}
