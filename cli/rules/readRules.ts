import { existsSync } from "node:fs";
import { loadRules } from "../../detective/sigma/load/loadRules";
import { RulePathError } from "../../detective/sigma/load/ruleFiles";
import { ownRules } from "../../detective/sigma/ownRules";
import type { RuleSet, SigmaCorrelation, SigmaRule } from "../../detective/sigma/rule";
import { UsageError } from "../usageError";
import type { RuleOptions } from "./ruleOptions";

export type AnyRule = SigmaRule | SigmaCorrelation;

/** Rules as a command was asked for them. */
export interface ReadRules {
  /** All that were loaded. */
  readonly set: RuleSet;
  /** Those that were named, or else those that report, in the order of their files. */
  readonly chosen: readonly AnyRule[];
}

/**
 * Loads rules, and finds those that words name.
 *
 * @param words files, folders, ids, names and titles
 * @throws UsageError on a path that leads nowhere, and on a word that no rule is called
 */
export async function readRules(words: readonly string[], options: RuleOptions): Promise<ReadRules> {
  const paths = words.filter(isPath);
  const names = words.filter((word) => !isPath(word));
  const given = [...(options.rules ?? []), ...paths];
  const set = await load(given.length > 0 ? given : [ownRules()], options);
  const all = [...set.rules, ...set.correlations];
  const named = names.flatMap((name) => find(name, all));
  const chosen = names.length > 0 ? [...new Set(named)] : all.filter(({ reports }) => reports);
  return { set, chosen };
}

async function load(paths: readonly string[], { placeholder }: RuleOptions): Promise<RuleSet> {
  try {
    return await loadRules(paths, { ...(placeholder && { placeholders: placeholder }) });
  } catch (error) {
    if (error instanceof RulePathError) throw new UsageError(error.message);
    throw error;
  }
}

/** A word that looks like a path is one, so that a slip in it is not taken for a title. */
function isPath(word: string): boolean {
  return /^\.{0,2}[/\\]|[/\\]$|\.ya?ml$/i.test(word) || existsSync(word);
}

function find(word: string, all: readonly AnyRule[]): readonly AnyRule[] {
  const wanted = word.trim().toLowerCase();
  const called = ({ id, name, title }: AnyRule) =>
    [id, name, title].some((each) => each?.toLowerCase() === wanted);
  const exact = all.filter(called);
  if (exact.length > 0) return exact;
  const part = wanted === "" ? [] : all.filter(({ title }) => title.toLowerCase().includes(wanted));
  if (part.length === 1) return part;
  const shown = JSON.stringify(word.slice(0, 80));
  if (part.length === 0)
    throw new UsageError(`no rule has the id, name or title ${shown}; audit-trail rules list names them all`);
  const titles = part.slice(0, 5).map(({ title }) => JSON.stringify(title));
  throw new UsageError(
    `${shown} is in ${part.length} titles (${titles.join(", ")}${part.length > 5 ? ", …" : ""}); give one of them whole`,
  );
}
