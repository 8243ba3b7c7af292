import { RulePosition } from "./rulePosition";

/**
 * What a rule's condition comes to once its selections are put in: the one form that every backend compiles.
 *
 * `all` of nothing holds, `any` of nothing doesn't, and `not` is two-valued: it holds wherever its part does not.
 */
export type Expression =
  | { readonly kind: "all"; readonly of: readonly Expression[] }
  | { readonly kind: "any"; readonly of: readonly Expression[] }
  | { readonly kind: "not"; readonly of: Expression }
  | FieldTest;

/** One value of one field of one selection. */
export interface FieldTest {
  readonly kind: "test";
  /** The path as the rule writes it, `userIdentity.type`; absent for a keyword, which asks every leaf value. */
  readonly field?: string;
  readonly test: Test;
  /** The name of the selection it stands in. */
  readonly selection: string;
  /** As the rule writes it, for people: `eventName|startswith: Delete`. */
  readonly text: string;
  readonly at: RulePosition;
}

/** What is asked of a value; see docs/sigma.md for what each means on a record. */
export type Test =
  | { readonly kind: "text"; readonly pattern: TextPattern; readonly cased: boolean }
  /** Absent, or JSON null. */
  | { readonly kind: "null" }
  /** Present, also as null. */
  | { readonly kind: "exists" }
  | { readonly kind: "regex"; readonly source: string; readonly flags: RegexFlags }
  /** A network as `10.0.0.0/8` or `2001:db8::/32`. */
  | { readonly kind: "cidr"; readonly network: string }
  | { readonly kind: "number"; readonly comparison: Comparison; readonly than: number }
  /** A part of the time that the value is, in UTC; a week is ISO 8601's. */
  | {
      readonly kind: "timePart";
      readonly part: TimePart;
      readonly comparison: Comparison | "eq";
      readonly than: number;
    }
  /** Equal to the value of another field, both as text. */
  | { readonly kind: "fieldref"; readonly field: string; readonly cased: boolean };

/** A value with its wildcards, after escapes are resolved; the parts in their order, and no two texts in a row. */
export type TextPattern = readonly PatternPart[];

/** A literal text, any text (the empty one too), or any one character (a newline too). */
export type PatternPart =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "anyText" }
  | { readonly kind: "anyCharacter" };

export interface RegexFlags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

export type Comparison = "lt" | "lte" | "gt" | "gte";
export type TimePart = "minute" | "hour" | "day" | "week" | "month" | "year";
