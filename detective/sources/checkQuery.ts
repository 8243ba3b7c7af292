import { EventQuery, LookupAttributeKey, QueryError } from "../source";
import { checkWhere } from "./matches";

/** Source: docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const OF_INSIGHTS: readonly LookupAttributeKey[] = ["EventId", "EventName", "EventSource"];

/**
 * Refuses a query that can't be meant, before anything is read.
 *
 * @param now milliseconds since 1970
 * @throws QueryError naming the field, what was given and what to do
 */
export function checkQuery(query: EventQuery, now: number): void {
  checkTimes(query, now);
  checkMax(query.max);
  const sets = checkWhere(query.where);
  const category: string | undefined = query.category;
  if (category !== undefined && category !== "management" && category !== "insight") {
    throw new QueryError(`category: ${category} is not allowed; use management or insight`);
  }
  if (category !== "insight") return;
  for (const [key] of sets.flat()) {
    if (!OF_INSIGHTS.includes(key)) {
      throw new QueryError(
        `where.${key}: Insights events can't be looked up by it; use ${OF_INSIGHTS.join(", ")}`,
      );
    }
  }
}

function checkTimes({ startTime, endTime }: EventQuery, now: number): void {
  for (const [name, time] of Object.entries({ startTime, endTime })) {
    if (time && Number.isNaN(time.getTime()))
      throw new QueryError(`${name}: not a valid time; give a valid Date`);
  }
  if (startTime && endTime && startTime > endTime) {
    const [start, end] = [startTime.toISOString(), endTime.toISOString()];
    throw new QueryError(`startTime: ${start} is after endTime ${end}; swap them`);
  }
  if (startTime && startTime.getTime() > now) {
    const [start, present] = [startTime.toISOString(), new Date(now).toISOString()];
    throw new QueryError(`startTime: ${start} is in the future (now is ${present}); give a time in the past`);
  }
}

function checkMax(max: number | undefined): void {
  if (max !== undefined && (!Number.isSafeInteger(max) || max < 1)) {
    throw new QueryError(
      `max: ${max} is not allowed; use a whole number from 1, or leave it out for all events`,
    );
  }
}
