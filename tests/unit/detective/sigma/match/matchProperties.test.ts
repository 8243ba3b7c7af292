import assert from "node:assert/strict";
import fc from "fast-check";
import { compileRules } from "../../../../../detective/sigma/match/compileRules";
import type { Expression } from "../../../../../detective/sigma/expression";
import { any, not, all, rule } from "./expressions";
import { holds } from "./plainMeaning";
import { expression, recordText } from "./randomRules";

describe("compileRules, on random rules and records", () => {
  const rules = fc.array(expression, { minLength: 1, maxLength: 12 });
  const records = fc.array(recordText, { minLength: 1, maxLength: 6 });
  /** Requires nothing, so that the rule is asked of every record. */
  const unfound = (of: Expression, index: number) => rule(any(of, not(all())), String(index));

  it("finds the rules that docs/sigma.md says, with its index and without", () => {
    fc.assert(
      fc.property(rules, records, (expressions, texts) => {
        const indexed = compileRules(expressions.map((of, index) => rule(of, String(index))));
        const asked = compileRules(expressions.map(unfound));
        for (const text of texts) {
          const record: unknown = JSON.parse(text);
          const found = indexed.match(record).map((match) => match.rule.title);
          const expected = expressions.flatMap((of, index) => (holds(of, record) ? [String(index)] : []));
          assert.deepEqual(found, expected, text);
          assert.deepEqual(
            asked.match(record).map((match) => match.rule.title),
            expected,
            text,
          );
        }
      }),
      { seed: 20260131, numRuns: 1000 },
    );
  });

  it("explains every match by tests that hold, and by tests that don't", () => {
    fc.assert(
      fc.property(expression, recordText, (of, text) => {
        const record: unknown = JSON.parse(text);
        const tests = new Map<string, Expression>();
        const [match] = compileRules([rule(named(of, tests))]).match(record);
        for (const { test, matched, value = "" } of match?.explain() ?? []) {
          const said = tests.get(test.replace(/ \(or \d+ more\)$/, ""))!;
          assert.equal(holds(said, record), matched, `${JSON.stringify(said)} of ${text}`);
          assert.ok(value.length <= 200);
        }
      }),
      { seed: 20260131, numRuns: 2000 },
    );
  });
});

/** The same with a text of its own for each test. */
function named(of: Expression, tests: Map<string, Expression>): Expression {
  if (of.kind === "not") return { ...of, of: named(of.of, tests) };
  if (of.kind !== "test") return { ...of, of: of.of.map((part) => named(part, tests)) };
  const test = { ...of, text: `test ${tests.size}` };
  tests.set(test.text, test);
  return test;
}
