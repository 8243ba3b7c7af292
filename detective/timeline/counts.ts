import { CloudTrailEvent } from "../event";
import { groupBy } from "../groupBy";

/** An event and what it was. */
export interface IncidentMoment {
  event: CloudTrailEvent;
  what: string;
}

/** How often each value occurs, the most frequent first; empty ones don't count. */
export function mostFrequent(
  events: readonly CloudTrailEvent[],
  value: (event: CloudTrailEvent) => string,
): { name: string; number: number }[] {
  return perBucket(events, value)
    .map(({ key, events: { length } }) => ({ name: key, number: length }))
    .filter(({ name }) => name !== "");
}

/** The events by a key, the largest group first. */
export function perBucket(
  events: readonly CloudTrailEvent[],
  key: (event: CloudTrailEvent) => string,
): { key: string; events: [CloudTrailEvent, ...CloudTrailEvent[]] }[] {
  return [...groupBy(events, key)]
    .map(([name, group]) => ({ key: name, events: group }))
    .sort((a, b) => b.events.length - a.events.length);
}
