import { EventQuery } from "../source";
import { hasFourDigits, literal } from "./partitionSql";

/** As nearly every record says its time; what says it otherwise is judged where it is read. */
const PLAIN_TIME = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\\z";

/** Conditions that every record of a time range meets, and hardly any others. */
export function timeSql({ startTime, endTime }: Pick<EventQuery, "startTime" | "endTime">): string[] {
  const bounds = [
    ...(startTime && hasFourDigits(startTime.getTime())
      ? [`eventtime >= ${literal(seconds(startTime))}`]
      : []),
    ...(endTime && hasFourDigits(endTime.getTime()) ? [`eventtime <= ${literal(seconds(endTime))}`] : []),
  ];
  if (bounds.length === 0) return [];
  const other = `NOT coalesce(regexp_like(eventtime, '${PLAIN_TIME}'), FALSE)`;
  return [`(${other} OR (${bounds.join(" AND ")}))`];
}

function seconds(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, "Z");
}
