import { Answer, eventTable } from "../answer";
import { newestFirst } from "../collect";
import { principalName } from "../principal";
import { EventSet } from "../source";
import { shorten } from "../text";

const MESSAGE_LENGTH = 120;

/** Which calls failed or were denied, by whom and from where? An event counts when its record has an errorCode. */
export function failedEvents(
  set: EventSet,
): Answer<"time" | "event" | "user" | "errorCode" | "sourceIp" | "message"> {
  return eventTable(
    {
      id: "failedEvents",
      title: "Failed and denied calls",
      columns: {
        time: "Time",
        event: "Event",
        user: "User",
        errorCode: "Error code",
        sourceIp: "Source IP",
        message: "Message",
      },
    },
    newestFirst(set.events.filter(({ errorCode }) => Boolean(errorCode))),
    (event) => ({
      time: event.eventTime ?? "",
      event: event.eventName ?? "",
      user: principalName(event),
      errorCode: event.errorCode ?? "",
      sourceIp: event.sourceIPAddress ?? "",
      message: shorten(event.errorMessage ?? "", MESSAGE_LENGTH),
    }),
    set,
  );
}
