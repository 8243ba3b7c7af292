import { CloudTrailEvent, timeOf } from "../event";

const UNITS: readonly (readonly [seconds: number, unit: string])[] = [
  [86_400, "d"],
  [3600, "h"],
  [60, "min"],
];

/** A length of time in its largest fitting unit: `45 s`, `4 min`, `3 h`, `13 d`; milliseconds in, `?` where unknown. */
export function duration(ms: number): string {
  if (Number.isNaN(ms)) return "?";
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const [size, unit] = UNITS.find(([each]) => seconds >= each) ?? [1, "s"];
  return `${Math.floor(seconds / size)} ${unit}`;
}

/** How long it is from the first to the last of two times as recorded, see `duration`. */
export function lengthOf({ first, last }: { first: string; last: string }): string {
  return duration(Date.parse(last) - Date.parse(first));
}

/** When the first and the last of the events happened, as their records say it; empty where none does readably. */
export function spanOf(events: readonly CloudTrailEvent[]): { first: string; last: string } {
  let [first, last] = ["", ""];
  let [from, to] = [Infinity, -Infinity];
  for (const event of events) {
    const time = timeOf(event);
    if (time === undefined) continue;
    if (time < from) [from, first] = [time, event.eventTime ?? ""];
    if (time >= to) [to, last] = [time, event.eventTime ?? ""];
  }
  return { first, last };
}
