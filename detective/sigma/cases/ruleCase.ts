/** What a rule is tried on: records in time, and whether they should match. */
export interface RuleCase {
  readonly name: string;
  /** Whether anything of the rule's file should match, or the titles, names or ids of what exactly should. */
  readonly match: boolean | readonly string[];
  /** In the order of their times. */
  readonly records: readonly unknown[];
}

/** A file of cases that can't be meant. */
export class RuleCaseError extends Error {
  override readonly name = "RuleCaseError";
}
