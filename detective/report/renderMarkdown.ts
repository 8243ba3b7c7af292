import { Answer } from "../answer";
import { JudgedCheck } from "../posture/check";
import { Score } from "../posture/score";
import { Coverage } from "../source";
import { printable } from "../terminalText";
import { Report } from "./report";
import { byPillar, count, coverageWords, headFacts, lineWords, summary, totalSeconds } from "./words";

/** The report as Markdown (GitHub's tables); everything recorded is escaped. */
export function renderMarkdown(report: Report): string {
  const { title, stages, answers, verdicts, score, coverage, notes } = report;
  const parts = [
    `# ${escape(title)}`,
    escape(summary(report)),
    list(headFacts(report).map(([name, text]) => `${name}: ${escape(text)}`)),
    ...(verdicts.length > 0 ? ["## Checks", ...verdicts.flatMap(checkParts)] : []),
    ...(score ? ["## Mission score", ...scoreParts(score)] : []),
    "## Questions",
    ...answers.flatMap(answerParts),
    "## Coverage",
    ...coverageParts(coverage),
    ...(stages.length > 0 ? ["## Stages", stagesTable(stages)] : []),
    ...(notes.length > 0 ? ["## Notes", list(notes.map(escape))] : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

function checkParts({ status, title, why, evidence, fix }: JudgedCheck): string[] {
  const mend = fix ? [`**To mend:** ${escape(fix.say)}`, ...(fix.command ? [code(fix.command)] : [])] : [];
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
  const ids = `<details><summary>Evidence: ${count(events.length, "event id")}</summary>\n\n${list(events.map(escape))}\n\n</details>`;
  return [`### ${escape(title)}`, table(titles, cells), ...(events.length > 0 ? [ids] : [])];
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
