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
  const candidates = oldestFirst.filter((event) => apis.has(apiOf(event)) && outcomeOf(event) === "success");
  const byCaller = groupBy(
    candidates.flatMap((event) => callerKeys(event).map((key) => ({ key, event }))),
    ({ key }) => key,
  );
  const targets = new Map<CloudTrailEvent, string | undefined>();
  const nameOf = (event: CloudTrailEvent) => {
    if (!targets.has(event)) targets.set(event, plainTarget(event));
    return targets.get(event);
  };
  return (refused) => {
    const start = timeOf(refused[0]);
    const found = callerKeys(refused[0])
      .flatMap((key) => byCaller.get(key) ?? [])
      .map(({ event }) => event);
    const unlike = [...new Set(found)].sort((a, b) => (timeOf(a) ?? 0) - (timeOf(b) ?? 0));
    if (start === undefined) return { how: "no", before: false };
    const wanted = new Set(refused.map(nameOf));
    // A refusal's record may not say what it was on: then any success may be the same.
    const same = (event: CloudTrailEvent) =>
      wanted.has(undefined) || nameOf(event) === undefined || wanted.has(nameOf(event));
    const after = unlike.filter((event) => (timeOf(event) ?? -Infinity) >= start);
    const before = unlike.some((event) => (timeOf(event) ?? Infinity) < start && same(event));
    const event = after.find(same);
    if (event) return { how: "yes", event, before };
    return after[0] ? { how: "elsewhere", event: after[0], before } : { how: "no", before };
  };
}

function callerKeys(event: CloudTrailEvent): readonly string[] {
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
