import { Expression } from "../expression";
import { anyOf } from "./combine";
import { NamedSelection, readCondition } from "./condition";
import { nearKey } from "./nearKey";
import { Placeholders } from "./placeholders";
import { Refusal, shown } from "./refusal";
import { MapNode, RuleNode, ScalarNode, isScalar, kindName } from "./ruleNode";
import { readSelection } from "./selection";
import { TestBudget } from "./testBudget";

/** The longest public one has 550. */
const LONGEST_CONDITION = 20_000;

/**
 * Reads selections and puts them into their condition; several conditions are an or.
 *
 * @param section `detection` of a rule, or `filter` of a filter
 * @param others its keys that are no selections
 * @throws Refusal
 */
export function detectionExpression(
  section: string,
  { at, entries }: MapNode,
  others: readonly string[],
  placeholders: Placeholders,
): Expression {
  const condition = entries.get("condition");
  if (!condition) {
    const near = [...entries.keys()].find((key) => nearKey(key, ["condition"]) !== undefined);
    const help =
      near === undefined ? "add condition: and the selections' names" : `write condition for ${shown(near)}`;
    throw new Refusal(at, `${section} has no condition`, help);
  }
  const timeframe = entries.get("timeframe");
  if (timeframe && isScalar(timeframe.value))
    throw new Refusal(
      timeframe.at,
      "timeframe belongs to the aggregations that Sigma 2 dropped",
      "write a correlation with a timespan",
    );
  const selections = new Map<string, NamedSelection>();
  const budget = new TestBudget();
  for (const { key, value } of entries.values()) {
    if (key === "condition" || others.includes(key)) continue;
    const before = budget.spent;
    const expression = readSelection(value, { selection: key, placeholders, budget });
    selections.set(key, { expression, tests: budget.spent - before });
  }
  if (selections.size === 0)
    throw new Refusal(at, `${section} has no selection`, "add one: a name with fields and values below it");
  const used = new TestBudget();
  return anyOf(
    conditionTexts(condition.value).map(({ text, at }) =>
      readCondition(text, { selections, budget: used, at }),
    ),
  );
}

function conditionTexts(node: RuleNode): readonly ScalarNode[] {
  const texts = node.kind === "list" ? node.items : [node];
  if (texts.length === 0) throw new Refusal(node.at, "an empty list of conditions", "write a condition");
  const length = texts.reduce((sum, text) => sum + (isScalar(text) ? text.text.length : 0), 0);
  if (length > LONGEST_CONDITION)
    throw new Refusal(
      node.at,
      `a condition of ${length} characters, and ${LONGEST_CONDITION} are the most`,
      "split the rule",
    );
  return texts.map((text) => {
    if (isScalar(text) && text.kind === "text" && text.text.trim() !== "") return text;
    const what = isScalar(text) && text.text.trim() === "" ? "empty" : kindName(text);
    throw new Refusal(text.at, `the condition is ${what}`, "write a text such as selection and not filter");
  });
}
