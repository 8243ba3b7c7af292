import { Answer, eventTable } from "../answer";
import { newestFirst } from "../collect";
import { CloudTrailEvent } from "../event";
import { EventSet } from "../source";

/**
 * What happened last?
 *
 * @param limit how many events. @default 10
 */
export function recentEvents(
  set: EventSet,
  limit = 10,
): Answer<"time" | "event" | "source", CloudTrailEvent> {
  const newest = newestFirst(set.events).slice(0, limit);
  return eventTable(
    {
      id: "recentEvents",
      title: `The ${limit} most recent events`,
      columns: { time: ["Time", "time"], event: "Event", source: "Source" },
    },
    newest,
    ({ eventTime = "", eventName = "", eventSource = "" }) => ({
      time: eventTime,
      event: eventName,
      source: eventSource,
    }),
    set,
  );
}
