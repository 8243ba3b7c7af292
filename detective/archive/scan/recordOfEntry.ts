import { isJsonObject } from "../../json";

/** What only a row of LookupEvents has. */
export const ROW_FIELD = "CloudTrailEvent";

/** A row of what `aws cloudtrail lookup-events` prints has the record inside, as text. */
export function recordOfEntry(entry: unknown): unknown {
  if (!isJsonObject(entry) || typeof entry.CloudTrailEvent !== "string") return entry;
  try {
    return JSON.parse(entry.CloudTrailEvent) as unknown;
  } catch {
    return entry.CloudTrailEvent;
  }
}
