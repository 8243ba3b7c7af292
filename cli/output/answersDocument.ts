import { proofAnswer } from "../../detective/integrity/proofAnswer";
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
import { hideInRows, hideSecrets } from "./hideSecrets";
import { localTimes } from "./localTime";
import type { Document } from "./writeDocument";

/** Answers of one command, all of the same reading. */
export interface Answered {
  answers: readonly [Answer, ...Answer[]];
  /** What was read; a report shows those that the answers rest on, redacted. */
  events: readonly CloudTrailEvent[];
  /** Milliseconds since 1970. */
  now: number;
  /** Times of a table in UTC. @default in the reader's own zone */
  utc?: boolean;
  /** Shows secrets, but in reports. @default false */
  showSecrets?: boolean;
}

/** Answers as a document: tables with what they do not cover below, or what programs want. */
export function answersDocument(answered: Answered): Document {
  const { events, now, utc = false, showSecrets = false } = answered;
  const plain = answered.answers.map(hideInRows) as unknown as Answered["answers"];
  const shown = showSecrets ? answered.answers : plain;
  const items = <T>(found: T) => (showSecrets ? found : hideSecrets(found));
  return {
    text: (look) =>
      [
        ...shown.flatMap((answer) => [answerTable(utc ? answer : localTimes(answer), look), ""]),
        ...readNote(shown[0], look.width),
      ].join("\n"),
    json: () => {
      const all = shown.map(({ id, title, items: found, evidence, coverage }) => {
        return { question: id, title, items: items(found), evidence, coverage };
      });
      return all.length === 1 ? all[0] : all;
    },
    *lines() {
      for (const answer of shown) for (const item of answer.items) yield items(item);
    },
    sheets: () => shown,
    report: () => reportOf({ answers: plain, events, now }),
    coverage: shown[0].coverage,
  };
}

/** What was read, and what the source can never show; a table itself says what is missing. */
export function readNote({ coverage }: Pick<Answer, "coverage">, width: number): string[] {
  const inherent = coverage.gaps.filter((gap) => gap.inherent);
  const [read = ""] = coverageLines(coverage);
  const [, ...never] = coverageLines({ ...coverage, gaps: inherent });
  return [read, ...never].flatMap((line) => wrap(printable(line), width));
}

/** The answers as a report without a run, in UTC throughout, with the records that they rest on, redacted. */
export function reportOf({ answers, events, now }: Pick<Answered, "answers" | "events" | "now">): Report {
  const [{ title, coverage }] = answers;
  const findings = hideSecrets(answers.flatMap(({ items }) => items.filter(isFinding)));
  const proof = proofAnswer(answers);
  return {
    title,
    when: new Date(now),
    ...accountOf(events),
    regions: coverage.regions,
    stages: [],
    ...(findings.length > 0 && { findings }),
    answers: proof ? [...answers, proof] : answers,
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
