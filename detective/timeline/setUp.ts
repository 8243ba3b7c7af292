import { CloudTrailEvent, timeOf } from "../event";
import { outcomeOf } from "../outcomeOf";
import { principalKey } from "../principal";
import { textAt } from "../textAt";

/** What is changed on a new trail by its maker within this time is part of making it, in ms. */
const SETTLING_MS = 10 * 60_000;

/**
 * The calls that set a trail up, of which none covers tracks: on its bucket, made in these records, before the trail was
 * there; and on the trail itself by who made it, right afterwards.
 */
export function setUp(events: readonly CloudTrailEvent[]): ReadonlySet<CloudTrailEvent> {
  const trails = events.filter(
    (event) =>
      event.eventSource === "cloudtrail.amazonaws.com" &&
      event.eventName === "CreateTrail" &&
      outcomeOf(event) === "success",
  );
  // Most incidents have none, and then the events need not be looked at again.
  if (trails.length === 0) return new Set();
  const done = events.filter((event) => outcomeOf(event) === "success");
  const made = new Set(
    done.filter(({ eventName }) => eventName === "CreateBucket").map((event) => bucketOf(event)),
  );
  return new Set(
    trails.flatMap((trail) => {
      const at = timeOf(trail) ?? -Infinity;
      const name = textAt(trail.requestParameters, "name");
      const bucket = textAt(trail.requestParameters, "s3BucketName");
      return done.filter((event) => {
        const time = timeOf(event) ?? Infinity;
        if (bucket !== undefined && made.has(bucket) && bucketOf(event) === bucket) return time <= at;
        const ofTrail = name !== undefined && nameOf(event) === name;
        const settling = time >= at && time <= at + SETTLING_MS;
        return ofTrail && settling && principalKey(event) === principalKey(trail);
      });
    }),
  );
}

function bucketOf({ eventSource, requestParameters }: CloudTrailEvent): string | undefined {
  return eventSource === "s3.amazonaws.com" ? textAt(requestParameters, "bucketName") : undefined;
}

/** The trail that selectors are put on, by its name also where its ARN was given. */
function nameOf({ eventSource, eventName, requestParameters }: CloudTrailEvent): string | undefined {
  if (eventSource !== "cloudtrail.amazonaws.com" || !/^Put(Event|Insight)Selectors$/.test(eventName ?? "")) {
    return undefined;
  }
  return textAt(requestParameters, "trailName")?.split("/").at(-1);
}
