import { isJsonObject } from "../json";
import { readTime } from "../readTime";

/** When a record as it was delivered says that it happened, in milliseconds since 1970; undefined where it doesn't. */
export function recordTime(record: unknown): number | undefined {
  return readTime(isJsonObject(record) ? record.eventTime : undefined);
}
