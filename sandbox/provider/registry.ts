import { namedQuery, workgroup } from "./resources/athena";
import { trail } from "./resources/cloudtrail";
import { alias, key, keyPolicy } from "./resources/kms";
import { logGroup } from "./resources/cloudwatch";
import { metricAlarm } from "./resources/cloudwatchAlarm";
import { eventRule } from "./resources/cloudwatchEventRule";
import { eventTarget } from "./resources/cloudwatchEventTarget";
import { logMetricFilter } from "./resources/cloudwatchMetricFilter";
import { catalogDatabase, catalogTable } from "./resources/glueCatalog";
import { role, rolePolicy } from "./resources/iam";
import { bucket } from "./resources/s3Bucket";
import { bucketLifecycle } from "./resources/s3BucketLifecycle";
import { bucketLogging } from "./resources/s3BucketLogging";
import {
  bucketObjectLock,
  bucketOwnership,
  bucketPolicy,
  bucketPublicAccessBlock,
  bucketVersioning,
} from "./resources/s3BucketSettings";
import { bucketEncryption } from "./resources/s3BucketEncryption";
import { topic, topicPolicy } from "./resources/snsTopic";
import { topicSubscription } from "./resources/snsTopicSubscription";
import { queue, queuePolicy } from "./resources/sqsQueue";
import type { AnyRecord } from "./record";

const files: Record<string, AnyRecord[]> = {
  athena: [workgroup, namedQuery],
  cloudtrail: [trail],
  cloudwatch: [logGroup],
  cloudwatchAlarm: [metricAlarm],
  cloudwatchEventRule: [eventRule],
  cloudwatchEventTarget: [eventTarget],
  cloudwatchMetricFilter: [logMetricFilter],
  glueCatalog: [catalogDatabase, catalogTable],
  iam: [role, rolePolicy],
  kms: [key, alias, keyPolicy],
  s3Bucket: [bucket],
  s3BucketEncryption: [bucketEncryption],
  s3BucketLifecycle: [bucketLifecycle],
  s3BucketLogging: [bucketLogging],
  s3BucketSettings: [
    bucketPolicy,
    bucketPublicAccessBlock,
    bucketOwnership,
    bucketVersioning,
    bucketObjectLock,
  ],
  snsTopic: [topic, topicPolicy],
  snsTopicSubscription: [topicSubscription],
  sqsQueue: [queue, queuePolicy],
};

const records = new Map(
  Object.entries(files).flatMap(([file, list]) =>
    list.map((record) => [record.type, { record, file: `sandbox/provider/resources/${file}.ts` }] as const),
  ),
);

/** The resource types the sandbox's provider serves, as Pulumi writes them (`aws:s3/bucket:Bucket`). */
export const supportedTypes: readonly string[] = [...records.keys()].sort();

/** The record of a resource type and the file it is in; throws, naming the type, when there is none. */
export function recordOf(type: string): { record: AnyRecord; file: string } {
  const found = records.get(type);
  if (found) return found;
  const service = /^aws:([^/:]+)/.exec(type)?.[1] ?? "service";
  throw new Error(
    `${type} is not served by the sandbox's aws provider; ` +
      `add a record for it in sandbox/provider/resources/${service}.ts and to sandbox/provider/registry.ts`,
  );
}
