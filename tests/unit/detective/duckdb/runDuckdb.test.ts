import assert from "node:assert/strict";
import { runDuckdb } from "../../../../detective/duckdb/runDuckdb";
import { onlyRule, ruleText } from "../../../support/parity";

describe("runDuckdb", () => {
  it("asks a rule that pins an event of records whose event name or source is no text", async () => {
    const records = [
      { eventName: "StopLogging", eventSource: "cloudtrail.amazonaws.com" },
      { eventName: ["StopLogging"], eventSource: "cloudtrail.amazonaws.com" },
      { eventName: [null, "stoplogging"], eventSource: ["cloudtrail.amazonaws.com"] },
      { eventName: { is: "StopLogging" }, eventSource: { is: ["CLOUDTRAIL.amazonaws.com"] } },
      { eventName: ["StartLogging"], eventSource: ["cloudtrail.amazonaws.com"] },
      { eventName: null, eventSource: ["cloudtrail.amazonaws.com"] },
    ];
    const byName = onlyRule(ruleText({ sel: { eventName: "StopLogging" }, condition: "sel" }));
    const bySource = onlyRule(
      ruleText({ sel: { eventSource: "cloudtrail.amazonaws.com" }, condition: "sel" }),
    );
    const found = await runDuckdb([byName, bySource], records);
    assert.deepEqual(found.get(byName), [0, 1, 2, 3]);
    assert.deepEqual(found.get(bySource), [0, 1, 2, 3, 4, 5]);
  });

  it("asks patterns of many wildcards in linear time, and to the letter", async () => {
    const few = onlyRule(ruleText({ sel: { x: "*a_b*c?*%d*" }, condition: "sel" }));
    const many = onlyRule(ruleText({ sel: { x: `${"*a".repeat(100)}*b` }, condition: "sel" }));
    const records = [
      { x: "a_b\nc\u{1f600}\n%d" },
      { x: ["A_Bcx%D."] },
      { x: "axbc1%d" },
      { x: "a_bc%d" },
      { x: "a_bc1xd" },
      { x: "a".repeat(50_000) },
      { x: `${"a".repeat(50_000)}b` },
    ];
    const found = await runDuckdb([few, many], records);
    assert.deepEqual(found.get(few), [0, 1]);
    assert.deepEqual(found.get(many), [6]);
  });
});
