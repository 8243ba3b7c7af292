import assert from "node:assert/strict";
import { compileFilterPattern } from "../../../../../detective/sigma/metricFilter/compileFilterPattern";
import { NotExpressible } from "../../../../../detective/sigma/notExpressible";
import { onlyRule, ruleText } from "../../../../support/parity";

function compile(detection: object): string {
  return compileFilterPattern(onlyRule(ruleText(detection)));
}

const sel = (selection: object) => ({ sel: selection, condition: "sel" });

describe("compileFilterPattern", () => {
  it("writes each test in the language's words", () => {
    const cases: [detection: object, expected: string][] = [
      [sel({ eventName: "StopLogging" }), '{ $.eventName = "StopLogging" }'],
      [
        sel({ eventSource: "cloudtrail.amazonaws.com", eventName: ["StopLogging", "DeleteTrail"] }),
        '{ ($.eventSource = "cloudtrail.amazonaws.com") && (($.eventName = "StopLogging") || ($.eventName = "DeleteTrail")) }',
      ],
      [sel({ "eventName|startswith": "Stop" }), '{ $.eventName = "Stop*" }'],
      [sel({ "errorCode|endswith": "Operation" }), '{ $.errorCode = "*Operation" }'],
      [sel({ "userAgent|contains|cased": "Kali" }), '{ $.userAgent = "*Kali*" }'],
      [sel({ errorCode: null }), "{ ($.errorCode NOT EXISTS) || ($.errorCode IS NULL) }"],
      [sel({ "errorCode|exists": true }), '{ ($.errorCode = "*") || ($.errorCode IS NULL) }'],
      [sel({ readOnly: false }), "{ $.readOnly IS FALSE }"],
      [sel({ "userAgent|re": "^aws-[a-z]+" }), "{ $.userAgent = %^aws-[a-z]+% }"],
      [
        { ...sel({ eventType: "AwsServiceEvent" }), condition: "not sel" },
        '{ ($.eventType NOT EXISTS) || ($.eventType IS NULL) || ($.eventType != "AwsServiceEvent") }',
      ],
      [
        { ...sel({ "eventName|startswith": ["Get", "List"] }), condition: "not sel" },
        '{ ($.eventName NOT EXISTS) || ($.eventName IS NULL) || (($.eventName != "Get*") && ($.eventName != "List*")) }',
      ],
      [
        { a: { eventName: "A" }, condition: "a or not a" },
        '{ ($.eventName = "A") || ($.eventName NOT EXISTS) || ($.eventName IS NULL) || ($.eventName != "A") }',
      ],
    ];
    for (const [detection, expected] of cases) assert.equal(compile(detection), expected);
  });

  it("leaves out blanks, quotes and parentheses where it has to be short", () => {
    const names = Array.from({ length: 25 }, (_, index) => `CreateSomethingElse${index + 10}`);
    const pattern = compile(sel({ eventSource: "iam.amazonaws.com", eventName: names, errorCode: null }));
    assert.ok(pattern.length <= 1024, pattern);
    assert.match(
      pattern,
      /^\{\(?\$\.eventSource="iam\.amazonaws\.com"\)?&&\(\$\.eventName=CreateSomethingElse10\|\|\$\.eventName=CreateSomethingElse11\|\|/,
    );
  });

  it("names the part that it refuses", () => {
    const refused = (detection: object, part: RegExp, reason: RegExp) =>
      assert.throws(
        () => compile(detection),
        (error) => error instanceof NotExpressible && part.test(error.part) && reason.test(error.reason),
        JSON.stringify(detection),
      );
    refused(sel({ eventName: "stoplogging" }), /eventName: stoplogging/, /mind the case.*cased/);
    refused(sel({ "requestParameters.name": "1" }), /requestParameters\.name/, /may be a list.*EventBridge/);
    refused(sel({ requestParameters: "1" }), /requestParameters/, /holds objects/);
    refused(sel({ eventName: "Delete*Policy" }), /Delete\*Policy/, /beginning and at the end/);
    refused(sel({ "userAgent|cased": 'a"b' }), /userAgent/, /no escapes/);
    refused(sel({ "userAgent|cased": "%a%" }), /userAgent/, /no escapes/);
    refused(sel({ errorCode: "" }), /errorCode/, /empty/);
    refused(sel({ "userAgent|re": "(a|b)" }), /userAgent\|re/, /parentheses/);
    refused(sel({ "userAgent|re": ["a", "b", "c"] }), /A case/, /more than 2 regular expressions/);
    refused(sel({ "sourceIPAddress|cidr": "10.0.0.0/8" }), /cidr/, /startswith/);
    const names = Array.from({ length: 60 }, (_, index) => `CreateSomethingElse${index + 10}`);
    refused(sel({ eventName: names }), /A case/, /characters, more than 1024; divide the rule/);
  });
});
