import { Answer, eventTable } from "../answer";
import { newestFirst } from "../collect";
import { CloudTrailEvent } from "../event";
import { principalName } from "../principal";
import { EventSet } from "../source";

/** Which calls failed or were denied, by whom and from where? An event counts when its record has an errorCode. */
export function failedEvents(
  set: EventSet,
): Answer<"time" | "event" | "user" | "errorCode" | "sourceIp" | "message", CloudTrailEvent> {
  return eventTable(
    {
      id: "failedEvents",
      title: "Failed and denied calls",
      columns: {
        time: ["Time", "time"],
        event: "Event",
        user: ["User", "who"],
        errorCode: "Error code",
        sourceIp: "Source IP",
        message: ["Message", "text"],
      },
    },
    newestFirst(set.events.filter(({ errorCode }) => Boolean(errorCode))),
    (event) => ({
      time: event.eventTime ?? "",
      event: event.eventName ?? "",
      user: principalName(event),
      errorCode: event.errorCode ?? "",
      sourceIp: event.sourceIPAddress ?? "",
      message: event.errorMessage ?? "",
    }),
    set,
  );
}
