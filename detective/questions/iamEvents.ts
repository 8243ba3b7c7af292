import { Answer, eventTable } from "../answer";
import { newestFirst } from "../collect";
import { CloudTrailEvent } from "../event";
import { principalName } from "../principal";
import { EventSet } from "../source";

export const IAM_SOURCE = "iam.amazonaws.com";

/** What was done in IAM, and by whom? */
export function iamEvents(set: EventSet): Answer<"time" | "event" | "user", CloudTrailEvent> {
  return eventTable(
    {
      id: "iamEvents",
      title: "IAM events",
      columns: { time: ["Time", "time"], event: "Event", user: ["User", "who"] },
    },
    newestFirst(set.events.filter(({ eventSource }) => eventSource === IAM_SOURCE)),
    (event) => ({ time: event.eventTime ?? "", event: event.eventName ?? "", user: principalName(event) }),
    set,
  );
}
