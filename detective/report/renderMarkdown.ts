import { Answer } from "../answer";
import { JudgedCheck } from "../posture/check";
import { Score } from "../posture/score";
import { Coverage } from "../source";
import { printable } from "../terminalText";
import { Report } from "./report";
import { lineWords, summary, timeWords } from "./summary";

/** The report as Markdown (GitHub's tables); everything recorded is escaped. */
export function renderMarkdown(report: Report): string {
  const { title, when, account, region, correlationId, stages, answers, verdicts, score, coverage, notes } =
    report;
  const facts: [string, string][] = [
    ["When", timeWords(when)],
    ["Account", account],
    ["Region", region],
    ["Correlation id", correlationId],
  ];
  const parts = [
    `# ${escape(title)}`,
    escape(summary(report)),
    list(facts.map(([name, text]) => `${name}: ${escape(text)}`)),
    "## Checks",
    ...verdicts.map(checkPart),
    "## Mission score",
    ...scoreParts(score),
    "## Questions",
    ...answers.flatMap(answerParts),
    "## Coverage",
    ...coverageParts(coverage),
    ...(stages.length > 0
      ? [
          "## Stages",
          table(
            ["Stage", "Seconds"],
            stages.map(({ name, seconds }) => [name, seconds.toFixed(1)]),
          ),
        ]
      : []),
    ...(notes.length > 0 ? ["## Notes", list(notes.map(escape))] : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

function checkPart({ status, title, evidence, fix }: JudgedCheck): string {
  const mend = fix ? [`To mend: ${escape(fix.say)}`, ...(fix.command ? [code(fix.command)] : [])] : [];
  return `**${status.toUpperCase()}** ${escape(title)}\n\n${list([...evidence.map(escape), ...mend])}`;
}

function scoreParts({ total, outOf, pillars, lines }: Score): string[] {
  return [
    `**${total} of ${outOf}**`,
    table(
      ["Pillar", "Earned", "Of"],
      pillars.map((p) => [p.pillar, String(p.earned), String(p.outOf)]),
    ),
    table(
      ["Points", "Pillar", "For", "Stands at"],
      lines.map((line) => [`${line.earned}/${line.points}`, line.pillar, line.title, lineWords(line)]),
    ),
  ];
}

function answerParts({ title, columns, rows }: Answer): string[] {
  const titles = columns.map((column) => column.title);
  const cells = rows.map((row) => columns.map(({ key }) => row[key] ?? ""));
  return [`### ${escape(title)}`, rows.length > 0 ? table(titles, cells) : "No such event."];
}

function coverageParts({ source, regions, events, complete, gaps }: Coverage): string[] {
  const head = `${events} events from ${source} (${regions.join(", ") || "no region"}); ${complete ? "complete" : "**incomplete**"}.`;
  return gaps.length > 0 ? [head, list(gaps.map(({ detail }) => escape(detail)))] : [head];
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escape).join(" | ")} |`;
  return [line(titles), `|${titles.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
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

/** Takes every meaning from a text: Markdown's own marks and HTML's. */
function escape(text: string): string {
  return (
    printable(text)
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/[\\`*_[\]{}()#!|~]/g, "\\$&")
      // A bare address would become a link.
      .replace(/:\/\//g, ":&#47;&#47;")
      .replace(/www\./gi, (found) => `${found.slice(0, 3)}&#46;`)
      .replace(/@/g, "&#64;")
  );
}
