import { relative } from "node:path";
import { Option } from "commander";
import { LEVELS, type Level, levelRank } from "../../detective/finding";
import { taggedTechniques } from "../../detective/techniques";
import { table } from "../../detective";
import { count } from "../../detective/wording";
import type { Column } from "../../detective";
import type { Command } from "../command";
import { exitCode } from "../exitCode";
import { write } from "../io";
import { screenOptions } from "../options/outputOptions";
import { json } from "../output/json";
import { look } from "../output/look";
import { type AnyRule, readRules } from "./readRules";
import { type RuleOptions, ruleOptions } from "./ruleOptions";
import { tellRefused } from "./tellRefused";

interface ListOptions extends RuleOptions {
  output: "table" | "json" | "jsonl";
  level: Level;
  color: boolean;
  quiet?: boolean;
}

const COLUMNS: readonly Column[] = [
  { key: "level", title: "Level" },
  { key: "title", title: "Rule", kind: "who" },
  { key: "kind", title: "Kind" },
  { key: "techniques", title: "ATT&CK", kind: "who" },
  { key: "place", title: "File", kind: "arn" },
];

export const listRules: Command = {
  about:
    "Lists rules, the gravest first. Rules that only feed a correlation and do not report for themselves are left out; " +
    "naming one shows it.",
  arguments: [{ name: "[rules...]", text: "files, folders, ids, names or titles (default: all)" }],
  options: [
    new Option("--level <level>", "only rules of this level and above")
      .choices(LEVELS)
      .default("informational")
      .helpGroup("Which rules:"),
    ...ruleOptions(),
    new Option("-o, --output <format>", "form of the list")
      .choices(["table", "json", "jsonl"])
      .default("table")
      .helpGroup("How it is shown:"),
    ...screenOptions(),
  ],
  examples: [
    { line: "audit-trail rules list --level high", does: "this package's rules that are high or critical" },
    { line: "audit-trail rules list ./my-rules -o json", does: "rules of your own, for a program" },
  ],
  async run({ io, args, options: given }) {
    const options = given as unknown as ListOptions;
    const { set, chosen } = await readRules(args, options);
    const listed = chosen
      .filter(({ level }) => levelRank(level) >= levelRank(options.level))
      .sort((a, b) => levelRank(b.level) - levelRank(a.level));
    await write(io.stdout, render(listed, options, look(io, options.color)));
    await tellRefused(io, set.problems);
    if (!options.quiet && options.output === "table") {
      const silent = [...set.rules, ...set.correlations].filter(({ reports }) => !reports).length;
      const parts = silent === 0 ? "" : `, and ${silent} that only correlations use`;
      await write(io.stderr, `${count(listed.length, "rule")}${parts}\n`);
    }
    return set.problems.length > 0 && !options.skipUnsupported ? exitCode.incomplete : exitCode.fine;
  },
};

function render(rules: readonly AnyRule[], { output }: ListOptions, style: ReturnType<typeof look>): string {
  if (output === "json") return `${json(rules.map(entry), 2)}\n`;
  if (output === "jsonl") return rules.map((rule) => `${json(entry(rule))}\n`).join("");
  const rows = rules.map((rule) => ({
    level: rule.level,
    title: rule.title,
    kind: rule.kind,
    techniques: taggedTechniques(rule.tags)
      .map(({ id }) => id)
      .join(" "),
    place: shortPath(rule.at.file),
  }));
  return `${table(COLUMNS, rows, style)}\n`;
}

/** From here, where that is shorter. */
function shortPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path !== "" && path.length < file.length ? path : file;
}

/** A rule as programs see it. */
export function entry(rule: AnyRule) {
  const { id, name, title, kind, level, status, description, tags, falsepositives, references, reports, at } =
    rule;
  return { id, name, title, kind, level, status, description, tags, falsepositives, references, reports, at };
}
