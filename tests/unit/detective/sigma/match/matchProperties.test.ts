import assert from "node:assert/strict";
import fc from "fast-check";
import { compileRules } from "../../../../../detective/sigma/match/compileRules";
import { any, not, all, rule } from "./expressions";
import { holds } from "./plainMeaning";
import { expression, recordText } from "./randomRules";

describe("compileRules, on random rules and records", () => {
  const rules = fc.array(expression, { minLength: 1, maxLength: 12 });
  const records = fc.array(recordText, { minLength: 1, maxLength: 6 });
  /** Requires nothing, so that the rule is asked of every record. */
  const unfound = (index: number) => (of: Parameters<typeof not>[0]) =>
    rule(any(of, not(all())), String(index));

  it("finds the rules that docs/sigma.md says, with its index and without", () => {
    fc.assert(
      fc.property(rules, records, (expressions, texts) => {
        const indexed = compileRules(expressions.map((of, index) => rule(of, String(index))));
        const asked = compileRules(expressions.map((of, index) => unfound(index)(of)));
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
      { seed: 20260131, numRuns: 3000 },
    );
  });

  it("explains every match by what holds and what does not", () => {
    fc.assert(
      fc.property(expression, recordText, (of, text) => {
        const record: unknown = JSON.parse(text);
        const [match] = compileRules([rule(of)]).match(record);
        const reasons = match?.explain() ?? [];
        for (const { value = "", test } of reasons) assert.ok(value.length <= 200 && test !== "");
      }),
      { seed: 20260131, numRuns: 2000 },
    );
  });
});
