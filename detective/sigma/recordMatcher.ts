import { SigmaRule } from "./rule";

/** Rules compiled to be asked of one record after the other. */
export interface RecordMatcher {
  readonly rules: readonly SigmaRule[];
  /**
   * The rules that a record matches, in the order they were given; never throws, whatever the record is.
   *
   * @param record as JSON gives it, with nothing taken out or put right
   */
  match(record: unknown): readonly RuleMatch[];
}

/** A rule that a record matches. */
export interface RuleMatch {
  readonly rule: SigmaRule;
  /** Which selection, field and value matched, for each part that the verdict rests on; worked out when asked for. */
  explain(): readonly MatchReason[];
}

/** One part that a verdict rests on. */
export interface MatchReason {
  readonly selection: string;
  /** Absent for a keyword. */
  readonly field?: string;
  /** As the rule writes it. */
  readonly test: string;
  /** The value of the record that matched, as text and cut at 200 characters; absent where the record has none. */
  readonly value?: string;
  /** False where the verdict rests on its not matching: `not filter`. */
  readonly matched: boolean;
}
