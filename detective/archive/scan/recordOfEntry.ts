import { isJsonObject } from "../../json";

/** What only a row of LookupEvents has. */
export const ROW_FIELD = "CloudTrailEvent";

/** A row of what `aws cloudtrail lookup-events` prints has the record inside, as text; an entry may be such a text too. */
export function recordOfEntry(entry: unknown): unknown {
  const text = isJsonObject(entry) ? entry.CloudTrailEvent : entry;
  if (typeof text !== "string") return entry;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
