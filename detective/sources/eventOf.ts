import { CloudTrailEvent, parseEvent } from "../event";
import { JsonObject, isJsonObject } from "../json";
import { LookupRow, parseLookupRow } from "./lookupRow";

/** Reads one entry of a file: a record, or a row of LookupEvents' answer as the AWS CLI prints it. */
export function eventOf(entry: unknown): CloudTrailEvent {
  if (isJsonObject(entry) && typeof entry.CloudTrailEvent === "string") return parseLookupRow(rowOf(entry));
  return parseEvent(entry);
}

/** The file may hold anything under the row's names. */
function rowOf(entry: JsonObject): LookupRow {
  const text = (name: string) => (typeof entry[name] === "string" ? entry[name] : undefined);
  const resources = Array.isArray(entry.Resources) ? entry.Resources.filter(isJsonObject) : [];
  const resourceText = (resource: JsonObject, name: string) =>
    typeof resource[name] === "string" ? { [name]: resource[name] } : {};
  return {
    EventId: text("EventId"),
    EventName: text("EventName"),
    ReadOnly: text("ReadOnly"),
    AccessKeyId: text("AccessKeyId"),
    EventTime: timeIn(entry.EventTime),
    EventSource: text("EventSource"),
    Username: text("Username"),
    Resources: resources.map((resource) => ({
      ...resourceText(resource, "ResourceType"),
      ...resourceText(resource, "ResourceName"),
    })),
    CloudTrailEvent: text("CloudTrailEvent"),
  };
}

/** The CLI writes ISO 8601, or seconds since 1970. */
function timeIn(value: unknown): Date | undefined {
  if (typeof value === "number") return new Date(value * 1000);
  return typeof value === "string" ? new Date(value) : undefined;
}
