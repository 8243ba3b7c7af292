import assert from "node:assert/strict";
import { eventPatternMatches } from "../../../../detective/posture/eventPattern";
import { filterMatches } from "../../../../detective/posture/filterPattern";

const record = {
  eventName: "StopLogging",
  eventSource: "cloudtrail.amazonaws.com",
  errorCode: "Client.UnauthorizedOperation",
  readOnly: false,
  requestParameters: null,
  count: 5,
  userIdentity: { type: "IAMUser", "odd name": "x" },
};

describe("filterMatches", () => {
  const cases: [pattern: string, answer: string][] = [
    ["", "yes"],
    ["{ $.eventName = StopLogging }", "yes"],
    ["{$.eventName=StopLogging}", "yes"],
    ['{ $.eventName = "Stop*" }', "yes"],
    ['{ $.eventName = "stop*" }', "no"],
    ["{ $.errorCode = *UnauthorizedOperation }", "yes"],
    ["{ $.eventName != StopLogging }", "no"],
    ["{ $.missing = x }", "no"],
    ["{ $.missing != x }", "undecided"],
    ["{ $.missing NOT EXISTS }", "yes"],
    ["{ $.eventName EXISTS }", "yes"],
    ["{ $.requestParameters IS NULL }", "yes"],
    ["{ $.readOnly IS FALSE }", "yes"],
    ["{ $.readOnly IS TRUE }", "no"],
    ["{ $.readOnly = false }", "yes"],
    ["{ $.count > 4 && $.count <= 5 }", "yes"],
    ["{ $.count > 5 }", "no"],
    ['{ $.userIdentity["odd name"] = x }', "yes"],
    ["{ $.userIdentity.type = IAMUser && $.eventName = X || $.eventName = StopLogging }", "yes"],
    ["{ $.eventName = StopLogging || $.eventName = X && $.count = 9 }", "yes"],
    ["{ ($.eventName = StopLogging || $.eventName = X) && $.count = 9 }", "no"],
    ["{ $.missing != x || $.eventName = StopLogging }", "yes"],
    ["{ $.missing != x && $.eventName = X }", "no"],
    ["{ $.eventName = %Stop.*% }", "undecided"],
    ["{ $.a[*].b = c }", "undecided"],
    ["{ $.eventName = ", "undecided"],
    ["{ $.eventName = StopLogging } }", "undecided"],
    ["{ = }", "undecided"],
    ["[ip, user, ...]", "undecided"],
    ["StopLogging", "yes"],
    ["StopLogging DeleteTrail", "no"],
    ["?StopLogging ?DeleteTrail", "yes"],
    ["StopLogging -IAMUser", "no"],
    ['"cloudtrail.amazonaws.com"', "yes"],
  ];
  for (const [pattern, answer] of cases) {
    it(`${answer}: ${pattern || "(empty)"}`, () => assert.equal(filterMatches(pattern, record), answer));
  }

  it("does not take long over what is long", () => {
    const many = `{ ${Array(20_000).fill("($.eventName = X)").join(" || ")} }`;
    assert.equal(filterMatches(many, record), "no");
    assert.equal(filterMatches(`{ ${"(".repeat(2000)} }`, record), "undecided");
  });
});

describe("eventPatternMatches", () => {
  const event = { source: "aws.cloudtrail", detail: record, resources: ["a", "b"] };
  const cases: [pattern: unknown, answer: string][] = [
    [{}, "yes"],
    [{ source: ["aws.cloudtrail"] }, "yes"],
    [{ source: ["aws.iam"] }, "no"],
    [{ source: ["aws.iam", { prefix: "aws.cloud" }] }, "yes"],
    [{ source: [{ suffix: "trail" }] }, "yes"],
    [{ source: [{ wildcard: "aws.*" }] }, "yes"],
    [{ source: [{ "equals-ignore-case": "AWS.CloudTrail" }] }, "yes"],
    [{ source: [{ prefix: { "equals-ignore-case": "AWS." } }] }, "yes"],
    [{ source: [{ "anything-but": "aws.iam" }] }, "yes"],
    [{ source: [{ "anything-but": ["aws.iam", "aws.cloudtrail"] }] }, "no"],
    [{ source: [{ "anything-but": { prefix: "aws." } }] }, "no"],
    [{ detail: { eventName: ["StopLogging"], eventSource: ["cloudtrail.amazonaws.com"] } }, "yes"],
    [{ detail: { eventName: ["StopLogging"], eventSource: ["x"] } }, "no"],
    [{ detail: { missing: [{ exists: false }] } }, "yes"],
    [{ detail: { eventName: [{ exists: false }] } }, "no"],
    [{ detail: { requestParameters: [null] } }, "yes"],
    [{ detail: { readOnly: [false] } }, "yes"],
    [{ detail: { count: [{ numeric: [">", 4] }] } }, "undecided"],
    [{ resources: ["b"] }, "yes"],
    [{ $or: [{ source: ["x"] }, { source: ["aws.cloudtrail"] }] }, "yes"],
    [{ $or: [{ source: ["x"] }, { source: ["y"] }] }, "no"],
    [{ source: "aws.cloudtrail" }, "undecided"],
    [{ constructor: ["x"] }, "no"],
    ["text", "undecided"],
  ];
  for (const [pattern, answer] of cases) {
    it(`${answer}: ${JSON.stringify(pattern)}`, () =>
      assert.equal(eventPatternMatches(JSON.stringify(pattern), event), answer));
  }
  it("undecided: no JSON", () => assert.equal(eventPatternMatches("{", event), "undecided"));
});
