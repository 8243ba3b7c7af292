import { isJsonObject } from "../json";

/** A day and a time with their zone; what JavaScript would make of less depends on where it runs. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i;

/** When a record as it was delivered says that it happened, in milliseconds since 1970; undefined where it doesn't. */
export function recordTime(record: unknown): number | undefined {
  const text = isJsonObject(record) ? record.eventTime : undefined;
  if (typeof text !== "string" || text.length > 40 || !TIME.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
