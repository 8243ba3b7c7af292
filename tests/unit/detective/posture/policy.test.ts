import assert from "node:assert/strict";
import fc from "fast-check";
import { PolicySyntaxError, parsePolicy } from "../../../../detective/posture/policy/document";
import { meets } from "../../../../detective/posture/policy/condition";
import { decide } from "../../../../detective/posture/policy/evaluate";
import { fits, fitsArn } from "../../../../detective/posture/policy/pattern";

describe("fits", () => {
  const cases: [string, string, boolean][] = [
    ["*", "", true],
    ["a*c", "abbbc", true],
    ["a*c", "abcd", false],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["*b*b", "abab", true],
    ["a.c", "abc", false],
    ["", "", true],
    ["", "a", false],
  ];
  for (const [pattern, text, expected] of cases) {
    it(`${pattern} ${expected ? "fits" : "does not fit"} "${text}"`, () => {
      assert.equal(fits(pattern, text), expected);
    });
  }

  it("is what a regular expression of the same meaning says", () => {
    const letters = (alphabet: string) =>
      fc.array(fc.constantFrom(...alphabet), { maxLength: 8 }).map((l) => l.join(""));
    fc.assert(
      fc.property(letters("ab*?"), letters("ab"), (pattern, text) => {
        const source = pattern.replace(/\*/g, ".*").replace(/\?/g, ".");
        assert.equal(fits(pattern, text), new RegExp(`^${source}$`, "s").test(text));
      }),
    );
  });
});

describe("fitsArn", () => {
  it("lets no wildcard reach over a colon, but in the resource", () => {
    const arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/a:b";
    assert.equal(fitsArn("arn:aws:cloudtrail:*:111122223333:trail/*", arn), true);
    assert.equal(fitsArn("arn:aws:*:111122223333:trail/*", arn), false);
    assert.equal(fitsArn("arn:*", arn), false);
  });
});

describe("meets", () => {
  const cases: [string, string, string | undefined, string][] = [
    ["StringEquals", "a", "a", "yes"],
    ["StringEquals", "a", "A", "no"],
    ["StringEquals", "a", undefined, "no"],
    ["StringEqualsIfExists", "a", undefined, "yes"],
    ["ForAllValues:StringEquals", "a", undefined, "yes"],
    ["ForAnyValue:StringEquals", "a", undefined, "no"],
    ["ForAnyValue:StringNotEquals", "a", undefined, "no"],
    ["StringNotEquals", "a", undefined, "yes"],
    ["StringNotEquals", "a", "a", "no"],
    ["StringLike", "a*", "ab", "yes"],
    ["StringNotLike", "a*", "ab", "no"],
    ["StringEqualsIgnoreCase", "A", "a", "yes"],
    ["Bool", "false", "False", "yes"],
    ["Null", "true", undefined, "yes"],
    ["Null", "false", undefined, "no"],
    ["Null", "false", "x", "yes"],
    ["StringEquals", "${aws:username}", "x", "undecided"],
    ["IpAddress", "0.0.0.0/0", "192.0.2.1", "undecided"],
  ];
  for (const [operator, wanted, value, expected] of cases) {
    it(`${operator} ${wanted} against ${value ?? "nothing"}: ${expected}`, () => {
      const [statement] = parsePolicy(
        JSON.stringify({
          Statement: {
            Effect: "Deny",
            Principal: "*",
            Action: "*",
            Resource: "*",
            Condition: { [operator]: { K: wanted } },
          },
        }),
      );
      assert.equal(meets(statement!.conditions[0]!, { k: value }), expected);
      assert.equal(meets(statement!.conditions[0]!, {}), "undecided");
    });
  }
});

describe("decide", () => {
  const request = {
    caller: { kind: "anonymous" },
    action: "s3:GetObject",
    resource: "r",
    context: { known: "1" },
  } as const;
  const statement = (Effect: string, Condition?: object) => ({
    Effect,
    Principal: "*",
    Action: "s3:Get*",
    Resource: "*",
    ...(Condition && { Condition }),
  });
  const maybe = { StringEquals: { unknown: "1" } };
  const cases: [string, object[], string][] = [
    ["nothing", [], "denied"],
    ["Allow", [statement("Allow")], "allowed"],
    ["Allow and Deny", [statement("Allow"), statement("Deny")], "denied"],
    ["Allow that doesn't hold", [statement("Allow", { StringEquals: { known: "2" } })], "denied"],
    ["perhaps Allow", [statement("Allow", maybe)], "undecided"],
    ["Allow, perhaps Deny", [statement("Allow"), statement("Deny", maybe)], "undecided"],
    ["perhaps Allow, Deny", [statement("Allow", maybe), statement("Deny")], "denied"],
    ["perhaps Deny alone", [statement("Deny", maybe)], "denied"],
  ];
  for (const [name, statements, expected] of cases) {
    it(`${name}: ${expected}`, () => {
      assert.equal(decide(parsePolicy(JSON.stringify({ Statement: statements })), request).outcome, expected);
    });
  }
});

describe("parsePolicy", () => {
  it("either reads or throws a PolicySyntaxError, on any JSON", () => {
    const part = fc.oneof(fc.constantFrom("Allow", "*", "s3:*"), fc.jsonValue());
    const names = fc.constantFrom(
      "Effect",
      "Principal",
      "Action",
      "Resource",
      "Condition",
      "NotAction",
      "Sid",
    );
    const statement = fc.dictionary(names, part);
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), statement, fc.array(statement)), (Statement) => {
        try {
          parsePolicy(JSON.stringify({ Statement }));
        } catch (error) {
          assert.ok(error instanceof PolicySyntaxError, String(error));
        }
      }),
    );
  });
});
