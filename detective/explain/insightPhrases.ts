import { CloudTrailEvent } from "../event";
import { JsonObject, isJsonObject } from "../json";
import { wordedTime } from "./wordedTime";

/**
 * An Insights event as sentences.
 *
 * Source: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-insight-details.html
 */
export function insightPhrases(event: CloudTrailEvent): string[] {
  const details = event.insightDetails ?? {};
  const errors = details.insightType === "ApiErrorRateInsight";
  const ended = details.state === "End";
  const api = `${text(details.eventName) ?? event.eventName ?? "an API"} (${text(details.eventSource) ?? "an unnamed service"})`;
  const of = errors ? `errors (${text(details.errorCode) ?? "of any code"}) from ${api}` : `calls of ${api}`;
  const when = event.eventTime ? ` ${wordedTime(event.eventTime)}` : "";
  const where = event.awsRegion ? ` in ${event.awsRegion}` : "";
  const statistics = child(child(details, "insightContext"), "statistics");
  const usual = average(statistics, "baseline");
  const seen = average(statistics, "insight");
  const minutes = statistics.insightDuration;
  return [
    `CloudTrail Insights saw an unusual rate of ${of}${where}; this record marks its ${ended ? "end" : "beginning"}${when}.`,
    ...(seen === undefined
      ? []
      : [`It saw ${seen} a minute${usual === undefined ? "" : ` where ${usual} are usual`}.`]),
    ...(typeof minutes === "number" && ended
      ? [`It lasted ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`]
      : []),
  ];
}

function average(statistics: JsonObject, of: string): string | undefined {
  const value = child(statistics, of).average;
  return typeof value === "number" && Number.isFinite(value)
    ? String(Number(value.toPrecision(3)))
    : undefined;
}

function child(of: JsonObject, name: string): JsonObject {
  const value = Object.hasOwn(of, name) ? of[name] : undefined;
  return isJsonObject(value) ? value : {};
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
