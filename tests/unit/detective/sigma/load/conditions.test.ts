import { strict as assert } from "node:assert";
import { brief, expressionOf, problemOf, ruleText } from "./ruleText";

const SELECTIONS = "a: {f: 1}\nb: {f: 2}\nsel_x: {f: 3}\nsel_y: {f: 4}\nmy-sel.z: {f: 5}\n_hidden: {f: 6}\n";

describe("Sigma conditions", () => {
  it("not binds more than and, and more than or; words have no case", () => {
    const table: Record<string, string> = {
      a: "f=1",
      "a and b": "f=1 and f=2",
      "a or b and not sel_x": "f=1 or (f=2 and not f=3)",
      "(a or b) and not sel_x": "(f=1 or f=2) and not f=3",
      "not (a or b)": "not (f=1 or f=2)",
      "not a and b": "not f=1 and f=2",
      "not not a": "f=1",
      "NOT a AND b Or sel_x": "(not f=1 and f=2) or f=3",
      "((a))and(b)": "f=1 and f=2",
      "my-sel.z and _hidden": "f=5 and f=6",
      "1 of sel_*": "f=3 or f=4",
      "any of sel_*": "f=3 or f=4",
      "ALL OF sel_*": "f=3 and f=4",
      "1 of *l*y": "f=4",
      "1 of a": "f=1",
      "not 1 of sel_*": "not (f=3 or f=4)",
      "a and not all of sel_* or b": "(f=1 and not (f=3 and f=4)) or f=2",
      "1 of them": "f=1 or f=2 or f=3 or f=4 or f=5",
      "all of them": "f=1 and f=2 and f=3 and f=4 and f=5",
      "1 of *": "f=1 or f=2 or f=3 or f=4 or f=5",
      "1 of _*": "f=6",
      "[a, b and sel_x]": "f=1 or (f=2 and f=3)",
    };
    for (const [condition, expected] of Object.entries(table))
      assert.equal(brief(expressionOf(`${SELECTIONS}condition: ${condition}`)), expected, condition);
    assert.equal(
      brief(expressionOf("all: {f: 1}\nany: {f: 2}\n'1': {f: 3}\ncondition: all and any or 1")),
      "(f=1 and f=2) or f=3",
    );
  });

  it("what can't be meant is refused, and says why", () => {
    const table: Record<string, RegExp> = {
      c: /no selection is called "c"/,
      "1 of c*": /no selection is called "c\*"/,
      A: /no selection is called "A"/,
      "a b": /"b" does not belong there/,
      "a and": /ends where a selection should stand/,
      "and a": /"and" stands where a selection should/,
      "a or or b": /"or" stands where/,
      not: /ends where/,
      "(a": /not closed/,
      "a)": /"\)" does not belong/,
      "()": /"\)" stands where/,
      "1 of": /"of"|no selection is called "1"/,
      "2 of sel_*": /"2" of is not understood/,
      "1 of (a)": /no selection is called "\("/,
      "a | count() > 5": /aggregation/,
      "a | near b": /aggregation/,
      "''": /the condition is empty/,
      "5": /the condition is a number/,
      "{a: b}": /the condition is a mapping/,
      "[]": /an empty list of conditions/,
      "": /the condition is empty/,
    };
    for (const [condition, problem] of Object.entries(table))
      assert.match(
        problemOf(
          ruleText(`${SELECTIONS}condition: ${condition.includes("|") ? `'${condition}'` : condition}`),
        ).problem,
        problem,
        condition,
      );
    assert.match(problemOf(ruleText("a: {f: 1}\nconditon: a")).help, /write condition for "conditon"/);
    assert.match(problemOf(ruleText("a: {f: 1}\ncondition: a\ntimeframe: 5m")).problem, /timeframe/);
    assert.match(problemOf(ruleText("condition: a")).problem, /no selection/);
  });

  it("stays bounded, however a condition is blown up", () => {
    const many = Array.from({ length: 300 }, (_, n) => `s${n}: {f: ${n}}`).join("\n");
    const table: Record<string, RegExp> = {
      [`${many}\ncondition: ${Array(100).fill("1 of s*").join(" or ")}`]: /more than 20000 tests/,
      [`a: {f: 1}\ncondition: ${"(".repeat(5_000)}a${")".repeat(5_000)}`]: /more than 100 parentheses/,
      [`a: {f: 1}\ncondition: ${"a or ".repeat(10_000)}a`]: /a condition of \d+ characters/,
      [`x: &v [${Array(200).fill("1").join(",")}]\na: &m {${Array.from({ length: 200 }, (_, n) => `f${n}: *v`).join(",")}}\nb: [${Array(200).fill("*m").join(",")}]\ncondition: a`]:
        /more than 20000 tests/,
    };
    const patterns = Array.from({ length: 251 }, (_, n) => `${n}x+`).join(",");
    table[`a: {f|re: [${patterns}]}\nb: {f|re: [${patterns}]}\ncondition: a`] =
      /more than 500 regular expressions/;
    for (const [detection, problem] of Object.entries(table))
      assert.match(problemOf(ruleText(detection)).problem, problem, detection.slice(0, 80));
    assert.equal(brief(expressionOf(`a: {f: 1}\ncondition: ${"not ".repeat(4_001)}a`)), "not f=1");
  });
});
