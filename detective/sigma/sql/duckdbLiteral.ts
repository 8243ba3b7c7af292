import { NotExpressible } from "../notExpressible";
import { sqlLiteral } from "./sqlLiteral";

/** @throws NotExpressible on a text that is no UTF-8 */
export function duckdbLiteral(text: string): string {
  const literal = sqlLiteral(text);
  if (literal === undefined)
    throw new NotExpressible(
      "duckdb",
      "",
      "half a surrogate pair is no text in DuckDB; take it out of the rule",
    );
  return literal;
}
