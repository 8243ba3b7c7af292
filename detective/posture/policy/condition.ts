import { Ternary } from "../../patterns/ternary";
import { Condition } from "./document";
import { fits, fitsArn } from "./pattern";

export type { Ternary };

/**
 * The request's context by lower-case key: a value, or undefined for a key that the request is known not to carry.
 * A key that isn't in the record at all is not known.
 */
export type Context = Readonly<Record<string, string | undefined>>;

type Compare = (pattern: string, value: string) => boolean;

const sameText: Compare = (a, b) => a === b;
const sameTextAnyCase: Compare = (a, b) => a.toLowerCase() === b.toLowerCase();

/** ArnEquals and ArnLike behave the same, wildcards included. Source: IAM user guide, condition operators. */
const COMPARES: Readonly<Record<string, { compare: Compare; negated: boolean }>> = {
  stringequals: { compare: sameText, negated: false },
  stringnotequals: { compare: sameText, negated: true },
  stringequalsignorecase: { compare: sameTextAnyCase, negated: false },
  stringnotequalsignorecase: { compare: sameTextAnyCase, negated: true },
  stringlike: { compare: fits, negated: false },
  stringnotlike: { compare: fits, negated: true },
  arnequals: { compare: fitsArn, negated: false },
  arnlike: { compare: fitsArn, negated: false },
  arnnotequals: { compare: fitsArn, negated: true },
  arnnotlike: { compare: fitsArn, negated: true },
  bool: { compare: sameTextAnyCase, negated: false },
};

/** Whether a request with this context meets the condition. */
export function meets(condition: Condition, context: Context): Ternary {
  if (!Object.hasOwn(context, condition.key)) return "undecided";
  const value = context[condition.key];
  if (condition.operator === "null") {
    return answer(condition.values.some((wanted) => sameTextAnyCase(wanted, String(value === undefined))));
  }
  const known = COMPARES[condition.operator];
  if (!known) return "undecided";
  if (value === undefined) {
    if (condition.ifExists || condition.qualifier === "forallvalues") return "yes";
    return answer(known.negated && condition.qualifier !== "foranyvalue");
  }
  if (condition.values.some((wanted) => wanted.includes("${"))) return "undecided";
  return answer(condition.values.some((wanted) => known.compare(wanted, value)) !== known.negated);
}

function answer(holds: boolean): Ternary {
  return holds ? "yes" : "no";
}
