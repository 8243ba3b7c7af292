import { Answer, eventTable } from "../answer";
import { newestFirst } from "../collect";
import { CloudTrailEvent } from "../event";
import { principalName } from "../principal";
import { EventSet } from "../source";
import { bucketInArn } from "./bucketOf";

/** Request parameters that hold a bucket's name: bucketName (S3), s3BucketName (CloudTrail), targetBucket, bucket. */
const BUCKET_PARAMETER = /bucket(name)?$/i;
/** Requests are at most 100 KB in a record; what is nested deeper than this is no S3 name. */
const MAX_DEPTH = 20;

/**
 * Who touched the bucket, with what call, from where?
 *
 * An event counts when a request parameter names the bucket, or a parameter or a resource is the ARN of the bucket or
 * of an object in it. A bucket that only starts with the same name doesn't count.
 */
export function bucketEvents(
  set: EventSet,
  bucket: string,
): Answer<"time" | "event" | "user" | "sourceIp" | "outcome", CloudTrailEvent> {
  return eventTable(
    {
      id: "bucketEvents",
      title: `Events on bucket ${bucket}`,
      columns: {
        time: ["Time", "time"],
        event: "Event",
        user: ["User", "who"],
        sourceIp: "Source IP",
        outcome: "Outcome",
      },
    },
    newestFirst(set.events.filter((event) => touchesBucket(event, bucket))),
    (event) => ({
      time: event.eventTime ?? "",
      event: event.eventName ?? "",
      user: principalName(event),
      sourceIp: event.sourceIPAddress ?? "",
      outcome: event.errorCode ?? "success",
    }),
    set,
  );
}

/** Whether the event names the bucket in its request or its resources. */
export function touchesBucket(event: CloudTrailEvent, bucket: string): boolean {
  return (
    namedInResources(event, bucket) ||
    (event.requestParameters ? namedIn(event.requestParameters, bucket, "", 0) : false)
  );
}

function namedInResources({ resources = [], lookup }: CloudTrailEvent, bucket: string): boolean {
  return (
    resources.some(({ ARN = "" }) => bucketInArn(ARN) === bucket) ||
    (lookup?.resources ?? []).some(({ type, name = "" }) => {
      if (bucketInArn(name) === bucket) return true;
      if (type === "AWS::S3::Bucket") return name === bucket;
      return type === "AWS::S3::Object" && name.startsWith(`${bucket}/`);
    })
  );
}

function namedIn(value: unknown, bucket: string, parameter: string, depth: number): boolean {
  if (typeof value === "string") {
    return (value === bucket && BUCKET_PARAMETER.test(parameter)) || bucketInArn(value) === bucket;
  }
  if (typeof value !== "object" || value === null || depth >= MAX_DEPTH) return false;
  return Object.entries(value).some(([name, inner]) =>
    namedIn(inner, bucket, Array.isArray(value) ? parameter : name, depth + 1),
  );
}
