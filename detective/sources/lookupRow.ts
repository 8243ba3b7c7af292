import { CloudTrailEvent, parseEvent, timeOf } from "../event";

type ResourceRow = NonNullable<LookupRow["Resources"]>[number];

/** One row of LookupEvents' answer: the record as text, and what the API says beside it. */
export interface LookupRow {
  EventId?: string;
  EventName?: string;
  ReadOnly?: string;
  AccessKeyId?: string;
  EventTime?: Date;
  EventSource?: string;
  Username?: string;
  Resources?: readonly { ResourceType?: string; ResourceName?: string }[];
  CloudTrailEvent?: string;
}

/** The row's record; where the record lacks or garbles something that the row says too, the row's word is taken. */
export function parseLookupRow(row: LookupRow): CloudTrailEvent {
  const event = row.CloudTrailEvent === undefined ? {} : parseEvent(row.CloudTrailEvent);
  if (row.EventId !== undefined) event.eventID ??= row.EventId;
  if (row.EventName !== undefined) event.eventName ??= row.EventName;
  if (row.EventSource !== undefined) event.eventSource ??= row.EventSource;
  if (timeOf(event) === undefined) {
    const time = isoTime(row.EventTime);
    if (time !== undefined) event.eventTime = time;
  }
  if (row.ReadOnly === "true" || row.ReadOnly === "false") event.readOnly ??= row.ReadOnly === "true";
  if (row.AccessKeyId) event.userIdentity = { accessKeyId: row.AccessKeyId, ...event.userIdentity };
  event.lookup = {
    ...(row.Username === undefined ? {} : { username: row.Username }),
    resources: (Array.isArray(row.Resources) ? (row.Resources as ResourceRow[]) : []).map(
      ({ ResourceType, ResourceName }) => ({
        ...(ResourceType === undefined ? {} : { type: ResourceType }),
        ...(ResourceName === undefined ? {} : { name: ResourceName }),
      }),
    ),
  };
  return event;
}

function isoTime(time: Date | undefined): string | undefined {
  return time instanceof Date && !Number.isNaN(time.getTime())
    ? time.toISOString().replace(".000Z", "Z")
    : undefined;
}
