import assert from "node:assert/strict";
import type { Comparison, Expression, TimePart } from "../../../../../detective/sigma/expression";
import { compileRules } from "../../../../../detective/sigma/match/compileRules";
import { all, any, asks, cased, is, keyword, matches, not, regex, rule } from "./expressions";

const isNull = (field: string) => asks(field, { kind: "null" });
const exists = (field: string) => asks(field, { kind: "exists" });
const cidr = (field: string, network: string) => asks(field, { kind: "cidr", network });
const number = (field: string, comparison: Comparison, than: number) =>
  asks(field, { kind: "number", comparison, than });
const time = (part: TimePart, comparison: Comparison | "eq", than: number) =>
  asks("t", { kind: "timePart", part, comparison, than });
const same = (field: string, other: string, asWritten = false) =>
  asks(field, { kind: "fieldref", field: other, cased: asWritten });

/** Records as JSON: what the test holds for, and near misses. */
type Case = [what: string, expression: Expression, matching: string[], other: string[]];

function check(cases: readonly Case[]): void {
  for (const [what, expression, matching, other] of cases) {
    for (const text of matching)
      assert.ok(matches(expression, JSON.parse(text)), `${what} holds for ${text}`);
    for (const text of other) assert.ok(!matches(expression, JSON.parse(text)), `${what} fails for ${text}`);
  }
}

describe("compileRules", () => {
  it("compares texts without case, numbers and booleans as their JSON text", () =>
    check([
      [
        "text",
        is("a", "Root"),
        ['{"a":"root"}', '{"a":"ROOT"}', '{"a":["x","Root"]}'],
        ['{"a":"Root "}', '{"A":"Root"}', '{"a":null}', "{}", '{"a":[]}'],
      ],
      ["cased", cased("a", "Root*"), ['{"a":"Root"}'], ['{"a":"root"}']],
      ["true", is("a", "true"), ['{"a":true}', '{"a":"TRUE"}'], ['{"a":false}', '{"a":1}']],
      [
        "a number",
        is("a", "12"),
        ['{"a":12}', '{"a":12.0}', '{"a":"12"}', '{"a":1.2e1}'],
        ['{"a":"12.0"}', '{"a":120}'],
      ],
      ["a part of a number", is("a", "1*"), ['{"a":12}', '{"a":1e21}'], ['{"a":21}']],
      ["the word null", is("a", "null"), ['{"a":"null"}'], ['{"a":null}', "{}", '{"a":{"b":null}}']],
      [
        "the empty text",
        is("a", ""),
        ['{"a":""}', '{"a":[""]}', '{"a":{"b":""}}'],
        ['{"a":null}', "{}", '{"a":[]}', '{"a":{}}', '{"a":0}', '{"a":false}'],
      ],
      [
        "anything",
        is("a", "*"),
        ['{"a":""}', '{"a":0}', '{"a":{}}', '{"a":[null,1]}', '{"a":"\\n"}'],
        ['{"a":null}', "{}", '{"a":[]}', '{"a":[null]}'],
      ],
      [
        "İ, ς and ſ",
        any(is("a", "istanbul"), is("a", "σ"), is("a", "s")),
        ['{"a":"İSTANBUL"}', '{"a":"Σ"}', '{"a":"S"}'],
        ['{"a":"ı"}', '{"a":"ς"}', '{"a":"ſ"}'],
      ],
    ]));

  it("looks into objects by their JSON and by their leaves", () =>
    check([
      [
        "JSON",
        is("a", '{"b":"x","c":[1,null]}'),
        ['{"a":{"b":"X","c":[1,null]}}', '{"a":[{"b":"x","c":[1,null]}]}'],
        ['{"a":{"c":[1,null],"b":"x"}}'],
      ],
      [
        "a part of it",
        is("a", '*"b":"x"*'),
        ['{"a":{"c":1,"b":"x"}}', '{"a":{"c":{"b":"x"}}}'],
        ['{"a":{"b":"xy"}}'],
      ],
      [
        "a leaf",
        is("a", "x"),
        ['{"a":{"b":{"c":["y",["X"]]}}}', '{"a":[[{"b":"x"}]]}'],
        ['{"a":{"x":"y"}}', '{"a":{"b":"xx"}}'],
      ],
      ["a leaf's beginning", is("a", "x*"), ['{"a":{"b":"xy"}}'], ['{"a":{"b":"yx"}}']],
      [
        "a number in it",
        is("a", "7"),
        ['{"a":{"b":7}}', '{"a":{"b":"7"}}'],
        ['{"a":{"7":1}}', '{"a":{"b":77}}'],
      ],
      ["a pattern", regex("a", "^x$"), ['{"a":{"b":"x"}}'], ['{"a":{"b":"xy"}}', '{"a":{"b":"X"}}']],
      ["a pattern on its JSON", regex("a", '^\\{"b":"x'), ['{"a":{"b":"xy"}}'], ['{"a":{"c":1,"b":"x"}}']],
    ]));

  it("tells absent, null and empty apart", () =>
    check([
      [
        "null",
        isNull("a"),
        ["{}", '{"a":null}', '{"a":[]}', '{"a":[[]]}', '{"a":["x",null]}', '{"b":{"a":1}}', '"a"'],
        ['{"a":""}', '{"a":"null"}', '{"a":false}', '{"a":{}}', '{"a":["x"]}'],
      ],
      [
        "null on a way",
        isNull("a.b"),
        ['{"a":"b"}', '{"a":[{"c":1}]}', '{"a":{"b":null}}'],
        ['{"a":[{"c":1},{"b":1}]}', '{"a.b":0}'],
      ],
      [
        "exists",
        exists("a"),
        ['{"a":null}', '{"a":[]}', '{"a":""}', '{"a":{}}'],
        ["{}", '{"A":1}', "null", '"a"'],
      ],
      [
        "exists on a way",
        exists("a.b"),
        ['{"a":[{},{"b":null}]}', '{"a.b":[]}'],
        ['{"a":[]}', '{"a":{"b.c":1}}'],
      ],
      ["not exists", not(exists("a")), ["{}"], ['{"a":null}']],
    ]));

  it("negates in two values", () =>
    check([
      [
        "not",
        not(is("a", "x")),
        ["{}", '{"a":null}', '{"a":"y"}', '{"a":["y","z"]}', "null"],
        ['{"a":"x"}', '{"a":["y","X"]}'],
      ],
      ["not any", not(any(is("a", "x"), is("a", "y*"))), ['{"a":["z"]}', "{}"], ['{"a":["z","yy"]}']],
      ["not not", not(not(is("a", "x"))), ['{"a":"x"}'], ["{}"]],
      ["all of nothing", all(), ["{}", "null"], []],
      ["any of nothing", any(), [], ["{}", "null"]],
      [
        "all on one field",
        all(is("a", "x*"), is("a", "*y")),
        ['{"a":"xy"}', '{"a":["x","y"]}'],
        ['{"a":"x"}'],
      ],
    ]));

  it("searches patterns with case, addresses, numbers and times", () =>
    check([
      ["re", regex("a", "o+g"), ['{"a":"foog"}', '{"a":["x","og"]}'], ['{"a":"FOOG"}', '{"a":null}', "{}"]],
      ["re on a number", regex("a", "^1.$"), ['{"a":12}'], ['{"a":123}']],
      ["re|i", regex("a", "^x", "i"), ['{"a":"Xy"}'], ['{"a":"y\\nx"}']],
      ["re|m", regex("a", "^x", "m"), ['{"a":"y\\nx"}'], ['{"a":"yx"}']],
      ["re|s", regex("a", "y.x", "s"), ['{"a":"y\\nx"}'], ['{"a":"yx"}']],
      [
        "cidr",
        cidr("a", "10.0.0.0/8"),
        ['{"a":"10.1.2.3"}', '{"a":["x","10.0.0.0"]}'],
        [
          '{"a":"11.0.0.0"}',
          '{"a":"10.1.2.3 "}',
          '{"a":10}',
          '{"a":{"b":"10.1.2.3"}}',
          '{"a":"::ffff:10.1.2.3"}',
        ],
      ],
      [
        "cidr of IPv6",
        cidr("a", "2001:db8::/32"),
        ['{"a":"2001:DB8::1"}'],
        ['{"a":"10.1.2.3"}', '{"a":"2001:db9::1"}'],
      ],
      [
        "gte",
        number("a", "gte", 10),
        ['{"a":10}', '{"a":"1e1"}', '{"a":["x",11]}'],
        ['{"a":9.99}', '{"a":"010"}', '{"a":" 10"}', '{"a":true}', '{"a":{"b":10}}', '{"a":null}'],
      ],
      ["gt", number("a", "gt", 10), ['{"a":10.01}'], ['{"a":10}']],
      ["lt", number("a", "lt", 0), ['{"a":-1}', '{"a":"-0.1"}'], ['{"a":0}', '{"a":""}', '{"a":null}']],
      ["lte", number("a", "lte", 0), ['{"a":0}', '{"a":-0}'], ['{"a":"false"}', '{"a":false}']],
      [
        "hour",
        time("hour", "lt", 6),
        ['{"t":"2026-01-31T05:59:59Z"}', '{"t":"2026-01-31T07:00:00+02:00"}'],
        ['{"t":"2026-01-31T06:00:00Z"}', '{"t":"2026-01-31"}', '{"t":5}', "{}"],
      ],
      ["week", time("week", "eq", 53), ['{"t":"2021-01-03T00:00:00Z"}'], ['{"t":"2021-01-04T00:00:00Z"}']],
    ]));

  it("compares two fields as texts", () =>
    check([
      [
        "fieldref",
        same("a", "b.c"),
        [
          '{"a":"X","b":{"c":"x"}}',
          '{"a":1,"b":{"c":"1"}}',
          '{"a":["y","x"],"b":[{"c":"z"},{"c":["X"]}]}',
          '{"a":"","b":{"c":""}}',
          '{"a":true,"b":{"c":"true"}}',
        ],
        [
          '{"a":"x","b":{"c":"xy"}}',
          "{}",
          '{"a":null,"b":{"c":null}}',
          '{"a":"x"}',
          '{"a":{"d":1},"b":{"c":{"d":1}}}',
          '{"a":"null","b":{"c":null}}',
        ],
      ],
      ["cased", same("a", "b", true), ['{"a":"x","b":"x"}'], ['{"a":"X","b":"x"}']],
      ["not", not(same("a", "b")), ["{}", '{"a":"x","b":"y"}'], ['{"a":"x","b":"X"}']],
    ]));

  it("asks keywords of every leaf, and of no key", () =>
    check([
      [
        "keyword",
        keyword("lazarus"),
        ['{"a":{"b":["x","the Lazarus group"]}}', '"lazarus"', '["LAZARUS"]'],
        ['{"lazarus":1}', "{}", "null", '{"a":"laz","b":"arus"}'],
      ],
      ["a number", keyword("12"), ['{"a":[{"b":3124}]}'], ['{"12":true}']],
      ["with wildcards", keyword("a*c"), ['{"x":"-abc-"}'], ['{"x":"a","y":"c"}']],
      ["all", all(keyword("one"), keyword("two")), ['{"a":"one","b":"two"}'], ['{"a":"one"}']],
      ["not", not(keyword("one")), ["{}", "null"], ['{"a":"one"}']],
      ["a pattern", regex(undefined, "^o.e$"), ['{"a":{"b":"one"}}'], ['{"a":"one "}']],
    ]));

  it("finds rules by whatever stands where an event's name should be", () => {
    const stop = rule(
      all(is("eventSource", "cloudtrail.amazonaws.com"), is("eventName", "StopLogging")),
      "stop",
    );
    const like = rule(is("eventName", "*logging*"), "like");
    const either = rule(any(is("eventName", "StopLogging"), is("errorCode", "AccessDenied")), "either");
    const anyway = rule(not(is("eventName", "StopLogging")), "anyway");
    const none = rule(any(), "none");
    const matcher = compileRules([stop, like, either, anyway, none]);
    const found = (record: unknown) => matcher.match(record).map((match) => match.rule.title);
    const source = { eventSource: "cloudtrail.amazonaws.com" };
    for (const [record, expected] of [
      [{ ...source, eventName: "StopLogging" }, ["stop", "like", "either"]],
      [{ eventSource: "CLOUDTRAIL.amazonaws.com", eventName: "STOPLOGGING" }, ["stop", "like", "either"]],
      [{ ...source, eventName: ["x", ["StopLogging"]] }, ["stop", "like", "either"]],
      [{ ...source, eventName: { name: "StopLogging" } }, ["stop", "like", "either"]],
      [{ eventSource: [source.eventSource], eventName: "StartLogging" }, ["like", "anyway"]],
      [{ ...source, eventName: null, errorCode: "AccessDenied" }, ["either", "anyway"]],
      [
        [{ ...source }, { eventName: "StopLogging" }],
        ["stop", "like", "either"],
      ],
      [{ ...source, "eventName ": "StopLogging" }, ["anyway"]],
      ["StopLogging", ["anyway"]],
      [undefined, ["anyway"]],
    ] as const)
      assert.deepEqual(found(record), expected, JSON.stringify(record));
    assert.deepEqual(matcher.rules, [stop, like, either, anyway, none]);
  });

  it("hands out matches in the rules' order, however they are found, and the same rule twice if given twice", () => {
    const rules = [
      is("b", "1"),
      not(is("z", "1")),
      is("eventName", "x"),
      is("b", "*1*"),
      is("eventName", "x"),
    ].map((of, index) => rule(of, String(index)));
    const matcher = compileRules([...rules, rules[0]!]);
    const titles = (record: unknown) => matcher.match(record).map((match) => match.rule.title);
    assert.deepEqual(titles({ b: [1, "1"], eventName: "X" }), ["0", "1", "2", "3", "4", "0"]);
    assert.deepEqual(titles({ b: "21", z: 1 }), ["3"]);
    assert.deepEqual(compileRules([]).match({}), []);
  });

  it("says at once what does not compile", () => {
    assert.throws(() => compileRules([rule(regex("a", "(?=x)(y)\\1"))]), { name: "RegexError" });
    assert.throws(() => compileRules([rule(cidr("a", "10.0.0.0/99"))]), { name: "RangeError" });
  });
});
