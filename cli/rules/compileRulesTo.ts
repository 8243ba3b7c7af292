import { Option } from "commander";
import { CIS_PROFILE } from "../../detective/sigma/metricFilter/cisProfile";
import { SECURITY_HUB_PROFILE } from "../../detective/sigma/metricFilter/securityHubProfile";
import { NotExpressible } from "../../detective/sigma/notExpressible";
import type { RuleSet } from "../../detective/sigma/rule";
import { positionText } from "../../detective/sigma/rulePosition";
import { printable } from "../../detective/terminalText";
import type { Command } from "../command";
import { exitCode } from "../exitCode";
import { write } from "../io";
import { screenOptions } from "../options/outputOptions";
import { json } from "../output/json";
import { UsageError } from "../usageError";
import { BACKENDS, type Backend, compileFor } from "./backends";
import { type AnyRule, readRules } from "./readRules";
import { type RuleOptions, ruleOptions } from "./ruleOptions";
import { tellRefused } from "./tellRefused";

interface CompileOptions extends RuleOptions {
  to: Backend;
  profile?: keyof typeof PROFILES;
  quiet?: boolean;
}

const PROFILES = { cis: CIS_PROFILE, "security-hub": SECURITY_HUB_PROFILE };

export const compileRulesTo: Command = {
  about:
    "Prints rules in the language of another engine, as JSON. What the language has no exact words for is listed with " +
    "the part and the reason, never changed. DuckDB's queries read a table events with the columns id and event, a " +
    "record as compact JSON; Athena's read AWS's CloudTrail table as cloudtrail_logs.",
  arguments: [{ name: "[rules...]", text: "files, folders, ids, names or titles (default: all)" }],
  options: [
    new Option("--to <language>", "the language").choices(BACKENDS).makeOptionMandatory(),
    new Option(
      "--profile <profile>",
      "with --to metric-filter: the filters of the CIS benchmark's controls 1 to 15, in the words that scanners or Security Hub look for",
    ).choices(Object.keys(PROFILES)),
    ...ruleOptions(),
    ...screenOptions(),
  ],
  examples: [
    {
      line: "audit-trail rules compile --to eventbridge root-user-activity",
      does: "one rule as a pattern of EventBridge",
    },
    {
      line: "audit-trail rules compile --to metric-filter --profile cis > filters.json",
      does: "the CIS benchmark's metric filters, by number",
    },
  ],
  async run({ io, args, options: given }) {
    const options = given as unknown as CompileOptions;
    if (options.profile) {
      await write(io.stdout, `${json(profile(options, args), 2)}\n`);
      return exitCode.fine;
    }
    const { set, chosen } = await readRules(args, options);
    const { compiled, notExpressible } = compileAll(options.to, chosen);
    await write(
      io.stdout,
      `${json({ language: options.to, rules: compiled, notExpressible, refused: refused(set) }, 2)}\n`,
    );
    await tellRefused(io, set.problems);
    if (!options.quiet)
      for (const { title, part, reason } of notExpressible)
        await write(
          io.stderr,
          `${printable(`Not expressible: ${JSON.stringify(title)}: ${part}: ${reason}`)}\n`,
        );
    const whole = notExpressible.length + set.problems.length === 0 || options.skipUnsupported;
    return whole ? exitCode.fine : exitCode.incomplete;
  },
};

function profile(
  { to, profile, rules }: CompileOptions,
  args: readonly string[],
): Readonly<Record<string, string>> {
  if (to !== "metric-filter")
    throw new UsageError(`--profile ${profile} is of metric filters, not ${to}; use --to metric-filter`);
  if (args.length > 0 || rules)
    throw new UsageError(`--profile ${profile} has its own filters and takes no rules; leave them out`);
  return PROFILES[profile!];
}

function compileAll(to: Backend, rules: readonly AnyRule[]) {
  const compiled: unknown[] = [];
  const notExpressible: { id?: string; title: string; part: string; reason: string }[] = [];
  for (const rule of rules) {
    const { id, title, level } = rule;
    try {
      compiled.push({ id, title, level, ...compileFor(to, rule) });
    } catch (error) {
      if (!(error instanceof NotExpressible)) throw error;
      notExpressible.push({ ...(id !== undefined && { id }), title, part: error.part, reason: error.reason });
    }
  }
  return { compiled, notExpressible };
}

function refused({ problems }: RuleSet) {
  return problems.map(({ at, title, problem, help }) => ({ at: positionText(at), title, problem, help }));
}
