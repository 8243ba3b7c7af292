import assert from "node:assert/strict";
import fc from "fast-check";
import { foldCase } from "../../../../../detective/sigma/match/foldCase";
import { textTest } from "../../../../../detective/sigma/match/textTest";
import { pattern } from "./expressions";

describe("textTest", () => {
  it("takes * for any text and ? for one code point, newlines too", () => {
    const cases: [pattern: string, matching: string[], other: string[]][] = [
      ["", [""], ["x", " "]],
      ["*", ["", "x", "\n"], []],
      ["**", ["", "x"], []],
      ["ab", ["ab"], ["a", "abc", "xab", "AB", "ab\n"]],
      ["ab*", ["ab", "abc", "ab\nc"], ["xab", "a"]],
      ["*ab", ["ab", "xab", "\nab"], ["abx"]],
      ["*ab*", ["ab", "xabx"], ["a b", ""]],
      ["a*b", ["ab", "axb", "a\nb", "abab"], ["a", "b", "aba"]],
      ["aba*aba", ["abaaba", "abaxaba"], ["aba", "ababa"]],
      ["?", ["x", "\n", "\u{1f600}", "\ud83d"], ["", "xx", "\u{1f600}x"]],
      ["??", ["ab", "\u{1f600}\u{1f600}"], ["\u{1f600}", "a"]],
      ["a?c", ["abc", "a\u{1f600}c"], ["ac", "abbc"]],
      ["*?", ["a", "\u{1f600}", "abc"], [""]],
      ["?*", ["a", "abc"], [""]],
      ["a*b?c*d", ["abxcd", "a--bbxc--d", "abcbxcd"], ["abcd", "abxc", "bxcd"]],
      ["*a*b*c*", ["abc", "-a-b-c-"], ["acb", "ab"]],
      ["*ab?", ["abc", "ababc", "ab\u{1f600}"], ["ab", "abcd"]],
      ["*?ab*ab", ["xabab"], ["abab", "xab"]],
      ["*.*.*", ["a.b.c", ".."], ["a.b"]],
      ["%_.[x]", ["%_.[x]"], ["aa.x"]],
    ];
    for (const [text, matching, other] of cases) {
      const test = textTest(pattern(text));
      for (const one of matching) assert.ok(test(one), `${text} matches ${JSON.stringify(one)}`);
      for (const one of other) assert.ok(!test(one), `${text} doesn't match ${JSON.stringify(one)}`);
    }
  });

  it("agrees with a regular expression on random patterns and texts", () => {
    const letters = fc.constantFrom("a", "b", "\u{1f600}", "\n");
    const patterns = fc.array(fc.oneof(letters, fc.constantFrom("*", "?")), { maxLength: 8 });
    fc.assert(
      fc.property(patterns, fc.array(letters, { maxLength: 10 }), (parts, characters) => {
        const source = parts.map((part) => (part === "*" ? "[^]*" : part === "?" ? "[^]" : part)).join("");
        const text = characters.join("");
        assert.equal(textTest(pattern(parts.join("")))(text), new RegExp(`^${source}$`, "u").test(text));
      }),
      { seed: 20260131, numRuns: 3000 },
    );
  });

  it("needs no more than text times pattern where every * could backtrack", () => {
    const text = "a".repeat(100_000);
    assert.equal(textTest(pattern(`${"*a".repeat(500)}*b`))(text), false);
    assert.equal(textTest(pattern(`${"*?a".repeat(50)}*b`))(text), false);
  });
});

describe("foldCase", () => {
  it("maps each code point on its own, to lower case", () => {
    for (const [text, folded] of [
      ["StopLogging", "stoplogging"],
      ["\u00c4\u00d6\u1e9e\u00df", "\u00e4\u00f6\u00df\u00df"],
      ["\u0130stanbul", "istanbul"],
      ["\u039f\u0394\u039f\u03a3", "\u03bf\u03b4\u03bf\u03c3"],
      ["\u03c2", "\u03c2"],
      ["\u017f\u212a", "\u017fk"],
      ["\u{10400}", "\u{10428}"],
    ] as const)
      assert.equal(foldCase(text), folded);
  });

  it("keeps the number of code points of every character", () => {
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      const folded = foldCase(character);
      if (folded.length !== character.length) assert.fail(code.toString(16));
    }
  });
});
