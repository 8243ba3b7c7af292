import assert from "node:assert/strict";
import { compileEventPattern } from "../../../../../detective/sigma/eventbridge/compileEventPattern";
import { NotExpressible } from "../../../../../detective/sigma/notExpressible";
import { onlyRule, ruleText } from "../../../../support/parity";

function compile(detection: object, options = {}) {
  return compileEventPattern(onlyRule(ruleText(detection)), options);
}

function detail(detection: object): unknown {
  return compile(detection).pattern.detail;
}

const sel = (selection: object) => ({ sel: selection, condition: "sel" });
const ignoring = (text: unknown) => ({ "equals-ignore-case": text });

describe("compileEventPattern", () => {
  it("asks what AWS itself sends from CloudTrail", () => {
    const { pattern, text, readOnlyEvents } = compile(
      sel({ eventSource: "cloudtrail.amazonaws.com", eventName: ["StopLogging", "DeleteTrail"] }),
    );
    assert.deepEqual(pattern, {
      source: [{ prefix: "aws." }],
      "detail-type": [{ suffix: " via CloudTrail" }],
      detail: {
        eventSource: [ignoring("cloudtrail.amazonaws.com")],
        eventName: [ignoring("StopLogging"), ignoring("DeleteTrail")],
      },
    });
    assert.equal(text, JSON.stringify(pattern));
    assert.equal(readOnlyEvents, false);
  });

  it("writes each test in EventBridge's words", () => {
    const cases: [detection: object, expected: unknown][] = [
      [sel({ "eventName|startswith": "Stop" }), { eventName: [{ prefix: ignoring("Stop") }] }],
      [sel({ "eventName|endswith": "Trail" }), { eventName: [{ suffix: ignoring("Trail") }] }],
      [sel({ "eventName|contains": "Policy" }), { eventName: [{ wildcard: "*Policy*" }] }],
      [sel({ "userAgent|contains|cased": "a\\*b\\\\c" }), { userAgent: [{ wildcard: "*a\\*b\\\\c*" }] }],
      [sel({ errorCode: null }), { errorCode: [null, { exists: false }] }],
      [sel({ "errorCode|exists": true }), { errorCode: [{ exists: true }] }],
      [sel({ userAgent: "*" }), { userAgent: [{ wildcard: "*" }] }],
      [sel({ "sourceIPAddress|cidr": "10.0.0.0/8" }), { sourceIPAddress: [{ cidr: "10.0.0.0/8" }] }],
      [sel({ readOnly: "true" }), { readOnly: [true] }],
      [sel({ "requestParameters.port": 22 }), { requestParameters: { port: [22, "22"] } }],
      [sel({ "requestParameters.on": true }), { requestParameters: { on: [ignoring("true"), true] } }],
      [sel({ recipientAccountId: "111122223333" }), { recipientAccountId: ["111122223333"] }],
      [
        { ...sel({ errorCode: ["AccessDenied", "Throttling"] }), condition: "not sel" },
        {
          errorCode: [{ "anything-but": ignoring(["AccessDenied", "Throttling"]) }, null, { exists: false }],
        },
      ],
      [
        { ...sel({ "eventName|startswith": ["Get", "List"] }), condition: "not sel" },
        { eventName: [{ "anything-but": { prefix: ["Get", "List"] } }, null, { exists: false }] },
      ],
    ];
    for (const [detection, expected] of cases)
      assert.deepEqual(detail(detection), expected, JSON.stringify(detection));
  });

  it("puts what is common outside of $or, and names of one field into one list", () => {
    assert.deepEqual(
      detail({
        iam: { eventSource: "iam.amazonaws.com" },
        root: { "userIdentity.type": "Root" },
        user: { eventName: "CreateUser" },
        key: { eventName: "CreateAccessKey", "userIdentity.type": "IAMUser" },
        condition: "iam and (root or user or key)",
      }),
      {
        eventSource: [ignoring("iam.amazonaws.com")],
        $or: [
          { userIdentity: { type: [ignoring("Root")] } },
          { eventName: [ignoring("CreateUser")] },
          { eventName: [ignoring("CreateAccessKey")], userIdentity: { type: [ignoring("IAMUser")] } },
        ],
      },
    );
    assert.deepEqual(detail({ a: { eventName: "A" }, b: { eventName: "B" }, condition: "1 of them" }), {
      eventName: [ignoring("A"), ignoring("B")],
    });
  });

  it("knows which rules need calls that only read", () => {
    const cases: [detection: object, needed: boolean][] = [
      [sel({ eventName: "GetSecretValue" }), true],
      [sel({ eventName: ["CreateUser", "ListUsers"] }), true],
      [sel({ eventName: ["CreateUser", "AssumeRole", "GetFederationToken", "GetSessionToken"] }), false],
      [sel({ "eventName|startswith": "Des" }), true],
      [sel({ "eventName|startswith": "Del" }), false],
      [sel({ "eventName|endswith": "User" }), true],
      [sel({ eventSource: "iam.amazonaws.com" }), true],
      [sel({ eventSource: "iam.amazonaws.com", readOnly: false }), false],
      [{ ...sel({ readOnly: true }), condition: "not sel" }, true],
      [{ a: { eventName: "StopLogging" }, b: { "userIdentity.type": "Root" }, condition: "a or b" }, true],
      [{ a: { eventName: "StopLogging" }, b: { "userIdentity.type": "Root" }, condition: "a and b" }, false],
      [{ ...sel({ eventName: "CreateUser" }), condition: "not sel" }, true],
    ];
    for (const [detection, needed] of cases)
      assert.equal(compile(detection).readOnlyEvents, needed, JSON.stringify(detection));
  });

  it("keeps to the size that it is given, with names as AWS writes them where that is needed", () => {
    const names = (count: number) =>
      Array.from({ length: count }, (_, index) => `CreateSomething${index + 100}`);
    const short = compile(sel({ eventName: names(80) }));
    assert.deepEqual((short.pattern.detail as { eventName: unknown }).eventName, names(80));
    assert.ok(short.text.length <= 2048);
    assert.throws(
      () => compile(sel({ eventName: names(120) })),
      (error) =>
        error instanceof NotExpressible &&
        /2\d{3} characters, more than 2048; divide the rule/.test(error.message),
    );
    assert.ok(compile(sel({ eventName: names(120) }), { limit: 4096 }).text.length <= 4096);
  });

  it("names the part that it refuses, and never takes long", () => {
    const refused = (detection: object, part: RegExp, reason: RegExp) =>
      assert.throws(
        () => compile(detection),
        (error) => error instanceof NotExpressible && part.test(error.part) && reason.test(error.reason),
        JSON.stringify(detection),
      );
    refused(sel({ "userAgent|re": "x" }), /^userAgent\|re: x$/, /no regular expressions/);
    refused(sel({ "userAgent|contains": "kali" }), /userAgent\|contains: kali/, /minds the case.*cased/);
    refused(sel({ eventName: "A?" }), /eventName/, /one character/);
    refused({ a: ["x"], condition: "a" }, /x/, /named fields/);
    refused(
      { a: { "requestParameters.x": "1" }, condition: "not a" },
      /requestParameters\.x: 1/,
      /may be a list/,
    );
    const many = Object.fromEntries(
      Array.from({ length: 14 }, (_, index) => [
        `s${index}`,
        [{ [`requestParameters.a${index}`]: "1" }, { [`requestParameters.b${index}`]: "2" }],
      ]),
    );
    refused({ ...many, condition: "all of s*" }, /condition/, /more than 1000 combinations/);
  });

  it("escapes nothing but what needs it: a value stays a value", () => {
    const hostile = `"}],"$or":[{"a":["\\\n\u0000`;
    const { text } = compile(sel({ "requestParameters.name|cased": hostile.replace(/\\/g, "\\\\") }));
    const { detail } = JSON.parse(text) as { detail: { requestParameters: { name: unknown[] } } };
    assert.deepEqual(detail, { requestParameters: { name: [hostile] } });
    const odd = compile(sel({ "requestParameters.__proto__": "x" })).text;
    assert.match(odd, /"requestParameters":\{"__proto__":\[/);
  });
});
