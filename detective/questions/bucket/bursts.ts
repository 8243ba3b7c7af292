import { CloudTrailEvent, timeOf } from "../../event";
import { Finding } from "../../finding";
import { groupBy } from "../../groupBy";
import { principalName } from "../../principal";
import { techniques } from "../../techniques";
import { fromWhere } from "../listEvents";
import { lengthOf, spanOf } from "../wordsOfTime";
import { AccessKind, accessKind, isOnBucket } from "./accessKind";
import { isInstance } from "./instanceSession";
import { count } from "../../wording";

/** How many calls within how long are a burst. */
export interface BurstLimit {
  /** @default 100 */
  count?: number;
  /** @default 5 */
  minutes?: number;
}

/** Many calls of one caller on a bucket's objects in a short time. */
export interface Burst extends Finding {
  kind: "bucket-burst";
  count: number;
}

type Deed = "read" | "write" | "delete";

const DEEDS: Readonly<Partial<Record<AccessKind, Deed>>> = {
  read: "read",
  list: "read",
  write: "write",
  delete: "delete",
};
const WORDS: Readonly<Record<Deed, string>> = {
  read: "read and listing call",
  write: "write",
  delete: "deletion",
};

/**
 * Runs of calls in which every so many minutes hold so many calls, by caller and deed.
 *
 * `ListBuckets` names no bucket but begins such a run, so it counts for its caller; a run must hold a call on the bucket.
 */
export function bursts(
  oldestFirst: readonly CloudTrailEvent[],
  bucket: string,
  limit: BurstLimit = {},
): Burst[] {
  const { count: least = 100, minutes = 5 } = limit;
  const calls = oldestFirst.flatMap((event) => {
    const deed = deedOf(event, bucket);
    const time = timeOf(event);
    return deed && time !== undefined ? { event, deed, time } : [];
  });
  const byCaller = groupBy(calls, ({ event, deed }) =>
    JSON.stringify([deed, principalName(event), event.userIdentity?.accessKeyId]),
  );
  return [...byCaller.values()].flatMap((group) =>
    runs(group, Math.max(1, least), minutes * 60_000)
      .filter((run) => run.some(({ event }) => isOnBucket(event, bucket)))
      .map((run) =>
        burst(
          run.map(({ event }) => event),
          run[0]!.deed,
          bucket,
        ),
      ),
  );
}

function deedOf(event: CloudTrailEvent, bucket: string): Deed | undefined {
  if (event.eventSource !== "s3.amazonaws.com") return undefined;
  if (event.eventName === "ListBuckets") return "read";
  return isOnBucket(event, bucket) ? DEEDS[accessKind(event, bucket)] : undefined;
}

/** Stretches all of whose calls are in some window that holds enough of them; `calls` come oldest first. */
function runs<T extends { time: number }>(calls: readonly T[], least: number, windowMs: number): T[][] {
  const found: T[][] = [];
  let begin = 0;
  let taken = 0;
  calls.forEach(({ time }, end) => {
    while (time - calls[begin]!.time > windowMs) begin++;
    if (end - begin + 1 < least) return;
    const last = found.at(-1);
    if (last && begin < taken) last.push(...calls.slice(taken, end + 1));
    else found.push(calls.slice(begin, end + 1));
    taken = end + 1;
  });
  return found;
}

function burst(events: readonly CloudTrailEvent[], deed: Deed, bucket: string): Burst {
  const [event] = events;
  const instance = isInstance(event!);
  const { first, last } = spanOf(events);
  const refused = events.filter(({ errorCode }) => errorCode).length;
  const listings = events.filter(({ eventName = "" }) => /^(List|Head)/.test(eventName)).length;
  const long = lengthOf({ first, last });
  const parts = [
    instance ? "The caller is the role of an instance" : "One caller made them all",
    ...(deed === "read" ? [`${listings} of the calls are listings`] : []),
    ...(refused > 0 ? [`${refused} were refused or failed`] : []),
    ...(instance && deed === "read" ? ["credentials taken from an instance are used like this"] : []),
  ];
  return {
    kind: "bucket-burst",
    level: refused === events.length ? "medium" : instance || deed === "delete" ? "high" : "medium",
    title: `${count(events.length, WORDS[deed])} on ${bucket} in ${long}`,
    why: `${parts.join("; ")}.`,
    who: principalName(event!),
    from: [...new Set(events.map(fromWhere))].filter((address) => address !== ""),
    target: `the bucket ${bucket}`,
    outcome: refused === events.length ? "denied" : "success",
    first,
    last,
    attack:
      deed === "read" ? techniques("T1530", "T1619") : techniques(deed === "delete" ? "T1485" : "T1486"),
    evidence: events.flatMap(({ eventID }) => eventID ?? []),
    count: events.length,
  };
}
