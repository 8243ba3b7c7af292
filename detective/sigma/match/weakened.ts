import { Expression } from "../expression";

const ALL: Expression = { kind: "all", of: [] };
const NONE: Expression = { kind: "any", of: [] };

/**
 * What holds of some of a record's fields wherever an expression holds of the record: of what asks other fields, anything
 * is taken to be.
 *
 * @param knows whether a field is one of these
 */
export function weakened(expression: Expression, knows: (field: string) => boolean): Expression {
  return bound(expression, knows, ALL);
}

/** @param unknown what a test of another field counts as: what makes all of it hold the rather, or below `not` the less */
function bound(expression: Expression, knows: (field: string) => boolean, unknown: Expression): Expression {
  switch (expression.kind) {
    case "test": {
      const { field, test } = expression;
      const known = field !== undefined && knows(field) && (test.kind !== "fieldref" || knows(test.field));
      return known ? expression : unknown;
    }
    case "not": {
      const of = bound(expression.of, knows, unknown === ALL ? NONE : ALL);
      return of === ALL ? NONE : of === NONE ? ALL : { kind: "not", of };
    }
    case "all":
      return joined("all", expression.of, knows, unknown, ALL, NONE);
    case "any":
      return joined("any", expression.of, knows, unknown, NONE, ALL);
  }
}

/** @param nothing what changes nothing where it is one of the parts @param everything what decides alone */
function joined(
  kind: "all" | "any",
  parts: readonly Expression[],
  knows: (field: string) => boolean,
  unknown: Expression,
  nothing: Expression,
  everything: Expression,
): Expression {
  const of: Expression[] = [];
  for (const part of parts) {
    const one = bound(part, knows, unknown);
    if (one === everything) return everything;
    if (one !== nothing) of.push(one);
  }
  if (of.length === 0) return nothing;
  return of.length === 1 ? of[0]! : { kind, of };
}
