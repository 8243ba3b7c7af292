import { FieldTest, TextPattern } from "../expression";
import { foldCase } from "../match/foldCase";
import { exactText, foldPattern, textTest } from "../match/textTest";

/** A text that a rule looks for, with the test that it comes from. */
export interface TextAtom {
  readonly pattern: TextPattern;
  readonly cased: boolean;
  readonly from: FieldTest;
}

/** An atom of a test, with no two asterisks in a row. */
export function textAtom(pattern: TextPattern, cased: boolean, from: FieldTest): TextAtom {
  const parts = pattern.filter(
    ({ kind }, index) => kind !== "anyText" || pattern[index - 1]?.kind !== "anyText",
  );
  return { pattern: parts, cased, from };
}

/** What two texts with wildcards have in common has no words in pattern languages. */
export class NotComparable extends Error {
  override readonly name = "NotComparable";
  constructor(readonly atom: TextAtom) {
    super("not comparable");
  }
}

/** The only text that an atom matches, whose case may not count; undefined where it has wildcards. */
export function exactly({ pattern }: TextAtom): string | undefined {
  return exactText(pattern);
}

/** Whether no other spelling of a text differs from it by case. */
export function caseless(text: string): boolean {
  return text.toLowerCase() === text && text.toUpperCase() === text;
}

/**
 * Whether an atom matches every text that `text` stands for.
 *
 * @throws NotComparable where it matches some of its spellings only
 */
export function matchesText(atom: TextAtom, text: TextAtom): boolean {
  const exact = exactly(text)!;
  if (!atom.cased) return textTest(foldPattern(atom.pattern, false))(foldCase(exact));
  if (text.cased || caseless(exact)) return textTest(atom.pattern)(exact);
  if (!textTest(foldPattern(atom.pattern, false))(foldCase(exact))) return false;
  throw new NotComparable(atom);
}

/** An asterisk alone. */
export function isAnyText({ pattern }: TextAtom): boolean {
  return pattern.length === 1 && pattern[0]!.kind === "anyText";
}

export function sameAtom(a: TextAtom, b: TextAtom): boolean {
  return a.cased === b.cased && JSON.stringify(a.pattern) === JSON.stringify(b.pattern);
}
