import assert from "node:assert/strict";
import fc from "fast-check";
import type { Expression } from "../../../../../detective/sigma/expression";
import { compileRules } from "../../../../../detective/sigma/match/compileRules";
import { whyText } from "../../../../../detective/sigma/match/whyText";
import { any, asks, is, keyword, not, regex, rule } from "./expressions";

/** One of each test, on each of a few fields. */
const everyTest: Expression[] = ["a", "a.b", "eventName", "__proto__", "constructor.name"].flatMap(
  (field) => [
    is(field, "x"),
    is(field, "*x*"),
    is(field, "x?*y"),
    not(is(field, "*")),
    regex(field, "x(.*)y"),
    ...[
      { kind: "null" } as const,
      { kind: "exists" } as const,
      { kind: "cidr", network: "10.0.0.0/8" } as const,
      { kind: "number", comparison: "gt", than: 1 } as const,
      { kind: "timePart", part: "hour", comparison: "eq", than: 1 } as const,
      { kind: "fieldref", field: "a.b", cased: false } as const,
    ].map((test) => asks(field, test)),
  ],
);
everyTest.push(keyword("x"), regex(undefined, "^x$"), any(is("a", "x"), is("a", "y"), is("a", "z*")));

describe("compileRules, on hostile records", () => {
  const matcher = compileRules(everyTest.map((of) => rule(of)));
  const survives = (record: unknown) => {
    const matches = matcher.match(record);
    for (const match of matches) {
      const why = whyText(match.explain());
      assert.ok(why.length < 2000);
      assert.doesNotMatch(why, /[\p{Cc}\p{Cf}\p{Cs}]/u);
    }
    return matches.length;
  };

  it("goes 10,000 and 50,000 levels deep", () => {
    for (const depth of [10_000, 50_000])
      for (const [open, close] of [
        ['{"a":', "}"],
        ["[", "]"],
        ['{"b":[', "]}"],
        ['{"a.b":', "}"],
      ] as const) {
        const deep = `${open.repeat(depth)}"xqy"${close.repeat(depth)}`;
        for (const text of depth === 10_000
          ? [deep, `{"a":${deep}}`, `{"eventName":${deep}}`]
          : [`{"a":{"b":${deep}}}`])
          assert.ok(survives(JSON.parse(text)) > 0, text.slice(0, 20));
      }
  });

  it("finds a leaf in the depth, and the JSON around it", () => {
    const depth = 50_000;
    const text = `{"a":${'{"k":['.repeat(depth)}"needle"${"]}".repeat(depth)}}`;
    const holds = (of: Expression) => compileRules([rule(of)]).match(JSON.parse(text)).length === 1;
    assert.ok(holds(is("a", "NEEDLE")));
    assert.ok(holds(keyword("needle")));
    assert.ok(holds(is("a", '{"k":[{"k":[*["needle"]}]}*')));
    assert.ok(!holds(is("a", "*needles*")));
  });

  it("takes 50,000 values, and texts of a megabyte", () => {
    const many = Array.from({ length: 50_000 }, (_, index) => (index % 3 === 0 ? index : `x${index}`));
    const long = "x".repeat(1_000_000);
    for (const record of [
      { a: many },
      { a: many.map((b) => ({ b })) },
      { a: { b: many } },
      { a: long, eventName: long, [long]: long },
      Object.fromEntries(many.map((key) => [key, key])),
    ])
      assert.ok(survives(record) > 0);
  });

  it("takes what is no record at all", () => {
    const nothing = survives({});
    for (const record of [
      null,
      undefined,
      0,
      NaN,
      true,
      "text",
      "",
      [],
      [[]],
      [null],
      Symbol("s"),
      7n,
      () => 1,
    ])
      assert.ok(survives(record) >= nothing - 2, String(record));
    survives({ a: undefined, eventName: 7n, b: Symbol("s") });
    survives({ a: { b: 7n, c: undefined } });
    survives(
      JSON.parse(
        '{"__proto__":{"eventName":"x"},"constructor":{"name":"x"},"hasOwnProperty":1,"toString":null}',
      ),
    );
    assert.equal(({} as { eventName?: string }).eventName, undefined);
    survives(Object.assign(Object.create(null) as object, { a: "x" }));
  });

  it("takes any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.string({ unit: "binary" }), (value, text) => {
        survives(value);
        survives({ a: value, eventName: text, "a.b": text });
        survives({ a: { b: [value, text] }, eventName: [value] });
      }),
      { seed: 20260131, numRuns: 200 },
    );
  });

  it("remembers nothing of one record in the next", () => {
    const twice = compileRules([rule(is("a", "x")), rule(not(is("a", "x"))), rule(keyword("x"))]);
    const found = (record: unknown) => twice.match(record).length;
    assert.deepEqual([found({ a: "x" }), found({}), found({ a: "x" }), found(null)], [2, 1, 2, 1]);
  });
});
