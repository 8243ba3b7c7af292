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
  return [...events].sort((a, b) => (timeOf(b) ?? -Infinity) - (timeOf(a) ?? -Infinity) || 0);
}
