import type { Expression, FieldTest, TextPattern } from "../../detective/sigma/expression";
import type { AnyRule } from "./readRules";

const INDENT = "  ";
const COMPARED = {
  lt: "less than",
  lte: "at most",
  gt: "more than",
  gte: "at least",
  eq: "",
  neq: "other than",
};

/** How a rule was understood, in words and one line a test. */
export function understoodLines(rule: AnyRule): string[] {
  if (rule.kind === "rule") return lines(rule.expression, 0);
  const { type, of, groupBy, aliases, timespanMs, conditions, countedFields } = rule;
  const wanted = conditions
    .map(({ comparison, than }) => `${COMPARED[comparison]} ${than}`.trim())
    .join(" and ");
  const counted = {
    event_count: `${wanted} records that match`,
    value_count: `${wanted} different values of ${countedFields.join(" and ")} in records that match`,
    temporal: `${wanted} of these rules, in any order`,
    temporal_ordered: `${wanted} of these rules, in this order`,
  }[type];
  return [
    `${counted}, within ${span(timespanMs)}${groupBy.length > 0 ? `, with the same ${groupBy.join(" and ")}` : ""}:`,
    ...of.map(({ title }) => `${INDENT}${title}`),
    ...[...aliases].flatMap(([name, fields]) =>
      [...fields].map(([place, field]) => `${name} is ${field} in ${of[place]?.title ?? ""}`),
    ),
  ];
}

function lines(expression: Expression, depth: number): string[] {
  const indent = INDENT.repeat(depth);
  switch (expression.kind) {
    case "test":
      return [indent + meaning(expression)];
    case "not":
      return expression.of.kind === "test"
        ? [`${indent}not ${meaning(expression.of)}`]
        : [`${indent}not`, ...lines(expression.of, depth + 1)];
    default:
      return [`${indent}${expression.kind} of`, ...expression.of.flatMap((part) => lines(part, depth + 1))];
  }
}

function meaning({ field = "some value", test }: FieldTest): string {
  switch (test.kind) {
    case "text":
      return `${field} ${textMeaning(test.pattern)}${test.cased ? ", case counts" : ""}`;
    case "null":
      return `${field} is absent or null`;
    case "exists":
      return `${field} is present`;
    case "regex": {
      const { ignoreCase, multiline, dotAll } = test.flags;
      return `${field} matches /${test.source}/${ignoreCase ? "i" : ""}${multiline ? "m" : ""}${dotAll ? "s" : ""}`;
    }
    case "cidr":
      return `${field} is an address in ${test.network}`;
    case "number":
      return `${field} is ${COMPARED[test.comparison]} ${test.than}`;
    case "timePart":
      return `the ${test.part} of ${field}, in UTC, is ${`${COMPARED[test.comparison]} ${test.than}`.trim()}`;
    case "fieldref":
      return `${field} equals ${test.field}${test.cased ? ", case counts" : ""}`;
  }
}

function textMeaning(pattern: TextPattern): string {
  if (pattern.length === 0) return "is the empty text";
  if (pattern.length === 1 && pattern[0]!.kind === "anyText") return "has a value";
  const any = (place: number) => pattern.at(place)?.kind === "anyText";
  const core = pattern.slice(any(0) ? 1 : 0, any(-1) ? -1 : undefined);
  const [only] = core;
  if (core.length !== 1 || only?.kind !== "literal") {
    const glob = pattern.map((part) =>
      part.kind === "literal" ? part.text.replace(/[\\*?]/g, "\\$&") : part.kind === "anyText" ? "*" : "?",
    );
    return `is like ${JSON.stringify(glob.join(""))}`;
  }
  const verb = any(0) ? (any(-1) ? "contains" : "ends with") : any(-1) ? "begins with" : "is";
  return `${verb} ${JSON.stringify(only.text)}`;
}

function span(ms: number): string {
  const units = [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["m", 60_000],
  ] as const;
  const [unit, size] = units.find(([, size]) => ms % size === 0) ?? (["s", 1_000] as const);
  return `${ms / size}${unit}`;
}
