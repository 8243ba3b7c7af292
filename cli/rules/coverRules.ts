import { Option } from "commander";
import type { Command } from "../command";
import { exitCode } from "../exitCode";
import { write } from "../io";
import { screenOptions } from "../options/outputOptions";
import { json } from "../output/json";
import { look } from "../output/look";
import { type AttackCoverage, attackCoverage } from "./attackCoverage";
import { coverageMarkdown, coverageText } from "./coverageText";
import { readRules } from "./readRules";
import { type RuleOptions, ruleOptions } from "./ruleOptions";
import { tellRefused } from "./tellRefused";

interface CoverOptions extends RuleOptions {
  output: "table" | "json" | "md";
  color: boolean;
}

export const coverRules: Command = {
  about:
    "Draws what rules cover of MITRE ATT&CK: tactics, their techniques, and how many rules name each in their tags. A " +
    "technique that stands under several tactics counts under those that the rule names, too.",
  arguments: [{ name: "[rules...]", text: "files, folders, ids, names or titles (default: all)" }],
  options: [
    ...ruleOptions(),
    new Option("-o, --output <format>", "form of the answer")
      .choices(["table", "json", "md"])
      .default("table")
      .helpGroup("How it is shown:"),
    ...screenOptions(),
  ],
  examples: [
    { line: "audit-trail rules coverage", does: "what this package's rules cover" },
    {
      line: "audit-trail rules coverage ./my-rules -o md > coverage.md",
      does: "rules of your own, for a page",
    },
  ],
  async run({ io, args, options: given }) {
    const options = given as unknown as CoverOptions;
    const { set, chosen } = await readRules(args, options);
    const coverage = attackCoverage(chosen);
    const forms = {
      table: () => coverageText(coverage, look(io, options.color)),
      json: () => json(document(coverage), 2),
      md: () => coverageMarkdown(coverage),
    };
    await write(io.stdout, `${forms[options.output]()}\n`);
    await tellRefused(io, set.problems);
    return set.problems.length > 0 && !options.skipUnsupported ? exitCode.incomplete : exitCode.fine;
  },
};

function document({ tactics, untagged }: AttackCoverage) {
  const brief = (rules: AttackCoverage["untagged"]) =>
    rules.map(({ id, title, level }) => ({ ...(id !== undefined && { id }), title, level }));
  return {
    tactics: tactics.map(({ tactic, techniques }) => ({
      ...tactic,
      techniques: techniques.map(({ technique, rules }) => ({ ...technique, rules: brief(rules) })),
    })),
    untagged: brief(untagged),
  };
}
