import { CloudTrailEvent } from "../event";
import { redact } from "../redact";
import { Report } from "./report";
import { reportFindings } from "./reportFindings";

/** What `evidenceRecords` adds to a report. */
export type EvidenceRecords = Required<Pick<Report, "records" | "recordsLeftOut">>;

/**
 * The records that findings, timeline and answers rest on, redacted: those of findings first, then those of marked
 * entries, then the others.
 *
 * @param events where the records are looked up; the timeline brings its own
 * @param limit at most so many records; how many more there would be is `recordsLeftOut`. @default 5000
 */
export function evidenceRecords(
  report: Pick<Report, "findings" | "timeline" | "answers">,
  events: Iterable<CloudTrailEvent> = [],
  limit = 5000,
): EvidenceRecords {
  const ids = wantedIds(report);
  const wanted = new Set(ids);
  const found = new Map<string, CloudTrailEvent>();
  const offer = (event: CloudTrailEvent) => {
    const { eventID } = event;
    if (eventID !== undefined && wanted.has(eventID) && !found.has(eventID)) found.set(eventID, event);
  };
  for (const { event } of report.timeline?.entries ?? []) offer(event);
  for (const event of events) offer(event);
  const there = [...wanted].filter((id) => found.has(id));
  return {
    records: new Map(there.slice(0, limit).map((id) => [id, redact(found.get(id)!)])),
    recordsLeftOut: Math.max(0, there.length - limit),
  };
}

/** In the order in which they matter. */
function wantedIds(report: Pick<Report, "findings" | "timeline" | "answers">): string[] {
  const entries = report.timeline?.entries ?? [];
  const ids = (some: typeof entries) => some.flatMap(({ event }) => event.eventID ?? []);
  return [
    ...reportFindings(report).flatMap(({ evidence }) => evidence),
    ...ids(entries.filter(({ marks }) => marks.length > 0)),
    ...ids(entries.filter(({ marks }) => marks.length === 0)),
    ...report.answers.flatMap(({ events }) => events),
  ];
}
