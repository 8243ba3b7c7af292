import { RuleSet, SigmaRule } from "../rule";
import { allOf } from "./combine";
import { Draft, RefusedDraft, RuleDraft } from "./draft";
import { filtersOf } from "./filtersOf";
import { linkCorrelations } from "./linkCorrelations";
import { Links } from "./links";

/**
 * Puts filters into the rules they name and rules into the correlations that name them, across files.
 *
 * A document whose reference leads nowhere, to itself or to a refused document is refused; the others run.
 */
export function linkRules(drafts: readonly (Draft | RefusedDraft)[]): RuleSet {
  const links = new Links(drafts);
  const silent = silentDrafts(links);
  const filters = filtersOf(links);
  const rules = new Map<RuleDraft, SigmaRule>();
  for (const draft of links.running("rule"))
    rules.set(draft, {
      kind: "rule",
      ...draft.head,
      logsource: draft.logsource,
      expression: allOf([
        draft.expression,
        ...(filters.get(draft) ?? []).map(({ expression }) => expression),
      ]),
      reports: !silent.has(draft),
    });
  const correlations = linkCorrelations(links, rules, silent);
  return {
    rules: [...rules.values()],
    correlations,
    problems: drafts.flatMap((draft) => links.problems.get(draft) ?? []),
  };
}

/** What correlations use and don't ask to report for itself; the rules of a refused correlation stay silent too. */
function silentDrafts({ drafts, registry }: Links): ReadonlySet<Draft | RefusedDraft> {
  const silent = new Set<Draft | RefusedDraft>();
  const asked = new Set<Draft | RefusedDraft>();
  for (const draft of drafts) {
    if (draft.kind !== "correlation" && draft.kind !== "refused") continue;
    const names = draft.kind === "refused" ? draft.correlates : draft.rules.map(({ text }) => text);
    const into = draft.kind === "correlation" && draft.generate ? asked : silent;
    for (const name of names) {
      const found = registry.find(name);
      if (found) into.add(found);
    }
  }
  for (const draft of asked) silent.delete(draft);
  return silent;
}
