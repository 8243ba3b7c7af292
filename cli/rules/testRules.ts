import { Option } from "commander";
import { type CaseResult, runCases } from "../../detective/sigma/cases/runCases";
import { loadRules } from "../../detective/sigma/load/loadRules";
import type { RuleSet, SigmaCorrelation, SigmaRule } from "../../detective/sigma/rule";
import { paint } from "../../detective/terminalLines";
import { printable } from "../../detective/terminalText";
import { count } from "../../detective/wording";
import type { Call, Command } from "../command";
import { exitCode } from "../exitCode";
import { write } from "../io";
import { screenOptions } from "../options/outputOptions";
import { json } from "../output/json";
import { look } from "../output/look";
import { casesOf } from "./casesOf";
import { type AnyRule, readRules } from "./readRules";
import { type RuleOptions, ruleOptions } from "./ruleOptions";
import { tellRefused } from "./tellRefused";

interface TestOptions extends RuleOptions {
  output: "text" | "json" | "jsonl";
  color: boolean;
  quiet?: boolean;
}

/** One case of one rule file. */
interface Tried extends CaseResult {
  readonly file: string;
}

interface Outcome {
  readonly tried: readonly Tried[];
  /** Files that have no cases beside them. */
  readonly untested: readonly string[];
  /** Cases that can't be read. */
  readonly unread: readonly string[];
}

export const testRules: Command = {
  about:
    "Runs the cases that lie beside each rule file, in <name>.cases.yml: records that it must match, and records that it " +
    "must not. Says which failed and why; a file without cases is named, and counts as nothing.",
  arguments: [{ name: "[rules...]", text: "files, folders, ids, names or titles (default: all)" }],
  options: [
    ...ruleOptions(),
    new Option("-o, --output <format>", "form of the answer; json and jsonl have every case")
      .choices(["text", "json", "jsonl"])
      .default("text")
      .helpGroup("How it is shown:"),
    ...screenOptions(),
  ],
  examples: [
    { line: "audit-trail rules test", does: "all cases of this package's rules" },
    { line: "audit-trail rules test ./my-rules", does: "rules of your own, for instance in CI" },
  ],
  async run(call) {
    const options = call.options as unknown as TestOptions;
    const { set, chosen } = await readRules(call.args, options);
    const outcome = await tryAll(chosen, set, options, call.signal);
    await tell(call, options, outcome);
    await tellRefused(call.io, set.problems);
    if (call.signal.aborted) return exitCode.interrupted;
    const refused = set.problems.length > 0 && !options.skipUnsupported;
    if (refused || outcome.unread.length > 0 || outcome.tried.length === 0) return exitCode.incomplete;
    return outcome.tried.every(({ passed }) => passed) ? exitCode.fine : exitCode.found;
  },
};

async function tryAll(
  rules: readonly AnyRule[],
  whole: RuleSet,
  options: RuleOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  const tried: Tried[] = [];
  const untested: string[] = [];
  const unread: string[] = [];
  for (const file of new Set(rules.map(({ at }) => at.file))) {
    if (signal.aborted) break;
    const cases = await casesOf(file);
    if ("problem" in cases) unread.push(cases.problem);
    else if (cases.length === 0) untested.push(file);
    else {
      const results = await runCases(await rulesOf(file, whole, options), cases);
      tried.push(...results.map((result) => ({ file, ...result })));
    }
  }
  return { tried, untested, unread };
}

/** The rules of one file by themselves; where they name rules of other files, as they are among all. */
async function rulesOf(file: string, whole: RuleSet, { placeholder }: RuleOptions): Promise<RuleSet> {
  const alone = await loadRules(file, { ...(placeholder && { placeholders: placeholder }) });
  const inFile = ({ at }: { at: { file: string } }) => at.file === file;
  if (alone.problems.length <= whole.problems.filter(inFile).length) return alone;
  const correlations = whole.correlations.filter(inFile);
  const used = new Set<SigmaRule | SigmaCorrelation>();
  const add = (rule: SigmaRule | SigmaCorrelation) => {
    if (used.has(rule)) return;
    used.add(rule);
    if (rule.kind === "correlation") rule.of.forEach(add);
  };
  correlations.forEach(add);
  return {
    rules: whole.rules.filter((rule) => inFile(rule) || used.has(rule)),
    correlations: whole.correlations.filter((rule) => used.has(rule)),
    problems: [],
  };
}

async function tell({ io }: Call, { output, color, quiet }: TestOptions, outcome: Outcome): Promise<void> {
  const { tried, untested, unread } = outcome;
  const failed = tried.filter(({ passed }) => !passed);
  if (output === "json") await write(io.stdout, `${json(tried, 2)}\n`);
  else if (output === "jsonl") await write(io.stdout, tried.map((each) => `${json(each)}\n`).join(""));
  else {
    const style = look(io, color);
    const lines = failed.map(
      ({ file, name, problem }) =>
        `${paint("FAIL", "red", style)} ${printable(`${file}: ${name}: ${problem}`)}\n`,
    );
    const files = new Set(tried.map(({ file }) => file)).size;
    const sum = `${count(tried.length - failed.length, "case")} passed, ${failed.length} failed, in ${count(files, "file")}`;
    await write(io.stdout, `${lines.join("")}${sum}\n`);
  }
  if (!quiet) await write(io.stderr, untested.map((file) => `${printable(`No cases: ${file}`)}\n`).join(""));
  await write(
    io.stderr,
    unread.map((problem) => `${printable(`Cases not understood: ${problem}`)}\n`).join(""),
  );
}
