import assert from "node:assert/strict";
import { compileRules } from "../../../../../detective/sigma/match/compileRules";
import { whyText } from "../../../../../detective/sigma/match/whyText";
import type { Expression } from "../../../../../detective/sigma/expression";
import { all, any, asks, is, keyword, not, regex, rule } from "./expressions";

describe("explain", () => {
  const explained = (expression: Expression, record: unknown) =>
    compileRules([rule(expression)])
      .match(record)[0]!
      .explain();
  const why = (expression: Expression, record: unknown) => whyText(explained(expression, record));

  const stopped = {
    eventSource: "cloudtrail.amazonaws.com",
    eventName: "StopLogging",
    userIdentity: { type: "IAMUser", userName: "mallory" },
    requestParameters: { name: "org-trail", list: ["a", "b"] },
  };
  const selection = all(
    is("eventSource", "cloudtrail.amazonaws.com"),
    any(is("eventName", "DeleteTrail"), is("eventName", "Stop*")),
  );

  it("names the selection, the tests that hold and their values", () => {
    assert.deepEqual(explained(selection, stopped), [
      {
        selection: "selection",
        field: "eventSource",
        test: "eventSource: cloudtrail.amazonaws.com",
        value: "cloudtrail.amazonaws.com",
        matched: true,
      },
      {
        selection: "selection",
        field: "eventName",
        test: "eventName: Stop*",
        value: "StopLogging",
        matched: true,
      },
    ]);
    assert.equal(
      why(selection, stopped),
      'selection: eventSource: cloudtrail.amazonaws.com, eventName: Stop* ("StopLogging")',
    );
  });

  it("names what a filter did not find, one of many values", () => {
    const filter = any(
      is("userIdentity.type", "AWSService", "filter"),
      is("userIdentity.type", "AWSAccount", "filter"),
      is("userIdentity.type", "Role", "filter"),
      is("userAgent", "AWS Internal", "filter"),
    );
    const rule = all(selection, not(filter));
    assert.deepEqual(explained(rule, stopped).slice(2), [
      {
        selection: "filter",
        field: "userIdentity.type",
        test: "userIdentity.type: AWSService (or 2 more)",
        value: "IAMUser",
        matched: false,
      },
      { selection: "filter", field: "userAgent", test: "userAgent: AWS Internal", matched: false },
    ]);
    assert.equal(
      why(rule, stopped),
      'selection: eventSource: cloudtrail.amazonaws.com, eventName: Stop* ("StopLogging"); ' +
        'not filter: userIdentity.type: AWSService (or 2 more) ("IAMUser"), userAgent: AWS Internal',
    );
  });

  it("stops at the first part of a filter that fails, and at the first selection that holds", () => {
    const filter = all(is("a", "1", "filter"), is("b", "2", "filter"), is("c", "3", "filter"));
    assert.equal(why(not(filter), { a: 1, b: 3, c: 4 }), 'not filter: b: 2 ("3")');
    const either = any(is("a", "1", "first"), is("b", "2", "second"), is("c", "3", "third"));
    assert.equal(why(either, { b: 2, c: 3 }), "second: b: 2");
  });

  it("shows the value of each kind of test", () => {
    const test = (field: string | undefined, kind: Parameters<typeof asks>[1]) => asks(field, kind, "s", "…");
    for (const [expression, record, value] of [
      [test("a", { kind: "null" }), {}, undefined],
      [test("a", { kind: "null" }), { a: null }, undefined],
      [test("a", { kind: "exists" }), { a: { b: 1 } }, '{"b":1}'],
      [test("a", { kind: "exists" }), { a: null }, undefined],
      [test("a", { kind: "cidr", network: "10.0.0.0/8" }), { a: ["x", "10.1.1.1"] }, "10.1.1.1"],
      [test("a", { kind: "number", comparison: "gt", than: 1 }), { a: [1, 2] }, "2"],
      [test("a", { kind: "fieldref", field: "b", cased: false }), { a: ["w", "X"], b: "x" }, "X"],
      [regex("a", "^y"), { a: { b: "x", c: "yes" } }, "yes"],
      [is("a", '*"c":"y*'), { a: { b: "x", c: "yes" } }, '{"b":"x","c":"yes"}'],
      [keyword("needle"), { a: [{ b: "a needle" }] }, "a needle"],
      [not(is("a", "x")), { a: { b: [1] } }, '{"b":[1]}'],
      [not(keyword("x")), { a: "y" }, undefined],
      [not(is("a", "x")), { a: [null, "y"] }, "y"],
    ] as const)
      assert.equal(explained(expression, record)[0]!.value, value, JSON.stringify([expression, record]));
  });

  it("cuts values at 200 characters, never through one, and is safe to print", () => {
    const [reason] = explained(is("a", "x*"), { a: `x${"\u{1f600}".repeat(200)}` });
    assert.equal(reason!.value, `x${"\u{1f600}".repeat(99)}…`);
    const [full] = explained(is("a", "x*"), { a: "x".repeat(200) });
    assert.equal(full!.value, "x".repeat(200));
    assert.equal(
      why(is("a", "*x*"), { a: "x\u001b[2J\r\n\u202eevil" }),
      'selection: a: *x* ("x\ufffd[2J \ufffdevil")',
    );
    assert.equal(
      whyText([
        { selection: "s\u0007", field: "a", test: `a: ${"y".repeat(200)}`, value: "z", matched: true },
      ]),
      `s\ufffd: a: ${"y".repeat(116)}… ("z")`,
    );
  });

  it("is worked out of the record that matched, however many came after it", () => {
    const matcher = compileRules([rule(is("a", "x*"))]);
    const [first] = matcher.match({ a: "x1" });
    matcher.match({ a: "x2" });
    assert.equal(first!.explain()[0]!.value, "x1");
  });
});
