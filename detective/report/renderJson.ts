import { Answer } from "../answer";
import { CloudTrailEvent } from "../event";
import { Finding } from "../finding";
import { JudgedCheck } from "../posture/check";
import { Score } from "../posture/score";
import { Coverage } from "../source";
import { Timeline, TimelineEntry } from "../timeline/timeline";
import { IntegrityRow } from "./integrityRows";
import { Report, Stage } from "./report";
import { reportFindings } from "./reportFindings";
import { findingWords, unknowns } from "./summaryWords";
import { showHidden } from "./recordText";
import { isWhole, summary } from "./words";

/**
 * The report as JSON, version 1. Fields may be added under the same version; one that goes or changes its meaning makes
 * the next. Where HTML and Markdown cut, this does not.
 */
export interface JsonReport {
  format: "audit-trail-report";
  version: 1;
  title: string;
  /** ISO 8601. */
  when: string;
  account?: string;
  regions: readonly string[];
  correlationId?: string;
  /** The report in words: what was found, and what is not known. */
  summary: { findings?: string; read: string; notKnown: readonly string[] };
  /** Whether nothing that was asked for is missing. */
  complete: boolean;
  /** The worst first; `evidence` are keys of `records`. Absent where nothing was looked for. */
  findings?: readonly Finding[];
  timeline?: Omit<Timeline, "entries" | "findings"> & { entries: readonly JsonEntry[] };
  /** `rows` as shown; `evidence` has a list for each row, of keys of `records`. */
  answers: readonly Pick<Answer, "id" | "title" | "columns" | "rows" | "evidence" | "coverage">[];
  /** What digests prove of the log files; absent where nobody looked. */
  integrity?: readonly IntegrityRow[];
  checks: readonly JudgedCheck[];
  score?: Score;
  coverage: Coverage;
  stages: readonly Stage[];
  notes: readonly string[];
  /** CloudTrail's records by eventID, with secrets taken out. */
  records: Record<string, CloudTrailEvent>;
  /** How many more records the report rests on. */
  recordsLeftOut: number;
}

/** An entry of the timeline; the whole record is in `records`. */
export interface JsonEntry extends Omit<TimelineEntry, "event"> {
  eventID?: string;
  time?: string;
  eventSource?: string;
  eventName?: string;
  sourceIPAddress?: string;
  errorCode?: string;
}

/** The report as JSON text: all of its data, in the shape of `JsonReport`. */
export function renderJson(report: Report): string {
  const json = jsonReport(report);
  let text: string;
  try {
    text = JSON.stringify(json, undefined, 1);
  } catch {
    // Records that were not redacted can be nested more deeply than can be written.
    text = JSON.stringify(
      { ...json, records: {}, recordsLeftOut: Object.keys(json.records).length },
      undefined,
      1,
    );
  }
  // Whoever puts it into a page or prints it on a terminal is safe as well; it stays the same JSON.
  return `${showHidden(text).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`)}\n`;
}

/** The report as plain data, as `renderJson` writes it. */
export function jsonReport(report: Report): JsonReport {
  const { timeline, answers, records = new Map<string, CloudTrailEvent>(), recordsLeftOut = 0 } = report;
  const findings = reportFindings(report);
  const looked = report.findings !== undefined || timeline !== undefined;
  return {
    format: "audit-trail-report",
    version: 1,
    title: report.title,
    when: report.when.toISOString(),
    ...(report.account !== undefined && { account: report.account }),
    regions: report.regions,
    ...(report.correlationId !== undefined && { correlationId: report.correlationId }),
    summary: {
      ...(looked && { findings: findingWords(findings, isWhole(report)) }),
      read: summary(report),
      notKnown: unknowns(report),
    },
    complete: isWhole(report),
    ...(looked && { findings: findings.map(plainFinding) }),
    ...(timeline && { timeline: jsonTimeline(timeline) }),
    answers: answers.map(({ id, title, columns, rows, evidence, coverage }) => ({
      id,
      title,
      columns,
      rows,
      evidence,
      coverage,
    })),
    ...(report.integrity && { integrity: report.integrity }),
    checks: report.verdicts,
    ...(report.score && { score: report.score }),
    coverage: report.coverage,
    stages: report.stages,
    notes: report.notes,
    // fromEntries defines own properties: a record called __proto__ stays a record.
    records: Object.fromEntries(records),
    recordsLeftOut,
  };
}

/** A question's own findings may carry more, such as whole records that nobody has redacted. */
function plainFinding(finding: Finding): Finding {
  const { kind, level, title, why, who, from, target, outcome, first, last, attack, evidence } = finding;
  const to = target === undefined ? {} : { target };
  return { kind, level, title, why, who, from, ...to, outcome, first, last, attack, evidence };
}

function jsonTimeline({
  start,
  threads,
  sessions,
  story,
  coverage,
  entries,
  notes = [],
}: Timeline): JsonReport["timeline"] {
  return { start, story, threads, sessions, entries: entries.map(jsonEntry), coverage, notes };
}

function jsonEntry({ event, session, marks, what, via }: TimelineEntry): JsonEntry {
  const { eventID, eventTime: time, eventSource, eventName, sourceIPAddress, errorCode } = event;
  // What is undefined is not written.
  return {
    ...({ eventID, time, eventSource, eventName, sourceIPAddress, errorCode } as Partial<JsonEntry>),
    session,
    marks,
    what,
    via,
  };
}
