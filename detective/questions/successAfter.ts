import { apiOf } from "../apiOf";
import { targetOf } from "../describe/targetOf";
import { CloudTrailEvent, timeOf } from "../event";
import { groupBy } from "../groupBy";
import { outcomeOf } from "../outcomeOf";
import { principalKey } from "../principal";
import { fromWhere } from "./listEvents";

/** Whether the same call worked for the same caller after it was refused. */
export interface Success {
  how: "yes" | "elsewhere" | "no";
  /** The first success after the first refusal; absent where there is none. */
  event?: CloudTrailEvent;
  /** Whether there was one before it, too. */
  before: boolean;
}

interface Timed {
  event: CloudTrailEvent;
  time: number;
}

type Refused = readonly [CloudTrailEvent, ...CloudTrailEvent[]];

/**
 * Looks up what worked: of events that come oldest first, those successes whose API is among the refused ones.
 *
 * The caller is the same principal or the same access key; at the sign-in, where a record hides an unknown user's name,
 * also the same address.
 */
export function successIndex(
  oldestFirst: readonly CloudTrailEvent[],
  apis: ReadonlySet<string>,
): (refused: Refused) => Success {
  const candidates = oldestFirst.flatMap((event) => {
    const time = timeOf(event);
    return time !== undefined && apis.has(apiOf(event)) && outcomeOf(event) === "success"
      ? { event, time }
      : [];
  });
  const keyed = candidates.flatMap(({ event, time }) =>
    callerKeys(event).map((key) => ({ key, event, time })),
  );
  const byCaller: ReadonlyMap<string, readonly Timed[]> = groupBy(keyed, ({ key }) => key);
  const targets = new Map<CloudTrailEvent, string | undefined>();
  const nameOf = (event: CloudTrailEvent) => {
    if (!targets.has(event)) targets.set(event, plainTarget(event));
    return targets.get(event);
  };
  return (refused) => {
    const start = timeOf(refused[0]);
    if (start === undefined) return { how: "no", before: false };
    const wanted = new Set(refused.map(nameOf));
    // A refusal's record may not say what it was on: then any success may be the same.
    const same = ({ event }: { event: CloudTrailEvent }) =>
      wanted.has(undefined) || nameOf(event) === undefined || wanted.has(nameOf(event));
    const lists = callerKeys(refused[0]).flatMap((key) => {
      const list = byCaller.get(key);
      return list ? [{ list, begin: list.findIndex(({ time }) => time >= start) }] : [];
    });
    const before = lists.some(({ list, begin }) =>
      list.some((each, index) => (begin < 0 || index < begin) && same(each)),
    );
    const later = lists.flatMap(({ list, begin }) => (begin < 0 ? [] : [{ list, begin }]));
    const event = earliest(
      later.map(({ list, begin }) => list.find((each, index) => index >= begin && same(each))),
    );
    if (event) return { how: "yes", event, before };
    const elsewhere = earliest(later.map(({ list, begin }) => list[begin]));
    return elsewhere ? { how: "elsewhere", event: elsewhere, before } : { how: "no", before };
  };
}

function earliest(found: readonly (Timed | undefined)[]): CloudTrailEvent | undefined {
  return found.reduce((best, each) => (each && (!best || each.time < best.time) ? each : best), undefined)
    ?.event;
}

/** What a caller is known by in calls of one API; the same texts for the same caller and the same API only. */
export function callerKeys(event: CloudTrailEvent): readonly string[] {
  const api = apiOf(event);
  const principal = principalKey(event);
  const key = event.userIdentity?.accessKeyId;
  const signIn = event.eventSource === "signin.amazonaws.com";
  return [
    ...(principal === "unknown" ? [] : [`${api} principal ${principal}`]),
    ...(key ? [`${api} key ${key}`] : []),
    ...(signIn ? [`${api} address ${fromWhere(event)}`] : []),
  ];
}

/** What the call was on without its kind; of an object the bucket, as a refusal may name either. */
function plainTarget(event: CloudTrailEvent): string | undefined {
  const name = targetOf(event)?.replace(/^the [a-z ]+ (?=\S+$)/, "");
  return event.eventSource === "s3.amazonaws.com" ? name?.split("/")[0] : name;
}
