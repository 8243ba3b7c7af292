import {
  answerTable,
  evidenceRecords,
  type Answer,
  type CloudTrailEvent,
  type Finding,
  type Report,
} from "../../detective";
import { printable, wrap } from "../../detective/terminalText";
import { coverageLines } from "./coverageLines";
import { localTimes } from "./localTime";
import type { Document } from "./writeDocument";

/** Answers of one command, all of the same reading. */
export interface Answered {
  answers: readonly [Answer, ...Answer[]];
  /** What was read, redacted; a report shows those that the answers rest on. */
  events: readonly CloudTrailEvent[];
  /** Milliseconds since 1970. */
  now: number;
  /** Times of a table in UTC. @default in the reader's own zone */
  utc?: boolean;
}

/** Answers as a document: tables with what they do not cover below, or what programs want. */
export function answersDocument({ answers, events, now, utc = false }: Answered): Document {
  const [first] = answers;
  return {
    text: (look) =>
      [
        ...answers.flatMap((answer) => [answerTable(utc ? answer : localTimes(answer), look), ""]),
        ...readNote(first, look.width),
      ].join("\n"),
    json: () => (answers.length === 1 ? answerJson(first) : answers.map(answerJson)),
    lines: () => answers.flatMap(({ items }) => items),
    sheets: () => answers,
    report: () => reportOf({ answers, events, now }),
    coverage: first.coverage,
  };
}

/** What was read, and what the source can never show; a table itself says what is missing. */
export function readNote({ coverage }: Pick<Answer, "coverage">, width: number): string[] {
  const inherent = coverage.gaps.filter((gap) => gap.inherent);
  const [read = ""] = coverageLines(coverage);
  const [, ...never] = coverageLines({ ...coverage, gaps: inherent });
  return [read, ...never].flatMap((line) => wrap(printable(line), width));
}

function answerJson({ id, title, items, evidence, coverage }: Answer): object {
  return { question: id, title, items, evidence, coverage };
}

/** The answers as a report without a run, in UTC throughout, with the records that they rest on, redacted. */
export function reportOf({ answers, events, now }: Omit<Answered, "utc">): Report {
  const [{ title, coverage }] = answers;
  const findings = answers.flatMap(({ items }) => items.filter(isFinding));
  return {
    title,
    when: new Date(now),
    ...accountOf(events),
    regions: coverage.regions,
    stages: [],
    ...(findings.length > 0 && { findings }),
    answers,
    verdicts: [],
    ...evidenceRecords({ findings, answers }, events),
    coverage,
    notes: [],
  };
}

function isFinding(item: unknown): item is Finding {
  const { kind, level, evidence } = item as Partial<Finding>;
  return typeof kind === "string" && typeof level === "string" && Array.isArray(evidence);
}

/** The account, where all records name the same one. */
export function accountOf(events: readonly CloudTrailEvent[]): { account?: string } {
  const accounts = new Set(events.flatMap(({ recipientAccountId = [] }) => recipientAccountId));
  const [account] = accounts;
  return accounts.size === 1 && account !== undefined ? { account } : {};
}
