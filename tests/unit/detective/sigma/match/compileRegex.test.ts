import assert from "node:assert/strict";
import { RegexError, compileRegex } from "../../../../../detective/sigma/match/compileRegex";

const flags = (text = "") => ({
  ignoreCase: text.includes("i"),
  multiline: text.includes("m"),
  dotAll: text.includes("s"),
});

describe("compileRegex", () => {
  it("finds a pattern anywhere, with case, and lets flags say otherwise", () => {
    const cases: [source: string, flags: string, text: string, expected: boolean][] = [
      ["b+", "", "abbc", true],
      ["b+", "", "aBc", false],
      ["b+", "i", "aBc", true],
      ["a.c", "", "a\nc", false],
      ["a.c", "", "a\rc", true],
      ["a.c", "s", "a\nc", true],
      ["^b", "", "a\nb", false],
      ["^b", "m", "a\nb", true],
      ["a$", "", "a\n", false],
      ["^.$", "", "\u{1f600}", true],
      ["", "", "", true],
      ["(?i)B", "", "abc", true],
      ["[[:alpha:]]{3}", "", "1abc", true],
      ["\\bkali\\b", "", "x-kali-y", true],
      ["\\.", "", "a.b", true],
    ];
    for (const [source, given, text, expected] of cases) {
      const regex = compileRegex(source, flags(given));
      // Twice: the second answer is the remembered one.
      assert.deepEqual([regex.test(text), regex.test(text)], [expected, expected], `${source} ${given}`);
    }
  });

  it("remembers answers for so many texts only, and stays right", () => {
    const regex = compileRegex("7$", flags());
    for (let round = 0; round < 2; round++)
      for (let number = 0; number < 2000; number++)
        assert.equal(regex.test(String(number)), number % 10 === 7, String(number));
  });

  it("names what RE2 has not", () => {
    const lacking = (what: string) =>
      `${what} can't be matched in linear time and isn't part of RE2's language; write the pattern without`;
    for (const [source, message] of [
      ["(a)\\1", lacking("back references")],
      ["(?<x>a)\\k<x>", lacking("back references")],
      ["(?>a)", lacking("atomic groups")],
      ["a++", lacking("possessive quantifiers")],
      ["a{2,}+", lacking("possessive quantifiers")],
      ["(?R)", lacking("recursion")],
      ["[a", "the pattern does not compile: missing closing ]: `[a`"],
      ["(a", "the pattern does not compile: missing closing ): `(a`"],
      ["[(?=](", "the pattern does not compile: missing closing ): `[(?=](`"],
      ["*a", "the pattern does not compile: missing argument to repetition operator: `*`"],
      ["a{2000}", "the pattern does not compile: invalid repeat count: `{2000}`"],
      ["\\", "the pattern does not compile: trailing backslash at end of expression"],
      ["(".repeat(3000) + ")".repeat(3000), "the pattern does not compile: expression nests too deeply"],
      ["a".repeat(10_001), "a pattern of 10001 characters; the longest allowed is 10000, split it"],
    ] as const)
      assert.throws(
        () => compileRegex(source, flags()),
        (error: Error) =>
          error instanceof RegexError && error.message.startsWith(message) && error.message.length < 300,
        source.slice(0, 20),
      );
  });

  it("answers at once where others backtrack for ever", () => {
    const text = `${"ab".repeat(20_000)}!`;
    for (const source of [
      "(x+x+)+y",
      "((a|b)*)*$c",
      "^(([a-b])+.)+[A-Z]$",
      "(a|ab|b)*\\d",
      "(.*){1,50}[^!]$",
    ])
      assert.equal(compileRegex(source, flags()).test(text), false, source);
  });
});
