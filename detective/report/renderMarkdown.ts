import { Answer } from "../answer";
import { JudgedCheck } from "../posture/check";
import { Score } from "../posture/score";
import { Finding } from "../finding";
import { Coverage } from "../source";
import { printable } from "../terminalText";
import { Timeline } from "../timeline/timeline";
import { NO_FINDINGS, findingFacts } from "./findingsSection";
import { INTEGRITY_COLUMNS, integrityCells } from "./integrityRows";
import { markWords } from "./marks";
import { placeCells, placeRows } from "./placeRows";
import { Report } from "./report";
import { reportFindings } from "./reportFindings";
import { findingWords, gistOf, unknowns } from "./summaryWords";
import { timelineRows } from "./timelineRows";
import { STORY, issuedWords } from "./timelineSection";
import {
  byPillar,
  coverageWords,
  headFacts,
  isWhole,
  lineWords,
  readings,
  some,
  summary,
  totalSeconds,
} from "./words";
import { count } from "../wording";

/** So many rows of a table, and so many ids of a list: more is for the JSON. */
const MOST_ROWS = 500;
const MOST_IDS = 50;

/** The report as Markdown (GitHub's tables); everything recorded is escaped. */
export function renderMarkdown(report: Report): string {
  const { title, stages, answers, verdicts, score, notes, timeline, integrity } = report;
  const findings = reportFindings(report);
  const looked = report.findings !== undefined || timeline !== undefined;
  const missing = unknowns(report);
  const parts = [
    `# ${escape(title)}`,
    ...(looked ? [`**${escape(findingWords(findings, isWhole(report)))}**`] : []),
    ...(gistOf(report) !== "" ? [escape(gistOf(report))] : []),
    escape(summary(report)),
    list(headFacts(report).map(([name, text]) => `${name}: ${escape(text)}`)),
    ...(missing.length > 0 ? ["**What is not known**", list(missing.map(escape))] : []),
    ...(looked ? ["## Findings", ...findingParts(findings)] : []),
    ...(timeline ? ["## Timeline", ...timelineParts(timeline)] : []),
    ...(answers.length > 0 ? ["## Questions", ...answers.flatMap(answerParts)] : []),
    ...(integrity ? ["## Integrity", ...cutTable(INTEGRITY_COLUMNS, integrity.map(integrityCells))] : []),
    ...(verdicts.length > 0 ? ["## Checks", ...verdicts.flatMap(checkParts)] : []),
    ...(score ? ["## Mission score", ...scoreParts(score)] : []),
    "## Coverage",
    ...readings(report).flatMap(coverageParts),
    ...(stages.length > 0 ? ["## Stages", stagesTable(stages)] : []),
    ...(notes.length > 0 ? ["## Notes", list(notes.map(escape))] : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

function findingParts(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [NO_FINDINGS];
  return findings.flatMap((finding) => {
    const { level, title, why, evidence } = finding;
    return [
      `### ${escape(level.toUpperCase())}: ${escape(title)}`,
      escape(why),
      list(findingFacts(finding).map(([name, text]) => `${escape(name)}: ${escape(text)}`)),
      evidenceFold(evidence),
    ];
  });
}

function timelineParts(timeline: Timeline): string[] {
  const { entries, sessions, story, start } = timeline;
  if (entries.length === 0)
    return [`Nothing was found that begins at the ${start.kind} ${escape(start.value)}.`];
  const names = new Map(sessions.map(({ id, who }) => [id, who]));
  const what = timelineRows(timeline).map((row) => [
    row.first,
    row.what,
    row.who,
    row.event,
    row.from,
    String(row.calls),
    [...row.marks.map(markWords), ...(row.outcome === "success" ? [] : [row.outcome])].join(", "),
  ]);
  const who = sessions.map(({ who: name, accessKeyId = "", issuedBy, from, first, last, events, denied }) => {
    const issued = issuedWords(issuedBy, names);
    return [first, last, name, accessKeyId, issued, some(from), String(events), String(denied)];
  });
  return [
    list(STORY.filter((part) => story[part] !== "").map((part) => `${part}: ${escape(story[part])}`)),
    "### What",
    ...cutTable(["Time", "What", "Who", "API call", "From", "Calls", "Marks"], what, ["Calls"]),
    "### Who",
    ...cutTable(["First", "Last", "Who", "Credentials", "Issued by", "From", "Calls", "Denied"], who, [
      "Calls",
      "Denied",
    ]),
    "### Where from",
    ...cutTable(
      ["Source", "Who", "Regions called", "First", "Last", "Calls", "Denied"],
      placeRows(timeline).map(placeCells),
      ["Calls", "Denied"],
    ),
  ];
}

function checkParts({ status, title, why, evidence, fix }: JudgedCheck): string[] {
  const mend = fix
    ? [
        `**To mend:** ${escape(fix.say)}`,
        ...(fix.command ? [code(fix.command)] : []),
        ...(fix.pulumi ? [block(fix.pulumi)] : []),
      ]
    : [];
  return [`### ${status.toUpperCase()}: ${escape(title)}`, escape(why), list(evidence.map(escape)), ...mend];
}

function scoreParts(score: Score): string[] {
  const lines = byPillar(score).flatMap((pillar) => pillar.lines);
  return [
    `**${score.total} of ${score.outOf}**`,
    table(
      ["Pillar", "Earned", "Of"],
      score.pillars.map((p) => [p.pillar, String(p.earned), String(p.outOf)]),
      ["Earned", "Of"],
    ),
    table(
      ["Pillar", "Points", "For", "Stands at"],
      lines.map((line) => [line.pillar, `${line.earned}/${line.points}`, line.title, lineWords(line)]),
      ["Points"],
    ),
  ];
}

function answerParts({ title, columns, rows, events }: Answer): string[] {
  if (rows.length === 0) return [`### ${escape(title)}`, "No such event."];
  const titles = columns.map((column) => column.title);
  const cells = rows.map((row) => columns.map(({ key }) => row[key] ?? ""));
  const right = columns.filter(({ kind }) => kind === "number").map((column) => column.title);
  const ids = events.length > 0 ? [evidenceFold(events)] : [];
  return [`### ${escape(title)}`, ...cutTable(titles, cells, right), ...ids];
}

function evidenceFold(ids: readonly string[]): string {
  const more = ids.length - MOST_IDS;
  const lines = [
    ...ids.slice(0, MOST_IDS).map(escape),
    ...(more > 0 ? [`and ${more} more, in the JSON`] : []),
  ];
  return `<details><summary>Evidence: ${count(ids.length, "event id")}</summary>\n\n${list(lines)}\n\n</details>`;
}

function coverageParts(coverage: Coverage): string[] {
  const head = `${escape(coverageWords(coverage))} ${
    coverage.complete
      ? "**Complete:** nothing that was asked for is missing."
      : "**Incomplete:** something that was asked for is missing."
  }`;
  const gaps = coverage.gaps.map(
    ({ inherent, detail }) => `${inherent ? "To bear in mind" : "**Missing**"}: ${escape(detail)}`,
  );
  return gaps.length > 0 ? [head, list(gaps)] : [head];
}

function stagesTable(stages: Report["stages"]): string {
  const rows = stages.map(({ name, seconds }) => [name, seconds.toFixed(1)]);
  return table(["Stage", "Seconds"], [...rows, ["all", totalSeconds({ stages }).toFixed(1)]], ["Seconds"]);
}

/** A table, with a word about the rows that would make the document too long. */
function cutTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly string[] = [],
): string[] {
  const cut = rows.length - MOST_ROWS;
  return [
    table(titles, rows.slice(0, MOST_ROWS), right),
    ...(cut > 0
      ? [`Only the first ${MOST_ROWS} of ${rows.length} rows; the JSON of this report has all of them.`]
      : []),
  ];
}

/** `right` names the columns whose cells stand at their right edge. */
function table(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly string[] = [],
): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escape).join(" | ")} |`;
  const rule = `|${titles.map((title) => (right.includes(title) ? " ---: |" : " --- |")).join("")}`;
  return [line(titles), rule, ...rows.map(line)].join("\n");
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/** Code that holds backticks needs a longer fence. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  const edge = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return fence + edge + printable(text) + edge + fence;
}

/** A fenced block that its own text cannot end. */
function block(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}ts`, ...text.split("\n").map(printable), fence].join("\n");
}

/** Takes every meaning from a text: Markdown's own marks and HTML's. Round brackets mean nothing after an escaped `]`. */
function escape(text: string): string {
  return (
    printable(text)
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/[\\`*_[\]{}#|~]/g, "\\$&")
      // At a line's beginning these would make a list or an underlined heading.
      .replace(/^([-+=])/, "\\$1")
      .replace(/^(\d+)([.)])(?=\s|$)/, "$1\\$2")
      // A bare address would become a link.
      .replace(/:\/\//g, ":&#47;&#47;")
      .replace(/www\./gi, (found) => `${found.slice(0, 3)}&#46;`)
      .replace(/@/g, "&#64;")
  );
}
