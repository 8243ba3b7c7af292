import { CloudTrailEvent, timeOf } from "../../detective/event";
import { matcher } from "../../detective/sources/matches";
import { EventQuery, Gap, Source, isComplete } from "../../detective/source";

/** A source of events in memory that remembers what it was asked. */
export function memorySource(
  events: readonly CloudTrailEvent[],
  { targeted = false, gaps = [] }: { targeted?: boolean; gaps?: readonly Gap[] } = {},
): Source & { queries: EventQuery[] } {
  const queries: EventQuery[] = [];
  return {
    name: "memory",
    targeted,
    queries,
    read(query = {}) {
      queries.push(query);
      const meets = matcher(query.where);
      const found = events.filter((event) => {
        const time = timeOf(event) ?? 0;
        if (query.startTime && time < query.startTime.getTime()) return false;
        if (query.endTime && time > query.endTime.getTime()) return false;
        return meets(event) && query.keep?.(event) !== false;
      });
      const handed = found.slice(0, query.max);
      return {
        async *[Symbol.asyncIterator]() {
          yield* await Promise.resolve(handed);
        },
        coverage: () => ({
          source: "memory",
          regions: ["us-east-1"],
          events: handed.length,
          complete: isComplete(gaps),
          gaps,
        }),
      };
    },
  };
}
