import { Answer } from "../answer";
import { CloudTrailEvent, timeOf } from "../event";
import { EventConditions, EventSet } from "../source";
import { matcher } from "../sources/matches";
import { EventColumn, listEvents } from "./listEvents";

/** Which events are listed. */
export interface Selection {
  /** By name, service, resource type, …: conditions that all hold. @default none */
  where?: EventConditions;
  /** Inclusive. @default as far back as the set reaches */
  since?: Date;
  /** Inclusive. @default to the newest */
  until?: Date;
  /** At most so many, the newest. @default all */
  limit?: number;
}

const WORDS: Readonly<Record<keyof EventConditions, string>> = {
  EventId: "with the id",
  EventName: "called",
  ReadOnly: "with readOnly",
  Username: "by",
  ResourceType: "on resources of type",
  ResourceName: "on",
  EventSource: "of",
  AccessKeyId: "with the access key",
};

/**
 * Which events have these attributes (a name, a service, a resource type, …) and are of this time?
 *
 * An event whose time can't be read is in no range of time.
 * @throws QueryError see `checkWhere`
 */
export function eventsWhere(set: EventSet, selection: Selection = {}): Answer<EventColumn, CloudTrailEvent> {
  const { where = {}, since, until, limit } = selection;
  const meets = matcher(where);
  const events = set.events.filter((event) => meets(event) && isWithin(event, since, until));
  return listEvents({ ...set, events }, { id: "eventsWhere", title: titleOf(selection), limit });
}

/** What to read for it. */
export function eventsWhereReads({ where }: Selection): EventConditions | undefined {
  return where;
}

function isWithin(event: CloudTrailEvent, since: Date | undefined, until: Date | undefined): boolean {
  if (!since && !until) return true;
  const time = timeOf(event);
  if (time === undefined) return false;
  return time >= (since?.getTime() ?? -Infinity) && time <= (until?.getTime() ?? Infinity);
}

function titleOf({ where = {}, since, until, limit }: Selection): string {
  const conditions = (Object.keys(where) as (keyof EventConditions)[]).map(
    (key) => `${WORDS[key]} ${where[key]}`,
  );
  const range = [since && `since ${isoSecond(since)}`, until && `until ${isoSecond(until)}`];
  const head = limit === undefined ? "Events" : `The ${limit} most recent events`;
  return [head, ...conditions, ...range].filter(Boolean).join(" ");
}

/** ISO 8601 without milliseconds, as records write it. */
export function isoSecond(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
