import assert from "node:assert/strict";
import fc from "fast-check";
import { runDuckdb } from "../../../../../detective/duckdb/runDuckdb";
import { Expression, PatternPart, Test } from "../../../../../detective/sigma/expression";
import { compileRules } from "../../../../../detective/sigma/match/compileRules";
import { NotExpressible } from "../../../../../detective/sigma/notExpressible";
import { duckdbQuery } from "../../../../../detective/sigma/sql/duckdbQuery";
import { all, any, asks, is, keyword, not, regex, rule } from "../match/expressions";

/** What SQL, LIKE, JSON paths, JSON pointers and regular expressions understand, and names of JavaScript's own. */
const KEYS =
  "eventName eventSource a b c A a.b b.c a.b.c '' \" ' \\ $ * [0] 0 1 01 - # ~ ~0 / a/b % _ ? -- ; __proto__ toString é ſ 日本 😀"
    .split(" ")
    .map((key) => (key === "''" ? "" : key))
    .concat(["a b", "\n", "$.a", "a.", ".a", '"a"', "');--", "constructor"]);
const TEXTS = [
  ..."x X Foo foo fooBar null true 12 -1.5 1e3 1e400 a%b a_b a*b a?b a\\b a\\\\b a\"b a'b $1 é É ß ẞ ſ S K k İ i ı Σ σ ς ΑΣ ας 日本 😀 a😀b % _ \\% [1] x,y 1.0".split(
    " ",
  ),
  ..."10.1.2.3 10.300.1.1 010.1.1.1 2001:db8::1 2001:DB8:0:0:0:0:0:1 ::1 ::ffff:10.1.2.3 :: 1::2::3 ::1.2.3 1:2:3:4:5:6:7:8 1:2:3:4:5:6:7:: fe80::1%eth0 :1".split(
    " ",
  ),
  "2024-02-29T23:59:59Z",
  "2023-02-29T00:00:00Z",
  "2024-12-30T12:00:00.123+05:30",
  "9999-12-31T23:59:59-12:00",
  "0000-01-01T00:00:00Z",
  "",
  " ",
  "a\nb",
  "a\r\nb",
  "\u0001",
  "a\u0000b",
  "\u2028",
  "'); DROP TABLE records; --",
  "' OR ''='",
  '{"a":1}',
];
const NUMBERS = [0, -0, 1, -1, 12, 1.5, 1e21, 1e-7, 2 ** 53, 2 ** 63, 2 ** 64, 1e300, 5e-324, 1e20, -2.5e-9];

const key = fc.oneof(fc.constantFrom(...KEYS.slice(0, 9)), fc.constantFrom(...KEYS));
const scalar = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>(...TEXTS) },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...NUMBERS, true, false, null) },
);
const { object } = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  value: fc.oneof({ depthSize: "small" }, scalar, fc.array(tie("value"), { maxLength: 3 }), tie("object")),
  object: fc
    .array(fc.tuple(key, tie("value")), { maxLength: 5 })
    .map((pairs): unknown =>
      JSON.parse(
        `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`,
      ),
    ),
}));

const part: fc.Arbitrary<PatternPart> = fc.oneof(
  fc.constantFrom(...TEXTS.filter(Boolean)).map((text) => ({ kind: "literal" as const, text })),
  fc.constantFrom<PatternPart>({ kind: "anyText" }, { kind: "anyCharacter" }),
);
const pattern = fc
  .array(part, { maxLength: 4 })
  .map((parts) => parts.filter(({ kind }, at) => kind !== "literal" || parts[at - 1]?.kind !== "literal"));
const flags = fc.record({ ignoreCase: fc.boolean(), multiline: fc.boolean(), dotAll: fc.boolean() });
const field = fc.array(key, { minLength: 1, maxLength: 3 }).map((keys) => keys.join("."));
const comparison = fc.constantFrom("lt" as const, "lte" as const, "gt" as const, "gte" as const);
const SOURCES =
  'a.b ^x y$ [a-z]+ \\d+ (foo|bar) a\\\\b \\. ^$ (?i)k é [^a] a{2,3} \\bfoo\\b "a": . ^.$ \\n ſ s \' \\Qa_b\\E \\x{1F600} 😀. (?:a)(b)? $ \\S [[:alpha:]]+'.split(
    " ",
  );
const NETWORKS =
  "10.0.0.0/8 10.1.2.0/23 0.0.0.0/0 10.1.2.3 10.1.2.3/31 2001:db8::/32 ::/0 ::ffff:0:0/96 2001:db8::1/127 ::1 1:2:3:4::/61 fe80::/10".split(
    " ",
  );

const test: fc.Arbitrary<Test> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("text" as const), pattern, cased: fc.boolean() }) },
  fc.constantFrom<Test>({ kind: "null" }, { kind: "exists" }),
  fc.record({ kind: fc.constant("regex" as const), source: fc.constantFrom(...SOURCES), flags }),
  fc.record({ kind: fc.constant("cidr" as const), network: fc.constantFrom(...NETWORKS) }),
  fc.record({ kind: fc.constant("number" as const), comparison, than: fc.constantFrom(...NUMBERS) }),
  fc.record({
    kind: fc.constant("timePart" as const),
    part: fc.constantFrom(
      "minute" as const,
      "hour" as const,
      "day" as const,
      "week" as const,
      "month" as const,
      "year" as const,
    ),
    comparison: fc.oneof(comparison, fc.constant("eq" as const)),
    than: fc.constantFrom(0, 1, 2, 9, 12, 29, 30, 53, 59, 2024),
  }),
  fc.record({ kind: fc.constant("fieldref" as const), field, cased: fc.boolean() }),
);
const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc
      .tuple(fc.option(field, { freq: 8 }), test)
      .map(([name, asked]) =>
        asks(name ?? (asked.kind === "fieldref" ? "a" : undefined), asked, "s", "the part"),
      ),
    fc.array(tie("expression"), { maxLength: 3 }).map((of) => all(...of)),
    fc.array(tie("expression"), { maxLength: 3 }).map((of) => any(...of)),
    tie("expression").map(not),
  ),
}));

describe("rules in DuckDB", function () {
  this.timeout(100_000);

  it("find what the matcher finds, whatever keys, texts and records look like", async () => {
    let asked = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(expression, { minLength: 20, maxLength: 30 }),
        fc.array(object, { minLength: 40, maxLength: 60 }),
        async (expressions, records) => {
          const rules = expressions.map((of, index) => rule(of, `rule ${index}`));
          for (const [one, found] of await runDuckdb(rules, records)) {
            if (found instanceof NotExpressible) continue;
            asked++;
            const matcher = compileRules([one]);
            const wanted = records.flatMap((record, index) =>
              matcher.match(record).length > 0 ? [index] : [],
            );
            assert.deepEqual(
              found,
              wanted,
              `${JSON.stringify(one.expression)} on ${JSON.stringify(records)}`,
            );
          }
        },
      ),
      { seed: 20261130, numRuns: 15 },
    );
    assert.ok(asked > 250, `${asked} asked`);
  });

  it("keep what rules hold inside of quotes", async () => {
    const hostile = [
      "'; DROP TABLE records; --",
      "\\'; SELECT 1; --",
      "''",
      "' || (SELECT 1) || '",
      "$$ $1 ?1 :a @b",
      '"; --',
      "/* */ \u0000 \u001a \u2028",
      "{{x}} ${x}",
      "\ufeff'",
      "ʼ＇‘",
    ];
    const rules = hostile.flatMap((text, index) => [
      rule(is("eventName", text), `name ${index}`),
      rule(asks(text, { kind: "exists" }), `key ${index}`),
      rule(all(asks(`a.${text}`, { kind: "null" }), is(`x.${text}`, `${text}*y?${text}`)), `path ${index}`),
      rule(keyword(text), `keyword ${index}`),
      rule(asks("a", { kind: "fieldref", field: text, cased: true }), `reference ${index}`),
    ]);
    const records = hostile.map((text) => ({ eventName: text.toUpperCase(), [text]: 1, a: text }));
    const results = await runDuckdb(rules, records);
    for (const [one, found] of results) {
      const matcher = compileRules([one]);
      const wanted = records.flatMap((record, index) => (matcher.match(record).length > 0 ? [index] : []));
      assert.deepEqual(found, wanted, `${one.title} ${JSON.stringify(one.expression)}`);
    }
    const { sql } = duckdbQuery(rules, { from: "events", keys: ["id"] });
    // Outside of its literals a query is made of these characters alone.
    const outside = sql.replace(/'(?:[^']|'')*'/g, "''");
    assert.match(outside, /^[A-Za-z0-9_ \n'"()[\]{}<>=|,.:*+-]*$/);
    assert.doesNotMatch(outside, /--|\/\*/);
  });

  it("refuse what can't be said with the part", () => {
    const refused: [Expression, string][] = [
      [is("a", "\ud800"), "half a surrogate pair is no text in DuckDB; take it out of the rule"],
      [is("\udfff.a", "x"), "half a surrogate pair is no text in DuckDB; take it out of the rule"],
      [not(is("eventName", "\ud800")), "half a surrogate pair is no text in DuckDB; take it out of the rule"],
      [regex("a", "\\pL+"), "classes of Unicode (\\p) differ with its version; write the characters out"],
      [
        regex("a", "日本", "i"),
        "upper and lower case of characters past U+07FF differ with Unicode's version; write both",
      ],
    ];
    for (const [of, reason] of refused) {
      const query = duckdbQuery([rule(of), rule(is("a", "x"))], { from: "events", keys: ["id"] });
      assert.deepEqual(
        query.refused.map(({ error }) => error.reason),
        [reason],
      );
      assert.equal(query.rules.length, 1);
    }
  });

  it("are one query over a table of events, however many they are", async () => {
    const rules = Array.from({ length: 100 }, (_, index) => rule(is("eventName", `Name${index}`)));
    const { sql } = duckdbQuery(rules, { from: "(SELECT 1 AS id, '{}' AS event)", keys: ["id"] });
    assert.equal(sql.match(/ FROM \(SELECT 1 AS id/g)?.length, 1);
    assert.match(sql, /^WITH records AS MATERIALIZED \(SELECT id, event, /);
    const found = await runDuckdb(rules, [
      { eventName: "NAME7" },
      { eventName: "Name" },
      { eventName: "name99" },
    ]);
    assert.deepEqual(
      [...found.values()]
        .map((indexes) => (indexes as number[]).join())
        .map((text, index) => text && `${index}:${text}`)
        .filter(Boolean),
      ["7:0", "99:2"],
    );
  });
});
