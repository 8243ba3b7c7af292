import { Level } from "../finding";
import { Comparison, Expression } from "./expression";
import { RulePosition } from "./rulePosition";

/**
 * What rules and correlations share.
 *
 * Source: sigmahq.io/sigma-specification/specification/sigma-rules-specification.html
 */
export interface RuleHead {
  /** A UUID, where the rule has one. */
  readonly id?: string;
  /** What correlations call it, where it says so. */
  readonly name?: string;
  readonly title: string;
  readonly status?: string;
  readonly description?: string;
  readonly author?: string;
  /** As written: `2026-11-21`. */
  readonly date?: string;
  readonly modified?: string;
  readonly references: readonly string[];
  /** As written: `attack.t1098.003`, `cis.v3.4.5`. */
  readonly tags: readonly string[];
  readonly falsepositives: readonly string[];
  readonly fields: readonly string[];
  /** A rule that states none counts as medium. */
  readonly level: Level;
  readonly at: RulePosition;
  /** The YAML of its document, as it was read. */
  readonly text: string;
}

/** A rule about one record. */
export interface SigmaRule extends RuleHead {
  readonly kind: "rule";
  readonly logsource: LogSource;
  /** Its conditions with its selections put in, and the filters that apply to it. */
  readonly expression: Expression;
  /** False where a correlation uses it and doesn't ask for its own matches. */
  readonly reports: boolean;
}

export interface LogSource {
  readonly category?: string;
  readonly product?: string;
  readonly service?: string;
}

export type CorrelationType = "event_count" | "value_count" | "temporal" | "temporal_ordered";

/**
 * A rule about many records in a span of time.
 *
 * Source: sigmahq.io/sigma-specification/specification/sigma-correlation-rules-specification.html
 */
export interface SigmaCorrelation extends RuleHead {
  readonly kind: "correlation";
  readonly type: CorrelationType;
  /** What it correlates, in the order of the rule: rules, or other correlations; never itself, however indirectly. */
  readonly of: readonly (SigmaRule | SigmaCorrelation)[];
  readonly groupBy: readonly string[];
  /** For a name in `groupBy`: the field that stands for it in each rule, by the rule's place in `of`. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<number, string>>;
  readonly timespanMs: number;
  /** All hold. Of `temporal` without a condition: as many rules as `of` has. */
  readonly conditions: readonly CorrelationCondition[];
  /** Of `value_count`: whose different values are counted; several count as one combination. */
  readonly countedFields: readonly string[];
  readonly reports: boolean;
}

export interface CorrelationCondition {
  readonly comparison: Comparison | "eq" | "neq";
  readonly than: number;
}

/** Why a document of a rule file is not run. */
export interface RuleProblem {
  readonly at: RulePosition;
  /** Of the document, where it could be read. */
  readonly title?: string;
  /** What, the value, the limit. */
  readonly problem: string;
  /** The way out. */
  readonly help: string;
}

/** What rule files hold: what can be run, and what is refused. */
export interface RuleSet {
  readonly rules: readonly SigmaRule[];
  readonly correlations: readonly SigmaCorrelation[];
  readonly problems: readonly RuleProblem[];
}

/** What output calls a rule: its id, or else its name, or else its title. */
export function ruleKey({ id, name, title }: Pick<RuleHead, "id" | "name" | "title">): string {
  return id ?? name ?? title;
}
