import fc from "fast-check";
import type { Expression, Test, TextPattern } from "../../../../../detective/sigma/expression";
import { asks } from "./expressions";

/** Few and odd ones, so that rules and records meet often. */
const KEYS = [
  "eventName",
  "eventSource",
  "a",
  "b",
  "c",
  "a.b",
  "b.c",
  "a.b.c",
  "__proto__",
  "constructor",
  "toString",
  "",
  "7",
];
const FIELDS = [
  "eventName",
  "eventSource",
  "errorCode",
  "a",
  "b",
  "a.b",
  "a.b.c",
  "b.c",
  "b.7",
  "__proto__",
  "__proto__.a",
  "constructor",
  "a..b",
];
const TEXTS = [
  "x",
  "X",
  "xy",
  "xyx",
  "",
  "12",
  "1e1",
  "-0.5",
  "true",
  "null",
  "*",
  "a?",
  "\u0130",
  "i",
  "\u03a3",
  "\u03c3",
  "\u03c2",
  "\u017f",
  "s",
  "\u212a",
  "k",
  "\ud83d\ude00",
  "\ud83d",
  "\n",
  "10.0.0.1",
  "::ffff:10.0.0.1",
  "2001:db8::1",
  "2026-01-31T09:30:00Z",
  '"',
  "\\",
  '{"a":"x"}',
  "[]",
];
const NUMBERS = [0, -0, 1, 12, -0.5, 10, 1e21, 1e-7];

const scalar = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...TEXTS).map((text) => JSON.stringify(text)) },
  { weight: 2, arbitrary: fc.constantFrom(...NUMBERS).map((number) => JSON.stringify(number)) },
  { weight: 2, arbitrary: fc.constantFrom("true", "false", "null", "1e999", "-1e999") },
);

/** A record as JSON text, so that every key is an own one. */
export const recordText: fc.Arbitrary<string> = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { weight: 4, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(tie("value"), { maxLength: 3 }).map((items) => `[${items.join(",")}]`) },
    { weight: 2, arbitrary: tie("object") },
  ),
  object: fc
    .array(fc.tuple(fc.constantFrom(...KEYS), tie("value")), { maxLength: 5 })
    .map((pairs) => `{${pairs.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(",")}}`),
})).value;

/** No rule can be written with half a character. */
const literalText = fc.constantFrom(...TEXTS.filter((text) => !/\p{Cs}/u.test(text)));

const textPattern: fc.Arbitrary<TextPattern> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: literalText.map((text) => ({ kind: "literal" as const, text })) },
      { weight: 1, arbitrary: fc.constant({ kind: "anyText" as const }) },
      { weight: 1, arbitrary: fc.constant({ kind: "anyCharacter" as const }) },
    ),
    { maxLength: 4 },
  )
  // No empty texts, and no two in a row: what the loader makes.
  .map((parts) =>
    parts.filter(
      (part, index) => part.kind !== "literal" || (part.text !== "" && parts[index - 1]?.kind !== "literal"),
    ),
  );

const comparison = fc.constantFrom("lt" as const, "lte" as const, "gt" as const, "gte" as const);

const test: fc.Arbitrary<Test> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant("text" as const), pattern: textPattern, cased: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Test>({ kind: "null" }, { kind: "exists" }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("regex" as const),
      source: fc.constantFrom("x", "^x$", "xy+", "[0-9]+", "^$", "k", "(x|y)x", "\\."),
      flags: fc.record({ ignoreCase: fc.constant(false), multiline: fc.boolean(), dotAll: fc.boolean() }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("cidr" as const),
      network: fc.constantFrom("10.0.0.0/8", "0.0.0.0/0", "::/0", "2001:db8::/32"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("number" as const),
      comparison,
      than: fc.constantFrom(0, 10, 12),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("timePart" as const),
      part: fc.constant("hour" as const),
      comparison: fc.oneof(comparison, fc.constant("eq" as const)),
      than: fc.constantFrom(9, 10),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("fieldref" as const),
      field: fc.constantFrom(...FIELDS),
      cased: fc.boolean(),
    }),
  },
);

const fieldTest: fc.Arbitrary<Expression> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.tuple(fc.constantFrom(...FIELDS), test).map(([field, one]) => asks(field, one)),
  },
  {
    weight: 1,
    arbitrary: test
      .filter(({ kind }) => kind === "text" || kind === "regex")
      .map((one) => asks(undefined, one, "keywords")),
  },
);

/** What a condition may come to, of all kinds of tests. */
export const expression: fc.Arbitrary<Expression> = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    { weight: 4, arbitrary: fieldTest },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom("all" as const, "any" as const),
        of: fc.array(tie("expression"), { maxLength: 4 }),
      }),
    },
    { weight: 1, arbitrary: tie("expression").map((of) => ({ kind: "not" as const, of })) },
  ),
})).expression;
