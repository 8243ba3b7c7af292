import { NotExpressible } from "../notExpressible";
import { sqlLiteral } from "./sqlLiteral";

/** The part is put in by the compiler. */
export function cannot(reason: string): NotExpressible {
  return new NotExpressible("athena", "", reason);
}

/** @throws NotExpressible on a text that is no UTF-8 */
export function athenaLiteral(text: string): string {
  const literal = sqlLiteral(text);
  if (literal === undefined)
    throw cannot("half a surrogate pair is no text in Athena; take it out of the rule");
  return literal;
}
