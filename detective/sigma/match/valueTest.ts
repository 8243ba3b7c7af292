import { FieldTest, Test, TextPattern } from "../expression";
import { compileRegex } from "./compileRegex";
import { ipNetwork } from "./ipNetwork";
import { scalarText } from "./leaves";
import { COMPARE, numberOf } from "./numberTest";
import { foldPattern, textTest, type TextTest } from "./textTest";
import { timePart } from "./timePart";

/** A test that one value can meet: as a text (of an object all that it holds), or as it is. */
export type ValueTest =
  | { readonly asks: "text"; readonly cased: boolean; readonly test: TextTest }
  | { readonly asks: "value"; readonly test: (value: unknown) => boolean };

type OneValueTest = Exclude<Test, { kind: "null" | "exists" | "fieldref" }>;

/** Compiled once each, however often a rule is compiled or explained. */
const compiled = new WeakMap<FieldTest, ValueTest>();

/**
 * Compiles what is asked of a value.
 *
 * @returns undefined where the test is not about one value
 * @throws RegexError, RangeError on a pattern or a network that is none
 */
export function valueTest(fieldTest: FieldTest): ValueTest | undefined {
  const { test, field } = fieldTest;
  if (test.kind === "null" || test.kind === "exists" || test.kind === "fieldref") return undefined;
  let made = compiled.get(fieldTest);
  if (!made) compiled.set(fieldTest, (made = compile(test, field === undefined)));
  return made;
}

/** A keyword has any text around it. */
export function keywordPattern(pattern: TextPattern): TextPattern {
  const any = { kind: "anyText" } as const;
  return [
    ...(pattern[0]?.kind === "anyText" ? [] : [any]),
    ...pattern,
    ...(pattern.length > 0 && pattern.at(-1)?.kind === "anyText" ? [] : [any]),
  ];
}

function compile(test: OneValueTest, keyword: boolean): ValueTest {
  switch (test.kind) {
    case "text": {
      const pattern = keyword ? keywordPattern(test.pattern) : test.pattern;
      return { asks: "text", cased: test.cased, test: textTest(foldPattern(pattern, test.cased)) };
    }
    case "regex": {
      const regex = compileRegex(test.source, test.flags);
      return { asks: "text", cased: true, test: (text) => regex.test(text) };
    }
    case "cidr": {
      const inside = ipNetwork(test.network);
      return { asks: "value", test: (value) => typeof value === "string" && inside(value) };
    }
    case "number": {
      const compare = COMPARE[test.comparison];
      return {
        asks: "value",
        test: (value) => {
          const number = numberOf(value);
          return number !== undefined && compare(number, test.than);
        },
      };
    }
    case "timePart": {
      const compare = COMPARE[test.comparison];
      return {
        asks: "value",
        test: (value) => {
          const part = timePart(scalarText(value) ?? "", test.part);
          return part !== undefined && compare(part, test.than);
        },
      };
    }
  }
}
