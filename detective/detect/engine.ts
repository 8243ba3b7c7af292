import { MatchReason } from "../sigma/recordMatcher";
import { RuleProblem, SigmaRule } from "../sigma/rule";
import { RawRecord } from "./detection";

/** A rule that a record matches, as an engine finds it. */
export interface RecordMatch {
  readonly rule: SigmaRule;
  readonly at: RawRecord;
  /** What the verdict rests on; an engine that can't say leaves it out, and the matcher is asked. */
  explain?(): readonly MatchReason[];
}

/** Where rules are asked of records: in process, in DuckDB, or in Athena. All of them find the same. */
export interface DetectionEngine {
  readonly name: "memory" | "duckdb" | "athena";
  /** Makes rules ready to be asked; those that it has no exact words for come back as problems. */
  prepare(rules: readonly SigmaRule[]): PreparedRules | Promise<PreparedRules>;
}

/** Rules that an engine is ready to ask. */
export interface PreparedRules {
  /** One for each rule that is not asked. */
  readonly problems: readonly RuleProblem[];
  /**
   * Every match, in any order; the records are read once, and are JSON objects all of them.
   *
   * @param records read no faster than they are asked; a consumer that leaves early ends the reading
   */
  matches(records: AsyncIterable<RawRecord>): AsyncIterable<RecordMatch>;
  /** Rules that a reading may as well ask by itself, of the records where it reads them. @default none */
  readonly plain?: readonly SigmaRule[];
}
