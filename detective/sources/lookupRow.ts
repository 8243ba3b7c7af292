import { CloudTrailEvent, parseEvent } from "../event";

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
  event.eventID ??= row.EventId;
  event.eventName ??= row.EventName;
  event.eventSource ??= row.EventSource;
  event.eventTime ??= isoTime(row.EventTime);
  if (row.ReadOnly !== undefined) event.readOnly ??= row.ReadOnly === "true";
  if (row.AccessKeyId && !event.userIdentity) event.userIdentity = { accessKeyId: row.AccessKeyId };
  event.lookup = {
    ...(row.Username === undefined ? {} : { username: row.Username }),
    resources: (row.Resources ?? []).map(({ ResourceType, ResourceName }) => ({
      ...(ResourceType === undefined ? {} : { type: ResourceType }),
      ...(ResourceName === undefined ? {} : { name: ResourceName }),
    })),
  };
  return event;
}

function isoTime(time: Date | undefined): string | undefined {
  return time && !Number.isNaN(time.getTime()) ? time.toISOString().replace(".000Z", "Z") : undefined;
}
