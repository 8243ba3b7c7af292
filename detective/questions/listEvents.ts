import { Answer, eventTable } from "../answer";
import { apiOf } from "../apiOf";
import { newestFirst } from "../collect";
import { parseDenial } from "../denial";
import { shortName } from "../describe/targetOf";
import { CloudTrailEvent } from "../event";
import { normaliseIp } from "../ipAddress";
import { outcomeOf } from "../outcomeOf";
import { principalName } from "../principal";
import { EventSet } from "../source";
import { resourcesOf } from "../sources/resourcesOf";

/** The columns of a listing of events. */
export type EventColumn = "time" | "event" | "who" | "from" | "region" | "outcome" | "resources";

/** What a listing is called. */
export interface EventListing {
  title: string;
  /** @default listEvents */
  id?: string;
  /** At most so many, the newest. @default all */
  limit?: number;
}

/** More names than this say less than their number. */
const MOST_RESOURCES = 4;

/**
 * Events as a table, newest first: when, what, who, from where, with what outcome, on what.
 *
 * The column of the Region is left out where all events have the same one; the rows have it always.
 */
export function listEvents(set: EventSet, listing: EventListing): Answer<EventColumn, CloudTrailEvent> {
  const events = newestFirst(set.events).slice(0, listing.limit);
  const table = eventTable<EventColumn>(
    {
      id: listing.id ?? "listEvents",
      title: listing.title,
      columns: {
        time: ["Time", "time"],
        event: "Event",
        who: ["Who", "who"],
        from: ["From", "who"],
        region: "Region",
        outcome: "Outcome",
        resources: ["Resources", "text"],
      },
    },
    events,
    eventRow,
    set,
  );
  const regions = new Set(table.rows.map(({ region }) => region));
  return regions.size > 1
    ? table
    : { ...table, columns: table.columns.filter(({ key }) => key !== "region") };
}

function eventRow(event: CloudTrailEvent): Record<EventColumn, string> {
  return {
    time: event.eventTime ?? "",
    event: apiOf(event),
    who: principalName(event),
    from: fromWhere(event),
    region: event.awsRegion ?? "",
    outcome: event.errorCode || outcomeOf(event),
    resources: resourceNames(event),
  };
}

/** The address that the call came from in its shortest spelling, or the AWS service. */
export function fromWhere({ sourceIPAddress = "" }: CloudTrailEvent): string {
  return normaliseIp(sourceIPAddress) ?? sourceIPAddress;
}

function resourceNames(event: CloudTrailEvent): string {
  const refused = event.errorCode ? parseDenial(event.errorMessage)?.resource : undefined;
  const names = [...resourcesOf(event).map(({ name }) => name), ...(refused ? [refused] : [])]
    // LookupEvents lists the caller's own key, too.
    .filter((name) => name !== event.userIdentity?.accessKeyId)
    .map((name) => shortName(name, event))
    .filter((name) => name !== "*");
  const unlike = [...new Set(names)];
  const rest = unlike.length - MOST_RESOURCES;
  return [...unlike.slice(0, MOST_RESOURCES), ...(rest > 0 ? [`and ${rest} more`] : [])].join(", ");
}
