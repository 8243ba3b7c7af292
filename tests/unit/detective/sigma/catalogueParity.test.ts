import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runDuckdb } from "../../../../detective/duckdb/runDuckdb";
import { readCases } from "../../../../detective/sigma/cases/readCases";
import { loadRules } from "../../../../detective/sigma/load/loadRules";
import { compileRules } from "../../../../detective/sigma/match/compileRules";
import { NotExpressible } from "../../../../detective/sigma/notExpressible";
import { SigmaRule } from "../../../../detective/sigma/rule";
import { NOT_EXPRESSIBLE, inEventBridge, inFile, inMetricFilter } from "../../../support/parity";

describe("every backend on the package's own rules", function () {
  this.timeout(120_000);
  let rules: readonly SigmaRule[];
  const records = new Map<string, readonly unknown[]>();
  const matches = new Map<SigmaRule, readonly number[]>();

  before(async () => {
    ({ rules } = await loadRules([join(__dirname, "../../../../rules")]));
    for (const rule of rules) {
      const { file } = rule.at;
      if (!records.has(file)) {
        const cases = file.replace(/\.ya?ml$/, ".cases.yml");
        const all = readCases(readFileSync(cases, "utf8"), cases).flatMap((each) => each.records);
        records.set(file, [...new Map(all.map((record) => [key(record), record])).values()]);
      }
      const matcher = compileRules([rule]);
      const own = records.get(file)!;
      matches.set(
        rule,
        own.flatMap((record, index) => (matcher.match(record).length > 0 ? [index] : [])),
      );
    }
  });

  for (const [name, ask, least] of [
    ["EventBridge", inEventBridge, 0.4],
    ["metric filters", inMetricFilter, 0.25],
  ] as const) {
    it(`${name} agree with the matcher, or refuse`, () => {
      let asked = 0;
      for (const [rule, wanted] of matches) {
        const found = ask(rule, records.get(rule.at.file)!);
        if (found === NOT_EXPRESSIBLE) continue;
        asked++;
        assert.deepEqual(found, wanted, `${rule.at.file}: ${rule.title}`);
      }
      assert.ok(asked >= least * rules.length, `only ${asked} of ${rules.length} rules can be said`);
    });
  }

  it("files that are scanned agree with the matcher, however they are written, for each rule and for all", () => {
    const escaped = (text: string) => text.replaceAll("ser", "\\u0073er");
    for (const [rule, wanted] of matches) {
      const text = JSON.stringify({ Records: records.get(rule.at.file)! });
      assert.deepEqual(inFile([rule], text).get(rule), wanted, rule.title);
      assert.deepEqual(inFile([rule], escaped(text)).get(rule), wanted, rule.title);
    }
    const all = [...records.values()].flat();
    const matcher = compileRules(rules);
    const wanted = new Map<SigmaRule, number[]>(rules.map((rule) => [rule, []]));
    all.forEach((record, index) =>
      matcher.match(record).forEach(({ rule }) => wanted.get(rule)!.push(index)),
    );
    assert.deepEqual(inFile(rules, JSON.stringify({ Records: all }, undefined, 2)), wanted);
  });

  it("DuckDB agrees with the matcher on all of them", async () => {
    const all = [...records.values()].flat();
    const matcher = compileRules(rules);
    const wanted = new Map<SigmaRule, number[]>(rules.map((rule) => [rule, []]));
    all.forEach((record, index) =>
      matcher.match(record).forEach(({ rule }) => wanted.get(rule)!.push(index)),
    );
    for (const [rule, found] of await runDuckdb(rules, all)) {
      if (found instanceof NotExpressible) continue;
      assert.deepEqual(found, wanted.get(rule), `${rule.at.file}: ${rule.title}`);
    }
  });
});

/** What tells records apart for a rule about one of them. */
function key(record: unknown): string {
  return JSON.stringify({ ...(record as object), eventID: "", eventTime: "" });
}
