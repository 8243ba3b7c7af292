import { FilterDraft, RuleDraft } from "./draft";
import { Links } from "./links";
import { Refusal, shown } from "./refusal";

const MOST_FILTERS = 1_000;

/** The filters of each rule; a filter that names what is no rule, or a rule of a wider log source, is refused. */
export function filtersOf(links: Links): ReadonlyMap<RuleDraft, readonly FilterDraft[]> {
  const filters = new Map<RuleDraft, FilterDraft[]>();
  for (const filter of links.running("filter"))
    links.try(filter, () => {
      for (const rule of new Set(rulesOf(filter, links))) {
        const own = filters.get(rule) ?? [];
        if (own.length === MOST_FILTERS)
          throw new Refusal(
            filter.head.at,
            `a rule with more than ${MOST_FILTERS} filters`,
            "put them together",
          );
        own.push(filter);
        filters.set(rule, own);
      }
    });
  return filters;
}

function rulesOf(filter: FilterDraft, links: Links): readonly RuleDraft[] {
  const covers = ({ logsource }: RuleDraft) =>
    filter.logsource.service === undefined || filter.logsource.service === logsource.service;
  if (filter.rules === "any") return links.running("rule").filter(covers);
  return filter.rules.flatMap(({ text, at }) => {
    const found = links.registry.find(text);
    if (!found)
      throw new Refusal(at, `no rule is called ${shown(text)}`, "load its file too, or take it out");
    if (found.kind === "refused" || links.problems.has(found)) return [];
    if (found.kind !== "rule")
      throw new Refusal(
        at,
        `${shown(text)} is a ${found.kind}, and filters are for rules`,
        "name the rules it uses",
      );
    if (!covers(found))
      throw new Refusal(
        at,
        `the log source of the rule ${shown(text)} is wider than the filter's`,
        "take service out of the filter's logsource",
      );
    return [found];
  });
}
