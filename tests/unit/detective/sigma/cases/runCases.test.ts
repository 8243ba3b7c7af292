import assert from "node:assert/strict";
import { readCases } from "../../../../../detective/sigma/cases/readCases";
import { runCases } from "../../../../../detective/sigma/cases/runCases";
import { parseRules } from "../../../../../detective/sigma/load/parseRules";

const RULES = `title: Trail stopped
logsource: { product: aws, service: cloudtrail }
detection:
  call: { eventName: StopLogging }
  condition: call
---
title: Any trouble
logsource: { product: aws, service: cloudtrail }
detection:
  call: { errorCode|exists: true }
  condition: call
`;

const CASES = `base: { eventTime: "2026-11-21T10:00:00Z", eventName: StopLogging }
cases:
  - { name: hit, match: true }
  - { name: which, match: [Trail stopped] }
  - { name: other, match: false, with: { eventName: StartLogging } }
  - { name: wrong, match: false }
  - { name: wrong one, match: [Any trouble] }
  - { name: too many, match: [Trail stopped], with: { errorCode: Denied } }
  - { name: both, match: [Trail stopped, Any trouble], with: { errorCode: Denied } }
  - { name: stranger, match: [Trail stoped] }
`;

describe("runCases", () => {
  it("says what matched and what should have", async () => {
    const set = parseRules(RULES, "a.yml");
    assert.deepEqual(set.problems, []);
    const results = await runCases(set, readCases(CASES, "a.cases.yml"));
    assert.deepEqual(
      results.map(({ name, problem }) => [name, problem]),
      [
        ["hit", ""],
        ["which", ""],
        ["other", ""],
        ["wrong", 'should not match, but "Trail stopped" did'],
        ["wrong one", 'should match Any trouble, but "Trail stopped" did'],
        ["too many", 'should match Trail stopped, but "Trail stopped", "Any trouble" did'],
        ["both", ""],
        ["stranger", "names Trail stoped, which is no rule of the file"],
      ],
    );
    assert.deepEqual(results[0], { name: "hit", passed: true, problem: "", matched: ["Trail stopped"] });
  });
});
