import { Expression } from "../expression";
import { allOf, anyOf } from "./combine";
import { SelectionContext, fieldExpression } from "./fieldExpression";
import { FieldKey, readFieldKey } from "./modifiers";
import { Refusal, shown } from "./refusal";
import { MapNode, RuleNode, kindName } from "./ruleNode";

/**
 * Reads a search identifier: a mapping (all of its fields), or a list of mappings and keywords (any of them).
 *
 * Source: sigma-rules-specification.html, "Search-Identifier"
 * @throws Refusal
 */
export function readSelection(node: RuleNode, context: SelectionContext): Expression {
  const name = shown(context.selection);
  if (node.kind === "map") return fields(node, context);
  if (node.kind !== "list")
    throw new Refusal(
      node.at,
      `${name} is ${kindName(node)}, not a mapping or a list`,
      "write field: value below it, or a list of keywords",
    );
  if (node.items.length === 0)
    throw new Refusal(node.at, `${name} is an empty list`, "list what it looks for");
  return anyOf(
    node.items.map((item) => {
      if (item.kind === "map") return fields(item, context);
      if (item.kind === "list")
        throw new Refusal(item.at, `${name} has a list in its list`, "list mappings or keywords");
      return fieldExpression({ ...KEYWORD, at: item.at }, item, context);
    }),
  );
}

const KEYWORD: Omit<FieldKey, "at"> = {
  key: "",
  all: false,
  neq: false,
  expand: false,
  test: { kind: "text", encodings: [], cased: false },
};

function fields({ at, entries }: MapNode, context: SelectionContext): Expression {
  if (entries.size === 0)
    throw new Refusal(
      at,
      `${shown(context.selection)} is an empty mapping`,
      "name the fields that it looks at",
    );
  return allOf(
    [...entries.values()].map((entry) =>
      fieldExpression(readFieldKey(entry.key, entry.at), entry.value, context),
    ),
  );
}
