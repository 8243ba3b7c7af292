import { Answer } from "../answer";
import { CloudTrailEvent } from "../event";
import { onThread, threadReads } from "../onThread";
import { EventSet } from "../source";
import { Thread, ThreadKind } from "../thread";
import { EventColumn, listEvents } from "./listEvents";

const TITLES: Readonly<Record<ThreadKind, string>> = {
  user: "Calls by",
  session: "Calls in the session",
  "access-key": "Calls with the access key",
  arn: "Calls by",
  ip: "Calls from",
  resource: "Calls that touched",
  event: "The event",
};

/** What did this user, role, session or access key do, or what came from this address? See `onThread`. */
export function eventsBy(set: EventSet, thread: Thread): Answer<EventColumn, CloudTrailEvent> {
  const events = set.events.filter((event) => onThread(event, thread));
  return listEvents({ ...set, events }, { id: "eventsBy", title: `${TITLES[thread.kind]} ${thread.value}` });
}

/** What to read for it; undefined for everything. */
export const eventsByReads = threadReads;
