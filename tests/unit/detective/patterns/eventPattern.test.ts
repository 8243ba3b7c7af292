import assert from "node:assert/strict";
import { JsonObject } from "../../../../detective/json";
import { eventPatternMatches } from "../../../../detective/patterns/eventPattern";

type Case = [pattern: unknown, answer: string];

function check(cases: readonly Case[], event: JsonObject): void {
  for (const [pattern, answer] of cases) {
    assert.equal(eventPatternMatches(JSON.stringify(pattern), event), answer, JSON.stringify(pattern));
  }
}

const record = {
  eventName: "StopLogging",
  readOnly: false,
  requestParameters: null,
  count: 5,
  sourceIPAddress: "10.0.0.33",
  six: "2001:db8::1",
  path: "dir/a*b\\c.png",
  list: ["a", "b"],
  none: [],
  "dotted.key": "x",
};
const event = {
  source: "aws.cloudtrail",
  "detail-type": "AWS API Call via CloudTrail",
  detail: record,
  resources: ["a", "b"],
};

describe("eventPatternMatches", () => {
  it("answers as AWS documents for each operator", () => {
    const instance = {
      version: "0",
      "detail-type": "EC2 Instance State-change Notification",
      source: "aws.ec2",
      time: "2017-10-02T16:24:49Z",
      resources: ["i-000000aaaaaa00000"],
      detail: {
        "c-count": 5,
        "d-count": 3,
        "x-limit": 301.8,
        "source-ip": "10.0.0.33",
        state: "running",
        service: "EventBridge",
        file: "a/b.PNG",
        user: null,
        name: "",
      },
    };
    const detail = (field: string, ...wanted: unknown[]) => ({ detail: { [field]: wanted } });
    check(
      [
        [{ time: [{ prefix: "2017-10-02" }] }, "yes"],
        [detail("service", { prefix: { "equals-ignore-case": "eventb" } }), "yes"],
        [detail("service", { prefix: "eventb" }), "no"],
        [detail("file", { suffix: ".png" }), "no"],
        [detail("file", { suffix: { "equals-ignore-case": ".png" } }), "yes"],
        [detail("service", { "equals-ignore-case": "eventbridge" }), "yes"],
        [detail("state", { "anything-but": "initializing" }), "yes"],
        [detail("x-limit", { "anything-but": 123 }), "yes"],
        [detail("x-limit", { "anything-but": [100, 301.8] }), "no"],
        [detail("state", { "anything-but": ["stopped", "running"] }), "no"],
        [detail("state", { "anything-but": { "equals-ignore-case": ["Stopped", "RUNNING"] } }), "no"],
        [detail("state", { "anything-but": { prefix: "init" } }), "yes"],
        [detail("state", { "anything-but": { suffix: ["ing", "ed"] } }), "no"],
        [detail("file", { "anything-but": { wildcard: "*/b*" } }), "no"],
        [detail("d-count", { numeric: ["<", 10] }), "yes"],
        [detail("c-count", { numeric: [">", 0, "<=", 5] }), "yes"],
        [detail("c-count", { numeric: [">", 0, "<", 5] }), "no"],
        [detail("x-limit", { numeric: ["=", 3.018e2] }), "yes"],
        [detail("state", { numeric: ["=", 1] }), "no"],
        [detail("source-ip", { cidr: "10.0.0.0/24" }), "yes"],
        [detail("source-ip", { cidr: "10.0.1.0/24" }), "no"],
        [detail("state", { exists: true }), "yes"],
        [detail("state", { exists: false }), "no"],
        [detail("c-count-2", { exists: false }), "yes"],
        [detail("user", null), "yes"],
        [detail("user", ""), "no"],
        [detail("name", ""), "yes"],
        [detail("user", { exists: true }), "yes"],
        [{ resources: ["other", "i-000000aaaaaa00000"] }, "yes"],
        [{ detail: { $or: [{ "c-count": [9] }, { state: ["running"], "d-count": [3] }] } }, "yes"],
        [{ $or: [{ source: ["x"] }, { detail: { state: ["stopped"] } }] }, "no"],
        // A field that is no leaf does not exist.
        [{ detail: [{ exists: false }] }, "yes"],
      ],
      instance,
    );
  });

  it("never joins elements of one array that are not the same", () => {
    const employees = {
      employees: [
        [{ firstName: "John", lastName: "Doe" }],
        [
          { firstName: "Anna", lastName: "Smith", roles: ["a", "b"] },
          { firstName: "Peter", lastName: "Jones" },
        ],
      ],
    };
    check(
      [
        [{ employees: { firstName: ["Anna"] } }, "yes"],
        [{ employees: { firstName: ["Anna"], lastName: ["Smith"] } }, "yes"],
        [{ employees: { firstName: ["Anna"], lastName: ["Jones"] } }, "no"],
        [{ employees: { firstName: ["Anna"], roles: ["b"] } }, "yes"],
        [{ employees: { firstName: ["Peter"], roles: ["b"] } }, "no"],
        [{ employees: { firstName: ["Anna"], missing: [{ exists: false }] } }, "yes"],
        [{ employees: { roles: [{ exists: false }] } }, "no"],
      ],
      employees,
    );
  });

  it("answers on a record", () => {
    check(
      [
        [{}, "yes"],
        [{ source: ["aws.cloudtrail"] }, "yes"],
        [{ source: ["aws.iam"] }, "no"],
        [{ source: ["aws.iam", { prefix: "aws.cloud" }] }, "yes"],
        [{ source: [{ wildcard: "aws.*" }] }, "yes"],
        [{ detail: { path: [{ wildcard: "dir/a\\*b\\\\c*" }] } }, "yes"],
        [{ detail: { path: [{ wildcard: "dir/\\*b\\\\c*" }] } }, "no"],
        [{ detail: { eventName: ["StopLogging"], readOnly: [false] } }, "yes"],
        [{ detail: { eventName: ["StopLogging"], readOnly: ["false"] } }, "no"],
        [{ detail: { requestParameters: [null] } }, "yes"],
        [{ detail: { none: [{ exists: false }] } }, "yes"],
        [{ detail: { list: ["b"] } }, "yes"],
        [{ detail: { list: [{ "anything-but": "b" }] } }, "yes"],
        [{ detail: { dotted: { key: ["x"] } } }, "yes"],
        [{ detail: { "dotted.key": ["x"] } }, "yes"],
        [{ detail: { sourceIPAddress: ["10.0.0.33"], six: ["2001:DB8:0:0::1"] } }, "yes"],
        [{ detail: { six: [{ cidr: "2001:db8::/32" }] } }, "yes"],
        [{ detail: { six: [{ cidr: "0.0.0.0/0" }] } }, "no"],
        [{ constructor: ["x"] }, "no"],
        [{ detail: { missing: [{ "anything-but": "b" }] } }, "no"],
      ],
      event,
    );
  });

  it("does not decide what is documented nowhere, not understood or refused by EventBridge", () => {
    const or = (count: number) => Array.from({ length: count }, (_, index) => ({ [`f${index}`]: ["x"] }));
    check(
      [
        [{ detail: { requestParameters: [{ "anything-but": "b" }] } }, "undecided"],
        [{ detail: { readOnly: [{ "anything-but": { prefix: "b" } }] } }, "undecided"],
        [{ detail: { requestParameters: [{ "anything-but": "b" }, null] } }, "yes"],
        [{ source: "aws.cloudtrail" }, "undecided"],
        [{ source: [{ sounds: "like" }] }, "undecided"],
        [{ source: [{ wildcard: "a**" }] }, "undecided"],
        [{ source: [{ wildcard: "a\\b" }] }, "undecided"],
        [{ source: [{ wildcard: "a\\" }] }, "undecided"],
        [{ source: [{ wildcard: "*\\**" }] }, "no"],
        [{ source: [{ cidr: "10.0.0.1/32" }] }, "undecided"],
        [{ source: [{ "anything-but": ["a", 1] }] }, "undecided"],
        [{ $or: [{ source: ["aws.cloudtrail"] }] }, "undecided"],
        [{ $or: [{ detail: { prefix: ["x"] } }, { source: ["aws.cloudtrail"] }] }, "undecided"],
        [{ $or: or(40), detail: { $or: or(40) } }, "undecided"],
        [{ $or: or(30), detail: { $or: or(30) } }, "no"],
        ["text", "undecided"],
      ],
      event,
    );
    assert.equal(eventPatternMatches("{", event), "undecided");
  });

  it("does not take long over what is deep or large", () => {
    let deep: unknown = "x";
    for (let depth = 0; depth < 20_000; depth++) deep = { a: deep };
    assert.equal(eventPatternMatches('{"a":{"a":["x"]}}', { a: deep }), "no");
    const rows = Array.from({ length: 2000 }, (_, index) => ({ a: index, b: index + 1, c: index }));
    assert.notEqual(
      eventPatternMatches('{"rows":{"a":[{"exists":true}],"b":[{"exists":true}],"c":[-1]}}', { rows }),
      "yes",
    );
  });
});
