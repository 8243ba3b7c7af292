import { Expression } from "../expression";

/** All of them; of one, that one. */
export function allOf(of: readonly Expression[]): Expression {
  return of.length === 1 ? of[0]! : { kind: "all", of };
}

/** Any of them; of one, that one. */
export function anyOf(of: readonly Expression[]): Expression {
  return of.length === 1 ? of[0]! : { kind: "any", of };
}
