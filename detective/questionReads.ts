import { newestFirst } from "./collect";
import { CloudTrailEvent } from "./event";
import { EventQuery, EventSet, Gap, Source, isComplete } from "./source";

/**
 * The part of the events that a question looks at: asked of it alone, it answers the same as of all events.
 *
 * For sources where everything is read anyway, such as log files; a reading with `max` would count other events.
 */
export interface QuestionReads extends Required<Pick<EventQuery, "needs" | "keep">> {
  /** What to read besides, once these are known. @default nothing */
  then?: (events: readonly CloudTrailEvent[]) => QuestionReads | undefined;
}

/** Reads the part of a source's events that a question looks at, in as many runs as it takes; see `collect`. */
export async function collectReads(
  source: Source,
  query: Omit<EventQuery, "needs" | "keep" | "max">,
  reads: QuestionReads,
): Promise<EventSet> {
  const events = new Map<unknown, CloudTrailEvent>();
  const gaps = new Map<string, Gap>();
  let { needs, keep, then } = reads;
  for (;;) {
    const reading = source.read({ ...query, needs, keep });
    for await (const event of reading) events.set(identityOf(event), event);
    const coverage = reading.coverage();
    for (const gap of coverage.gaps) gaps.set(JSON.stringify(gap), gap);
    const found = [...events.values()];
    const next = then?.(found);
    if (!next) {
      const all = [...gaps.values()];
      const whole = { ...coverage, events: found.length, gaps: all, complete: isComplete(all) };
      return { events: newestFirst(found), coverage: whole };
    }
    ({ needs, keep, then } = { then: undefined, ...next });
  }
}

/** The same in every run. */
function identityOf(event: CloudTrailEvent): unknown {
  const { eventID, origin } = event;
  return eventID ?? (origin ? `${origin.index} ${origin.file}` : event);
}
