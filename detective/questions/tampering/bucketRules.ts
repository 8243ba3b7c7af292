import { shortName } from "../../describe/targetOf";
import { CloudTrailEvent } from "../../event";
import { Level } from "../../finding";
import { techniques } from "../../techniques";
import { textAt, valueAt } from "../../textAt";
import { bucketOf } from "../bucketOf";
import { judgeBucketPolicy } from "./judgeBucketPolicy";
import { Judgement, Rule, holdsValue, rules } from "./judgement";
import { LogPlaces } from "./logPlaces";
import { count } from "../../wording";

const LOGS = techniques("T1562.008");
const REMOVED = techniques("T1070");
const DESTROYED = techniques("T1485", "T1070");
/** Days that an investigation wants to look back at least, as LookupEvents does. */
const LOOK_BACK_DAYS = 90;
const LOG_KEY = /(^|\/)AWSLogs\/(o-[a-z0-9]+\/)?\d{12}\/CloudTrail(-Digest|-Insight)?\//;

/** Calls to S3 that harm a bucket of logs. */
export const BUCKET_RULES = rules({
  DeleteBucket: onLogs("critical", "the bucket goes, and new log files have nowhere to go", DESTROYED),
  DeleteBucketPolicy: onLogs("high", "CloudTrail may no longer write to the bucket", LOGS),
  PutBucketPolicy: onLogBucket(putPolicy),
  PutBucketAcl: onLogs("medium", "who may read or write the bucket is changed by its access list", LOGS),
  PutBucketLifecycle: onLogBucket(putLifecycle),
  PutBucketLifecycleConfiguration: onLogBucket(putLifecycle),
  PutBucketVersioning: onLogBucket(({ requestParameters }) =>
    holdsValue(requestParameters, "Suspended")
      ? {
          level: "high",
          effect: "overwritten and deleted log files are gone for good (versioning suspended)",
          attack: LOGS,
        }
      : undefined,
  ),
  PutBucketEncryption: onLogs("low", "how new log files are encrypted is changed", LOGS),
  DeleteBucketEncryption: onLogs("medium", "new log files lose the encryption that the bucket had set", LOGS),
  PutBucketPublicAccessBlock: onLogBucket(publicAccess),
  PutPublicAccessBlock: onLogBucket(publicAccess),
  DeleteBucketPublicAccessBlock: onLogs("high", "nothing keeps the bucket from being made public", LOGS),
  DeletePublicAccessBlock: onLogs("high", "nothing keeps the bucket from being made public", LOGS),
  PutBucketObjectLockConfiguration: onLogs("medium", "how long log files are locked is changed", LOGS),
  PutObjectLockConfiguration: onLogs("medium", "how long log files are locked is changed", LOGS),
  PutBucketOwnershipControls: onLogs("low", "who owns new log files is changed", LOGS),
  PutBucketReplication: onLogs("low", "where log files are copied to is changed", LOGS),
  DeleteBucketReplication: onLogs("medium", "log files are no longer copied elsewhere", LOGS),
  PutBucketLogging: onLogs("low", "whether access to the logs is recorded is changed", LOGS),
  DeleteObject: logObject("critical", "log files are deleted", DESTROYED),
  DeleteObjectVersion: logObject("critical", "versions of log files are deleted for good", DESTROYED),
  DeleteObjects: onLogs("critical", "objects are deleted from the bucket by the hundred", DESTROYED),
  PutObject: logObject("high", "somebody else than CloudTrail writes a log file", REMOVED),
  CopyObject: logObject("high", "somebody else than CloudTrail writes a log file", REMOVED),
  PutObjectRetention: logObject("medium", "how long a log file is locked is changed", REMOVED),
  PutObjectLegalHold: logObject("medium", "a log file's legal hold is changed", REMOVED),
});

/** Only on buckets known to hold logs: elsewhere these calls are everyday work. */
function onLogBucket(judge: Rule): Rule {
  return (event, places) => {
    const bucket = bucketOf(event);
    const judgement = bucket !== undefined && places.buckets.has(bucket) ? judge(event, places) : undefined;
    return judgement && { ...judgement, target: `the log bucket ${bucket}` };
  };
}

function onLogs(level: Level, effect: string, attack: Judgement["attack"]): Rule {
  return onLogBucket(() => ({ level, effect, attack }));
}

/** On objects in CloudTrail's folder, whatever the bucket; its own delivery doesn't count. */
function logObject(level: Level, effect: string, attack: Judgement["attack"]): Rule {
  return (event, places: LogPlaces) => {
    const key = textAt(event.requestParameters, "key") ?? "";
    if (event.userIdentity?.type === "AWSService" || !LOG_KEY.test(key)) return undefined;
    const bucket = bucketOf(event) ?? "unknown";
    return {
      level,
      effect: `${effect}: ${shortName(key, event)}`,
      attack,
      target: places.buckets.has(bucket) ? `the log bucket ${bucket}` : `the bucket ${bucket}`,
    };
  };
}

function putPolicy({ requestParameters }: CloudTrailEvent): Judgement {
  const policy = valueAt(requestParameters, "bucketPolicy");
  if (policy === undefined)
    return { level: "medium", effect: "the bucket's policy is replaced; the record lacks it", attack: LOGS };
  return judgeBucketPolicy(policy);
}

function putLifecycle({ requestParameters }: CloudTrailEvent): Judgement {
  const found = expiries(requestParameters, 0);
  const current = fewest(found, false);
  const old = fewest(found, true);
  if (current === undefined) {
    const effect =
      old === undefined
        ? "what becomes of old log files is changed"
        : `deleted and overwritten log files are gone for good after ${count(old, "day")}`;
    return { level: "low", effect, attack: REMOVED };
  }
  const effect = `log files are deleted after ${count(current, "day")}`;
  return {
    level: current < LOOK_BACK_DAYS ? "high" : "low",
    effect,
    attack: current < LOOK_BACK_DAYS ? DESTROYED : REMOVED,
  };
}

interface Expiry {
  days: number;
  /** Of versions that are no longer the newest. */
  old: boolean;
}

/** The expiries that are in force; transitions to a cheaper class delete nothing. */
function expiries(value: unknown, depth: number, inExpiry = false): Expiry[] {
  if (typeof value !== "object" || value === null || depth > 12) return [];
  const fields = Object.entries(value);
  if (fields.some(([name, inner]) => /^status$/i.test(name) && inner === "Disabled")) return [];
  return fields.flatMap(([name, inner]) => {
    const expiry = inExpiry || /expiration$/i.test(name);
    const days = Number(inner);
    return expiry && /^(noncurrent)?days$/i.test(name) && Number.isFinite(days)
      ? { days, old: name.length > 4 }
      : expiries(inner, depth + 1, expiry);
  });
}

function fewest(found: readonly Expiry[], old: boolean): number | undefined {
  const days = found.filter((each) => each.old === old).map((each) => each.days);
  return days.length > 0 ? Math.min(...days) : undefined;
}

function publicAccess({ requestParameters }: CloudTrailEvent): Judgement | undefined {
  if (!holdsValue(requestParameters, "false")) return undefined;
  return { level: "high", effect: "part of what keeps the bucket from being public is off", attack: LOGS };
}
