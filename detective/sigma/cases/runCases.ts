import { detect } from "../../detect/detect";
import { DetectionEngine } from "../../detect/engine";
import { recordsOf } from "../../detect/recordsOf";
import { RuleHead, RuleSet, ruleKey } from "../rule";
import { RuleCase } from "./ruleCase";

/** What a case came to. */
export interface CaseResult {
  readonly name: string;
  readonly passed: boolean;
  /** What was asked for and what came instead; empty where it passed. */
  readonly problem: string;
  /** The titles of what matched, each once. */
  readonly matched: readonly string[];
}

/**
 * Tries rules on the cases that lie beside them.
 *
 * @param set of one file, or what a case is to be tried on
 * @param engine @default memory
 */
export async function runCases(
  set: RuleSet,
  cases: readonly RuleCase[],
  engine?: DetectionEngine,
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const { name, match, records } of cases) {
    const found = new Set<RuleHead>();
    const detecting = await detect(recordsOf(records, name), set, { ...(engine && { engine }) });
    for await (const { rule } of detecting) found.add(rule);
    const problem = judge(match, [...found], set);
    results.push({ name, passed: problem === "", problem, matched: [...found].map(({ title }) => title) });
  }
  return results;
}

function judge(match: RuleCase["match"], found: readonly RuleHead[], set: RuleSet): string {
  const titles = found.map(({ title }) => `"${title}"`).join(", ") || "nothing";
  if (typeof match === "boolean")
    return match === found.length > 0 ? "" : `should ${match ? "match" : "not match"}, but ${titles} did`;
  const known = [...set.rules, ...set.correlations];
  const named = (rule: RuleHead) => match.some((each) => calls(rule, each));
  const strangers = match.filter((each) => !known.some((rule) => calls(rule, each)));
  if (strangers.length > 0) return `names ${strangers.join(", ")}, which is no rule of the file`;
  const missing = known.filter((rule) => named(rule) && !found.includes(rule)).map(({ title }) => title);
  const extra = found.filter((rule) => !named(rule)).map(({ title }) => title);
  if (missing.length + extra.length === 0) return "";
  return `should match ${match.join(", ")}, but ${titles} did`;
}

function calls(rule: RuleHead, word: string): boolean {
  return word === rule.title || word === rule.name || word === ruleKey(rule);
}
