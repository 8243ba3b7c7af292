import assert from "node:assert/strict";
import { RegexFlags } from "../../../../../detective/sigma/expression";
import { RegexError, compileRegex } from "../../../../../detective/sigma/match/compileRegex";

const flags = (letters = ""): RegexFlags => ({
  ignoreCase: letters.includes("i"),
  multiline: letters.includes("m"),
  dotAll: letters.includes("s"),
});

describe("patterns with look-around", () => {
  const cases: readonly [source: string, letters: string, yes: readonly string[], no: readonly string[]][] = [
    ["^(?!AWS).*$", "", ["Create", "", "aws"], ["AWSService"]],
    ["^(?!AWS).*$", "i", ["Create"], ["awsService"]],
    ["^(?!.*internal).*admin", "", ["an admin"], ["internal admin", "a user"]],
    ["(?<!aws-)cli/", "", ["cli/2", "my-cli/2"], ["aws-cli/2"]],
    ["Get(?=Object|Secret)", "", ["GetObject", "xGetSecretValue"], ["GetBucket"]],
    ["^arn:aws:iam::\\d+:(?!root)", "", ["arn:aws:iam::1:user/a"], ["arn:aws:iam::1:root"]],
    // What JavaScript alone would read otherwise: ends of lines and spaces are those of RE2.
    ["^(?!x).$", "", ["\r", "\u2028", "😀"], ["\n", "x"]],
    ["^(?!x).$", "s", ["\n"], ["x"]],
    ["a(?!b)$", "m", ["a\nb"], ["a\rb"]],
    ["^(?!x)\\s$", "", ["\t", " "], ["\u00a0", "\v"]],
    ["^(?!x)[\\s-]$", "", ["\t", "-"], ["\u00a0", "s"]],
    ['^(?!x)\\"\\-\\_[\\]a]$', "", ['"-_a', '"-_]'], ['"-_b']],
  ];
  it("mean what RE2 would", () => {
    for (const [source, letters, yes, no] of cases) {
      const regex = compileRegex(source, flags(letters));
      for (const text of yes)
        assert.equal(regex.test(text), true, `${source} ${letters} ${JSON.stringify(text)}`);
      for (const text of no)
        assert.equal(regex.test(text), false, `${source} ${letters} ${JSON.stringify(text)}`);
    }
  });

  it("are refused where they could take more than linear time", () => {
    for (const source of ["^(a+)+(?!b)$", "^(?!.*a.*a.*a.*b)x", "^(?=(a|aa)+$)", "^(?!(?:x|x)*y)(?:x|x)*$"])
      assert.throws(() => compileRegex(source, flags()), RegexError, source);
    for (const source of ["(?!.*a)b", "a+(?=b)", "^a+(?=b)|c", "(?<!a{5,})b", "(?=.{0,5000}b)a"])
      assert.throws(
        () => compileRegex(source, flags()),
        (error: Error) => error instanceof RegexError && error.message.includes("begins with ^"),
        source,
      );
    assert.throws(() => compileRegex("^(?!a).*$", flags("m")), RegexError);
    assert.throws(() => compileRegex(`^(?!a)${"b".repeat(500)}`, flags()), /500 characters, not 506/);
  });

  it("are refused where JavaScript reads them otherwise than RE2", () => {
    for (const source of [
      "(?i)a(?=b)",
      "(?!a)[[:alpha:]]",
      "(?!a)\\pL",
      "(?!a)\\Qb\\E",
      "(?=(a))\\1",
      "(?>a)(?=b)",
      "(?!a)[\\S]",
      "(?!a)\\z",
      "(?P<n>a)(?=b)",
    ])
      assert.throws(() => compileRegex(source, flags()), RegexError, source);
  });
});
