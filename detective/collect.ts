import { CloudTrailEvent, timeOf } from "./event";
import { EventSet, Reading } from "./source";

/** Reads to the end; events newest first, those without a readable time last. */
export async function collect(reading: Reading): Promise<EventSet> {
  const events: CloudTrailEvent[] = [];
  for await (const event of reading) events.push(event);
  return { events: newestFirst(events), coverage: reading.coverage() };
}

/** A sorted copy; events of the same second keep their order. */
export function newestFirst(events: readonly CloudTrailEvent[]): CloudTrailEvent[] {
  // Each time is read once: there may be hundreds of thousands.
  return events
    .map((event) => ({ event, time: timeOf(event) ?? -Infinity }))
    .sort((a, b) => b.time - a.time || 0)
    .map(({ event }) => event);
}
