import { Option } from "commander";
import { NotExpressible } from "../../detective/sigma/notExpressible";
import { positionText } from "../../detective/sigma/rulePosition";
import { printable } from "../../detective/terminalText";
import type { Command } from "../command";
import { exitCode } from "../exitCode";
import { write } from "../io";
import { screenOptions } from "../options/outputOptions";
import { json } from "../output/json";
import { BACKENDS, type Backend, compileFor } from "./backends";
import { entry } from "./listRules";
import { type AnyRule, readRules } from "./readRules";
import { type RuleOptions, ruleOptions } from "./ruleOptions";
import { tellRefused } from "./tellRefused";
import { understoodLines } from "./understoodText";

interface ShowOptions extends RuleOptions {
  output: "text" | "json";
}

export const showRule: Command = {
  about: "Shows a rule's YAML, how it was understood, and which languages have the words for it.",
  arguments: [
    { name: "<rules...>", text: "ids, names, titles, or a part of a title that only one has; or files" },
  ],
  options: [
    ...ruleOptions(),
    new Option("-o, --output <format>", "form of the answer")
      .choices(["text", "json"])
      .default("text")
      .helpGroup("How it is shown:"),
    ...screenOptions(),
  ],
  examples: [
    { line: "audit-trail rules show 'root user activity'", does: "one of this package's rules" },
    { line: "audit-trail rules show ./my-rules/new-rule.yml", does: "all rules of a file" },
  ],
  async run({ io, args, options: given }) {
    const options = given as unknown as ShowOptions;
    const { set, chosen } = await readRules(args, options);
    const text =
      options.output === "json"
        ? `${json(chosen.map(shown), 2)}\n`
        : chosen.map((rule) => `${ruleLines(rule).map(printable).join("\n")}\n`).join("\n");
    await write(io.stdout, text);
    await tellRefused(io, set.problems);
    return set.problems.length > 0 && !options.skipUnsupported ? exitCode.incomplete : exitCode.fine;
  },
};

function ruleLines(rule: AnyRule): string[] {
  return [
    `# ${positionText(rule.at)}`,
    ...rule.text.trimEnd().split(/\r?\n/),
    "",
    "# Understood as:",
    ...understoodLines(rule).map((line) => `#   ${line}`),
    "",
    "# In other languages:",
    ...BACKENDS.map((backend) => `#   ${backend}: ${expressible(rule, backend) ?? "yes"}`),
  ];
}

function shown(rule: AnyRule) {
  const languages = BACKENDS.map((backend) => [backend, expressible(rule, backend) ?? true]);
  const meant =
    rule.kind === "rule"
      ? { expression: rule.expression }
      : {
          of: rule.of.map(({ id, name, title }) => ({ id, name, title })),
          type: rule.type,
          groupBy: rule.groupBy,
          timespanMs: rule.timespanMs,
          conditions: rule.conditions,
          countedFields: rule.countedFields,
        };
  return { ...entry(rule), ...meant, languages: Object.fromEntries(languages) as unknown, text: rule.text };
}

/** Why not, undefined where it is. */
function expressible(rule: AnyRule, backend: Backend): string | undefined {
  try {
    compileFor(backend, rule);
    return undefined;
  } catch (error) {
    if (error instanceof NotExpressible) return `no: ${error.part}: ${error.reason}`;
    throw error;
  }
}
