import assert from "node:assert/strict";
import fc from "fast-check";
import { PatternPart } from "../../../../../detective/sigma/expression";
import { exactText, foldPattern } from "../../../../../detective/sigma/match/textTest";
import { foldCase } from "../../../../../detective/sigma/match/foldCase";
import { NotExpressible } from "../../../../../detective/sigma/notExpressible";
import {
  AFTER,
  ANY_VALUE,
  BEFORE,
  ESCAPE,
  JsonTextForms,
  TEXT_IN_QUOTES,
  jsonTextForms,
} from "../../../../../detective/sigma/sql/jsonTextForms";
import { asks, matches } from "../match/expressions";

const TEXTS =
  'x X xy foo n null nu true tru 12 1 1.5 a,b , : a: :a [ ] { } {"a":1} "a" a"b \\ \\n a\\b , é ß İ 日本 😀 arn:aws:iam::1:role/Admin ::/0 0.0.0.0/0 * 1,2 "},{" a] [b ":"'
    .split(" ")
    .concat(["", " ", "a\nb", "\n", "\t"]);
const NUMBERS = [0, 1, 12, 1.5, -3, 1e20];

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<unknown>(...TEXTS, ...NUMBERS, true, false, null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...TEXTS), tie("value"), { maxKeys: 3 }),
  ),
}));
const part: fc.Arbitrary<PatternPart> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.constantFrom(...TEXTS.filter(Boolean)).map((text) => ({ kind: "literal" as const, text })),
  },
  { weight: 1, arbitrary: fc.constantFrom<PatternPart>({ kind: "anyText" }, { kind: "anyCharacter" }) },
);
const pattern = fc
  .array(part, { minLength: 1, maxLength: 4 })
  .map((parts) => parts.filter(({ kind }, at) => kind !== "literal" || parts[at - 1]?.kind !== "literal"));

describe("texts asked of compact JSON", () => {
  it("hold where the matcher finds them, or are refused", () => {
    let asked = 0;
    let held = 0;
    fc.assert(
      fc.property(pattern, value, (parts, of) => {
        const folded = foldPattern(parts, false);
        const exact = exactText(folded);
        let forms: JsonTextForms;
        try {
          forms = jsonTextForms({
            cased: false,
            exact: exact === undefined ? [] : [exact],
            patterns: exact === undefined ? [folded] : [],
          });
        } catch (error) {
          assert.ok(error instanceof NotExpressible);
          return;
        }
        asked++;
        const wanted = matches(asks("a", { kind: "text", pattern: parts, cased: false }), { a: of });
        if (wanted) held++;
        assert.equal(holds(forms, foldCase(JSON.stringify([of]))), wanted);
      }),
      { seed: 7, numRuns: 20_000 },
    );
    assert.ok(asked > 5_000 && held > 500, `${asked} asked, ${held} held`);
  });
});

/** What the SQL does, in JavaScript's regular expressions. */
function holds({ any, quoted, bare, parts }: JsonTextForms, json: string): boolean {
  const found = (regex: string, text: string) =>
    new RegExp(regex.replaceAll("\\z", "$(?![^])"), "u").test(text);
  const between = (forms: readonly string[]) => `${BEFORE}(?:${forms.join("|")})${AFTER}`;
  const without = (regex: string, instead: string) => json.replace(new RegExp(regex, "gu"), instead);
  return (
    (any && found(ANY_VALUE, json)) ||
    (quoted.length > 0 && found(between(quoted), json)) ||
    (bare.length > 0 && found(between(bare), without(TEXT_IN_QUOTES, '""'))) ||
    parts.some((one) => without(ESCAPE, "\u0001").includes(one))
  );
}
