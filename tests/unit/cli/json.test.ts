import assert from "node:assert/strict";
import fc from "fast-check";
import { json, jsonPieces } from "../../../cli/output/json";

const whole = (value: unknown) => [...jsonPieces(value)].join("");

describe("JSON in pieces", () => {
  it("is what JSON with an indent of two is", () => {
    const inner = fc.oneof(
      fc.jsonValue({ maxDepth: 5 }),
      fc.constantFrom(
        undefined,
        () => 1,
        Symbol("s"),
        10n,
        NaN,
        new Date(0),
        new Date(NaN),
        new Map([["a", { b: [] }]]),
        new Map(),
        new Set([{ a: 1 }, "\n"]),
        [],
        {},
        { toJSON: () => ({ a: [1] }) },
        JSON.parse('{"__proto__":{"a\\nb":[{}]},"":[]}') as unknown,
      ),
    );
    const value = fc.oneof(
      inner,
      fc.array(inner, { maxLength: 4 }),
      fc.dictionary(fc.string(), inner),
      fc.array(fc.dictionary(fc.string(), fc.array(inner, { maxLength: 3 })), { maxLength: 3 }),
    );
    fc.assert(
      fc.property(
        value.filter((given) => json(given) !== undefined),
        (given) => assert.equal(whole(given), json(given, 2)),
      ),
      { numRuns: 2_000, seed: 1 },
    );
  });

  it("has no piece with two of an answer's items, of one answer or of several", () => {
    const answer = { question: "q", items: [{ a: { id: 1 } }, { a: { id: 2 } }] };
    for (const [given, items] of [
      [answer, 2],
      [[answer, answer], 4],
    ] as const) {
      const found = [...jsonPieces(given)].map((piece) => piece.split('"id"').length - 1);
      assert.deepEqual([Math.max(...found), found.reduce((sum, each) => sum + each)], [1, items]);
    }
  });
});
