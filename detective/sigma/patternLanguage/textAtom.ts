import { FieldTest, TextPattern } from "../expression";
import { foldCase } from "../match/foldCase";
import { TextTest, exactText, foldPattern, textTest } from "../match/textTest";

/** A text that a rule looks for, with the test that it comes from. */
export interface TextAtom {
  readonly pattern: TextPattern;
  readonly cased: boolean;
  readonly from: FieldTest;
  /** Equal for atoms that look for the same. */
  readonly key: string;
}

/** An atom of a test, with no two asterisks in a row. */
export function textAtom(pattern: TextPattern, cased: boolean, from: FieldTest): TextAtom {
  const parts = pattern.filter(
    ({ kind }, index) => kind !== "anyText" || pattern[index - 1]?.kind !== "anyText",
  );
  return { pattern: parts, cased, from, key: `${cased} ${JSON.stringify(parts)}` };
}

/** An atom that is one text to the letter. */
export function casedText(text: string, from: FieldTest): TextAtom {
  return textAtom([{ kind: "literal", text }], true, from);
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
  if (atom.cased && (text.cased || caseless(exact))) return textTest(atom.pattern)(exact);
  const inSomeCase = anyCase(atom)(foldCase(exact));
  if (inSomeCase && atom.cased) throw new NotComparable(atom);
  return inSomeCase;
}

const compiled = new WeakMap<TextAtom, TextTest>();

/** The test of an atom for folded texts, made once. */
function anyCase(atom: TextAtom): TextTest {
  let test = compiled.get(atom);
  if (!test) compiled.set(atom, (test = textTest(foldPattern(atom.pattern, false))));
  return test;
}

/** An asterisk alone. */
export function isAnyText({ pattern }: TextAtom): boolean {
  return pattern.length === 1 && pattern[0]!.kind === "anyText";
}
