import { Statement } from "./document";
import { hasWildcard } from "./pattern";

/** A value that a statement's conditions let a key have. */
export interface LimitValue {
  value: string;
  /** The value stands for many: it has a wildcard that counts, or a policy variable. */
  wild: boolean;
}

/** Operators that let nothing through but their values, and whether `*` and `?` in these are wildcards. */
const LIMITING: Readonly<Record<string, boolean>> = {
  stringequals: false,
  stringequalsignorecase: false,
  stringlike: true,
  arnequals: true,
  arnlike: true,
};

/**
 * The values to which the statement limits a context key, or undefined where it doesn't limit it.
 *
 * `…IfExists` and `ForAllValues:` let a request without the key pass, so they are no limit.
 */
export function limitsOf(statement: Statement, key: string): readonly LimitValue[] | undefined {
  const limits = statement.conditions
    .filter((condition) => condition.key === key.toLowerCase() && Object.hasOwn(LIMITING, condition.operator))
    .filter(({ ifExists, qualifier }) => !ifExists && qualifier !== "forallvalues")
    .map(({ operator, values }) =>
      values.map((value) => ({
        value,
        wild: value.includes("${") || (LIMITING[operator] === true && hasWildcard(value)),
      })),
    );
  // All conditions must hold, so the one without wildcards, where there is one, is what counts.
  return limits.find((values) => values.every(({ wild }) => !wild)) ?? limits[0];
}
