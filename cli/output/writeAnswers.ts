import {
  answerTable,
  renderHtml,
  renderMarkdown,
  type Answer,
  type CloudTrailEvent,
  type Report,
} from "../../detective";
import { printable, wrap } from "../../detective/terminalText";
import { write, type Io } from "../io";
import type { OutputOptions } from "../options/outputOptions";
import { coverageLines } from "./coverageLines";
import { csv } from "./csv";
import { json } from "./json";
import { localTimes } from "./localTime";
import { look } from "./look";

/** Answers of one command, all of the same reading. */
export interface Shown {
  /** The document's title, where there is one. */
  title: string;
  answers: readonly [Answer, ...Answer[]];
  /** What was read, redacted; a document shows those that the answers rest on. */
  events: readonly CloudTrailEvent[];
  now: number;
}

/**
 * Writes answers to stdout in the form that was asked for.
 *
 * What they do not cover is part of a document and of JSON; of lines and CSV it goes to stderr.
 */
export async function writeAnswers(io: Io, options: OutputOptions, shown: Shown): Promise<void> {
  await write(io.stdout, render(io, options, shown));
  const { coverage } = shown.answers[0];
  if (["jsonl", "csv"].includes(options.output) && !(options.quiet && coverage.complete)) {
    await write(
      io.stderr,
      coverageLines(coverage)
        .map((line) => `${printable(line)}\n`)
        .join(""),
    );
  }
}

function render(io: Io, options: OutputOptions, shown: Shown): string {
  const { answers } = shown;
  switch (options.output) {
    case "table":
      return `${tables(io, options, shown)}\n`;
    case "json":
      return `${json(answers.length === 1 ? answerJson(answers[0]) : answers.map(answerJson), 2)}\n`;
    case "jsonl":
      return answers.flatMap(({ items }) => items.map((item) => `${json(item)}\n`)).join("");
    case "csv":
      return answers.map(csv).join("\r\n");
    case "md":
      return renderMarkdown(reportOf(shown));
    case "html":
      return renderHtml(reportOf(shown));
  }
}

function tables(io: Io, { utc, color }: OutputOptions, { answers }: Shown): string {
  const options = look(io, color);
  const { coverage } = answers[0];
  // The table itself says what is missing; what the source can never show comes below all.
  const [read = ""] = coverageLines(coverage);
  const never = coverageLines({ ...coverage, gaps: coverage.gaps.filter(({ inherent }) => inherent) }).slice(
    1,
  );
  const note = [read, ...never].flatMap((line) => wrap(printable(line), options.width));
  return [
    ...answers.flatMap((answer) => [answerTable(utc ? answer : localTimes(answer), options), ""]),
    ...note,
  ].join("\n");
}

function answerJson({ id, title, items, evidence, coverage }: Answer): object {
  return { question: id, title, items, evidence, coverage };
}

/** The answers as a report without a run, in UTC throughout. */
export function reportOf({ title, answers, events, now }: Shown): Report {
  const rested = new Set(answers.flatMap((answer) => answer.events));
  return {
    title,
    when: new Date(now),
    ...accountOf(events),
    regions: answers[0].coverage.regions,
    stages: [],
    answers,
    verdicts: [],
    records: new Map(
      events.flatMap((event) =>
        event.eventID !== undefined && rested.has(event.eventID) ? [[event.eventID, event] as const] : [],
      ),
    ),
    coverage: answers[0].coverage,
    notes: [],
  };
}

/** The account, where all records name the same one. */
function accountOf(events: readonly CloudTrailEvent[]): { account?: string } {
  const accounts = new Set(events.flatMap(({ recipientAccountId = [] }) => recipientAccountId));
  const [account] = accounts;
  return accounts.size === 1 && account !== undefined ? { account } : {};
}
