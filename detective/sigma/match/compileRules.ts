import type { MatchReason, RecordMatcher, RuleMatch } from "../recordMatcher";
import type { SigmaRule } from "../rule";
import { ExpressionCompiler } from "./compileExpression";
import { Explanations } from "./explanations";
import { FieldIndex } from "./fieldIndex";
import { RecordView } from "./recordView";
import { requiredTests } from "./requiredTests";

const NO_MATCH: readonly RuleMatch[] = [];

/**
 * Compiles rules to be asked of one record after the other.
 *
 * Only those rules are asked whose rarest requirement (mostly `eventName`) a record meets, so the cost of a record grows
 * with the rules about its event, not with all.
 *
 * @throws RegexError, RangeError on a pattern or a network that is none, which the loader refuses
 */
export function compileRules(rules: readonly SigmaRule[]): RecordMatcher {
  const view = new RecordView();
  const compiler = new ExpressionCompiler(view);
  const checks = rules.map(({ expression }) => compiler.compile(expression));
  const asked = new Float64Array(rules.length);
  let matched: number[] = [];
  const ask = (rule: number) => {
    if (asked[rule] === view.turn) return;
    asked[rule] = view.turn;
    if (checks[rule]!()) matched.push(rule);
  };
  const { always, indexes } = indexRules(rules, view, ask);
  return {
    rules,
    match: (record) => {
      view.turnTo(record);
      matched = [];
      for (const rule of always) ask(rule);
      for (const index of indexes) index.visit();
      if (matched.length === 0) return NO_MATCH;
      const explanations = new Explanations(record);
      return matched.sort((a, b) => a - b).map((place) => new Match(rules[place]!, explanations));
    },
  };
}

class Match implements RuleMatch {
  constructor(
    readonly rule: SigmaRule,
    private readonly explanations: Explanations,
  ) {}

  explain(): readonly MatchReason[] {
    return this.explanations.why(this.rule.expression);
  }
}

/** Which rules are asked of every record, and by which fields the others are found. */
function indexRules(
  rules: readonly SigmaRule[],
  view: RecordView,
  ask: (rule: number) => void,
): { always: readonly number[]; indexes: readonly FieldIndex[] } {
  const always: number[] = [];
  const indexes = new Map<string, FieldIndex>();
  for (const [place, { expression }] of rules.entries()) {
    const required = requiredTests(expression);
    if (!required) always.push(place);
    for (const test of required?.tests ?? []) {
      const field = test.field!;
      let index = indexes.get(field);
      if (!index) indexes.set(field, (index = new FieldIndex(view.slot(field), ask)));
      index.add(test, place);
    }
  }
  return { always, indexes: [...indexes.values()] };
}
