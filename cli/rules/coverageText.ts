import type { TableOptions } from "../../detective";
import { paint } from "../../detective/terminalLines";
import { cut, pad, printable } from "../../detective/terminalText";
import { count } from "../../detective/wording";
import type { AttackCoverage, TacticCoverage, TechniqueCoverage } from "./attackCoverage";

const GAP = 3;
const NARROWEST = 40;
const WIDEST = 56;

/** Tactics as headings, and below each its techniques with the number of their rules, in as many columns as fit. */
export function coverageText(coverage: AttackCoverage, options: Required<TableOptions>): string {
  return [
    ...coverage.tactics.flatMap((tactic) => [...tacticLines(tactic, options), ""]),
    summary(coverage),
  ].join("\n");
}

function tacticLines(
  { tactic, techniques, rules }: TacticCoverage,
  options: Required<TableOptions>,
): string[] {
  const title = `${tactic.name}${tactic.id === "" ? "" : ` (${tactic.id})`}: ${count(techniques.length, "technique")}, ${count(rules, "rule")}`;
  const columns = Math.max(1, Math.floor((options.width + GAP) / (NARROWEST + GAP)));
  const width = Math.min(WIDEST, Math.floor((options.width + GAP) / columns) - GAP);
  const cells = techniques.map((each) => pad(cell(each, width), width));
  const height = Math.ceil(cells.length / columns);
  const rows = Array.from({ length: height }, (_, row) =>
    cells
      .filter((_, place) => place % height === row)
      .join(" ".repeat(GAP))
      .trimEnd(),
  );
  return [paint(cut(printable(title), options.width), "bold", options), ...rows];
}

function cell({ technique: { id, name }, rules }: TechniqueCoverage, width: number): string {
  // "Account Manipulation: Additional Cloud Roles" says more at its end.
  const short = name === id ? "" : name.replace(/^.*: /, "");
  return cut(printable(`${id.padEnd(9)} ${String(rules.length).padStart(3)}  ${short}`), width);
}

/** One table a tactic. */
export function coverageMarkdown(coverage: AttackCoverage): string {
  const tables = coverage.tactics.flatMap(({ tactic, techniques }) => [
    `## ${plain(tactic.name)}${tactic.id === "" ? "" : ` (${tactic.id})`}`,
    [
      "| Technique | Name | Rules |",
      "| --- | --- | ---: |",
      ...techniques.map(
        ({ technique, rules }) => `| ${plain(technique.id)} | ${plain(technique.name)} | ${rules.length} |`,
      ),
    ].join("\n"),
  ]);
  return [`# What the rules cover of MITRE ATT&CK`, ...tables, plain(summary(coverage))].join("\n\n");
}

function summary({ tactics, techniques, untagged }: AttackCoverage): string {
  const named = tactics.filter(({ tactic }) => tactic.id !== "").length;
  const rest = untagged.length === 0 ? "" : `; ${count(untagged.length, "rule")} without a technique`;
  return `${count(techniques, "technique")} in ${count(named, "tactic")}${rest}`;
}

/** Names come from our own table, ids from tags of anybody's rules. */
function plain(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>|#]/g, "\\$&");
}
