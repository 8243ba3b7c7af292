import { Expression, FieldTest } from "../expression";

/** A condition in which only single tests are negated. */
export type Literals =
  | { readonly kind: "all"; readonly of: readonly Literals[] }
  | { readonly kind: "any"; readonly of: readonly Literals[] }
  | Literal;

export interface Literal {
  readonly kind: "literal";
  readonly test: FieldTest;
  readonly negated: boolean;
}

/** Brings every `not` down to the tests, and puts conditions of one kind that stand inside each other side by side. */
export function literalsOf(expression: Expression, negated = false): Literals {
  if (expression.kind === "test") return { kind: "literal", test: expression, negated };
  if (expression.kind === "not") return literalsOf(expression.of, !negated);
  const kind = (expression.kind === "all") === negated ? "any" : "all";
  const of = expression.of
    .map((each) => literalsOf(each, negated))
    .flatMap((each) => (each.kind === kind ? each.of : [each]));
  return of.length === 1 ? of[0]! : { kind, of };
}
