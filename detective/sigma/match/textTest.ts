import { PatternPart, TextPattern } from "../expression";
import { foldCase } from "./foldCase";
import { globTest } from "./globTest";

/** A question about one text. */
export type TextTest = (text: string) => boolean;

/** A pattern as the texts it has to be asked of see it: without case, unless case counts. */
export function foldPattern(pattern: TextPattern, cased: boolean): TextPattern {
  if (cased) return pattern;
  return pattern.map((part) => (part.kind === "literal" ? { ...part, text: foldCase(part.text) } : part));
}

/** The only text that a pattern matches; undefined where it has wildcards. */
export function exactText(pattern: TextPattern): string | undefined {
  let text = "";
  for (const part of pattern) {
    if (part.kind !== "literal") return undefined;
    text += part.text;
  }
  return text;
}

/** Compiles a pattern to be asked of whole texts, whose case is folded already where the pattern's is. */
export function textTest(pattern: TextPattern): TextTest {
  const exact = exactText(pattern);
  if (exact !== undefined) return (text) => text === exact;
  const [first, second, third] = pattern;
  const [a, b, c] = [literal(first), literal(second), literal(third)];
  const length = pattern.length;
  if (length === 1 && isAnyText(first)) return () => true;
  if (length === 2 && a !== undefined && isAnyText(second)) return (text) => text.startsWith(a);
  if (length === 2 && isAnyText(first) && b !== undefined) return (text) => text.endsWith(b);
  if (length === 3 && isAnyText(first) && b !== undefined && isAnyText(third))
    return (text) => text.includes(b);
  if (length === 3 && a !== undefined && isAnyText(second) && c !== undefined)
    return (text) => text.length >= a.length + c.length && text.startsWith(a) && text.endsWith(c);
  return globTest(pattern);
}

function literal(part: PatternPart | undefined): string | undefined {
  return part?.kind === "literal" ? part.text : undefined;
}

function isAnyText(part: PatternPart | undefined): boolean {
  return part?.kind === "anyText";
}
