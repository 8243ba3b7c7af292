import { Expression } from "../expression";
import { CorrelationCondition, CorrelationType, LogSource, RuleHead, RuleProblem } from "../rule";
import { RulePosition } from "../rulePosition";

/** A document that is understood, before what it names elsewhere is put in. */
export type Draft = RuleDraft | CorrelationDraft | FilterDraft;

export interface RuleDraft {
  readonly kind: "rule";
  readonly head: RuleHead;
  readonly logsource: LogSource;
  readonly expression: Expression;
}

export interface CorrelationDraft {
  readonly kind: "correlation";
  readonly head: RuleHead;
  readonly type: CorrelationType;
  readonly rules: readonly Reference[];
  readonly groupBy: readonly string[];
  readonly aliases: readonly Alias[];
  readonly timespanMs: number;
  readonly conditions: readonly CorrelationCondition[];
  readonly countedFields: readonly string[];
  readonly generate: boolean;
}

export interface FilterDraft {
  readonly kind: "filter";
  readonly head: RuleHead;
  readonly logsource: LogSource;
  readonly rules: readonly Reference[] | "any";
  readonly expression: Expression;
}

/** A rule's id or name, as another document writes it. */
export interface Reference {
  readonly text: string;
  readonly at: RulePosition;
}

/** A name in `group-by` and the field that it stands for in one rule. */
export interface Alias {
  readonly name: string;
  readonly rule: Reference;
  readonly field: string;
}

/** A document that is refused, with what can be read of it: others may name it. */
export interface RefusedDraft {
  readonly kind: "refused";
  readonly problem: RuleProblem;
  readonly id?: string;
  readonly name?: string;
  /** Rules that it would correlate without asking for their own matches. */
  readonly correlates: readonly string[];
}
