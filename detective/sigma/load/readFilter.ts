import { detectionExpression } from "./detectionExpression";
import { FilterDraft, Reference } from "./draft";
import { readLogSource } from "./logSource";
import { mapOf, refuseSlips, textNodesOf } from "./mapFields";
import { Placeholders } from "./placeholders";
import { Refusal } from "./refusal";
import { HEAD_KEYS, readHead } from "./ruleHead";
import { MapNode } from "./ruleNode";

const FILTER = "write rules, selections and a condition below it";

/**
 * Reads a filter; its condition says what is left of the rules' matches: `not selection` takes the selection's out.
 *
 * Source: sigmahq.io/sigma-specification/specification/sigma-filters-specification.html
 * @throws Refusal
 */
export function readFilter(map: MapNode, text: string, placeholders: Placeholders): FilterDraft {
  refuseSlips(map, [...HEAD_KEYS, "logsource", "filter"]);
  const head = readHead(map, text);
  const logsource = readLogSource(map);
  const filter = mapOf(map, "filter", FILTER)!;
  const rules = readReferences(filter);
  return {
    kind: "filter",
    head,
    logsource,
    rules,
    expression: detectionExpression("filter", filter, ["rules"], placeholders),
  };
}

/** `any` means every rule of the filter's log source, as pySigma has it. */
function readReferences(filter: MapNode): readonly Reference[] | "any" {
  const rules = textNodesOf(filter, "rules");
  if (rules.length === 0)
    throw new Refusal(filter.at, "filter names no rules", "add rules: with their ids or names, or any");
  return rules.length === 1 && rules[0]!.text.toLowerCase() === "any" ? "any" : rules;
}
