import { Answer } from "../answer";
import { CloudTrailEvent } from "../event";
import { EventSet } from "../source";
import { touchesResource } from "../touchesResource";
import { EventColumn, listEvents } from "./listEvents";

/**
 * Who touched the resource, by its name or ARN, and how? See `touchesResource`.
 *
 * It needs every event: LookupEvents' ResourceName lists a resource in few of the calls that name it, and in no denied
 * one.
 */
export function resourceEvents(set: EventSet, resource: string): Answer<EventColumn, CloudTrailEvent> {
  const events = set.events.filter((event) => touchesResource(event, resource));
  return listEvents({ ...set, events }, { id: "resourceEvents", title: `Events on ${resource}` });
}
