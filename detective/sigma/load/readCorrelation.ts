import { CorrelationCondition, CorrelationType } from "../rule";
import { Alias, CorrelationDraft, Reference } from "./draft";
import { fieldPathProblem } from "./fieldPathProblem";
import { mapOf, refuseSlips, refuseUnknown, textNodesOf, textOf } from "./mapFields";
import { Refusal, shown } from "./refusal";
import { HEAD_KEYS, readHead } from "./ruleHead";
import { MapNode, RuleNode, isScalar, kindName } from "./ruleNode";
import { timespanMs } from "./timespan";

const TYPES: readonly CorrelationType[] = ["event_count", "value_count", "temporal", "temporal_ordered"];
const KEYS = ["type", "rules", "group-by", "aliases", "timespan", "condition", "generate"];
const COMPARISONS = ["gt", "gte", "lt", "lte", "eq", "neq"] as const;

/**
 * Reads a rule about many records.
 *
 * Source: sigmahq.io/sigma-specification/specification/sigma-correlation-rules-specification.html
 * @throws Refusal
 */
export function readCorrelation(map: MapNode, text: string): CorrelationDraft {
  refuseSlips(map, [...HEAD_KEYS, "correlation", "generate"]);
  const head = readHead(map, text);
  const body = mapOf(map, "correlation", "write type, rules and timespan below it")!;
  refuseUnknown("correlation", body, KEYS);
  const type = readType(body);
  const rules = textNodesOf(body, "rules");
  if (rules.length === 0)
    throw new Refusal(body.at, "the correlation names no rules", "add rules: with their ids or names");
  refuseTwice(rules);
  const condition = readCondition(body, type, rules.length);
  const groupBy = fieldsOf(body, "group-by");
  return {
    kind: "correlation",
    head,
    type,
    rules,
    groupBy,
    aliases: readAliases(body, groupBy, condition.countedFields),
    timespanMs: readTimespan(body),
    ...condition,
    generate: readGenerate(map, body),
  };
}

function refuseTwice(rules: readonly Reference[]): void {
  const seen = new Set<string>();
  for (const { text, at } of rules) {
    if (seen.has(text))
      throw new Refusal(at, `the correlation names ${shown(text)} twice`, "name each rule once");
    seen.add(text);
  }
}

function readType(body: MapNode): CorrelationType {
  const type = textOf(body, "type");
  const known = TYPES.find((other) => other === type);
  if (known) return known;
  if (type === undefined)
    throw new Refusal(body.at, "the correlation has no type", `add type: one of ${TYPES.join(", ")}`);
  throw new Refusal(
    body.entries.get("type")!.value.at,
    `the correlation type ${shown(type)} cannot be run here`,
    `use one of ${TYPES.join(", ")}`,
  );
}

function readTimespan(body: MapNode): number {
  const text = textOf(body, "timespan");
  if (text === undefined)
    throw new Refusal(body.at, "the correlation has no timespan", "add timespan: such as 10m");
  const ms = timespanMs(text);
  if (ms !== undefined) return ms;
  throw new Refusal(
    body.entries.get("timespan")!.value.at,
    `${shown(text)} is no timespan`,
    "write a number from 1 and one of s, m, h, d, w, M, y: 90m",
  );
}

type Condition = Pick<CorrelationDraft, "conditions" | "countedFields">;

function readCondition(body: MapNode, type: CorrelationType, rules: number): Condition {
  const counts = type === "event_count" || type === "value_count";
  const map = mapOf(body, "condition", "write a comparison below it: gte: 10");
  if (!map) {
    if (counts)
      throw new Refusal(body.at, `${type} has no condition`, "add condition: with gte: and a number");
    return { conditions: [{ comparison: "gte", than: rules }], countedFields: [] };
  }
  const countedFields = fieldsOf(map, "field");
  if (type === "value_count" && countedFields.length === 0)
    throw new Refusal(
      map.at,
      "value_count has no field to count the values of",
      "add field: to its condition",
    );
  refuseUnknown(
    `the condition of ${type}`,
    map,
    type === "value_count" ? [...COMPARISONS, "field"] : COMPARISONS,
  );
  const conditions = COMPARISONS.flatMap((comparison): CorrelationCondition[] => {
    const value = map.entries.get(comparison)?.value;
    return value ? [{ comparison, than: count(comparison, value) }] : [];
  });
  if (conditions.length === 0)
    throw new Refusal(
      map.at,
      "the condition compares with no number",
      `add one of ${COMPARISONS.join(", ")}`,
    );
  return { conditions, countedFields };
}

function count(comparison: string, value: RuleNode): number {
  const number =
    isScalar(value) && value.kind === "number" && /^[0-9]{1,15}$/.test(value.text) ? Number(value.text) : -1;
  if (number >= 0) return number;
  const what = isScalar(value) ? shown(value.text) : kindName(value);
  throw new Refusal(
    value.at,
    `${comparison} takes a whole number from 0, not ${what}`,
    "write it without quotes",
  );
}

function readAliases(
  body: MapNode,
  groupBy: readonly string[],
  countedFields: readonly string[],
): readonly Alias[] {
  const map = mapOf(body, "aliases", "write each name with rule: field below it");
  if (!map) return [];
  const [grouped, counted] = [new Set(groupBy), new Set(countedFields)];
  return [...map.entries.values()].flatMap(({ key: name, at, value }) => {
    if (value.kind !== "map")
      throw new Refusal(
        value.at,
        `the alias ${shown(name)} is ${kindName(value)}, not a mapping`,
        "write rule: field",
      );
    if (counted.has(name))
      throw new Refusal(
        at,
        `the alias ${shown(name)} is counted, and aliases are for group-by`,
        "name a field in field",
      );
    if (!grouped.has(name))
      throw new Refusal(at, `the alias ${shown(name)} is not in group-by`, "add it there, or take it out");
    return [...value.entries.values()].map((entry) => ({
      name,
      rule: { text: entry.key, at: entry.at },
      field: fieldName(value, entry.key, name),
    }));
  });
}

/** Fields, or names of aliases. */
function fieldsOf(map: MapNode, key: string): readonly string[] {
  return textNodesOf(map, key).map(({ text, at }) => {
    const wrong = fieldPathProblem(text);
    if (wrong === undefined) return text;
    throw new Refusal(at, `${key}: ${shown(text)} is ${wrong}`, "write the path of a field");
  });
}

function fieldName(map: MapNode, rule: string, alias: string): string {
  const [field] = fieldsOf(map, rule);
  if (field !== undefined) return field;
  throw new Refusal(
    map.at,
    `the alias ${shown(alias)} names no field for ${shown(rule)}`,
    "write rule: field",
  );
}

/** The specification has it beside the correlation, public rules inside it. */
function readGenerate(map: MapNode, body: MapNode): boolean {
  const found = [map, body].flatMap((node) => node.entries.get("generate") ?? []);
  const [first, second] = found.map(({ value, at }) => {
    if (!isScalar(value) || value.kind !== "boolean")
      throw new Refusal(at, "generate takes true or false", "write one of them");
    return value.text === "true";
  });
  if (second !== undefined && first !== second)
    throw new Refusal(found[1]!.at, "generate stands twice, and differs", "keep the one inside correlation");
  return first ?? false;
}
