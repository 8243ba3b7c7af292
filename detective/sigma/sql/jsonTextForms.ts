import { TextPattern } from "../expression";
import { athenaLiteral, cannot } from "./athenaLiteral";
import { TextSet } from "./sqlDialect";

/**
 * A set of texts as questions about compact JSON: whether a value in it, or an object that holds one, is in the set.
 *
 * A set of which an object's own JSON could be, and nothing in it, can't be asked this way.
 */
export interface JsonTextForms {
  /** Any value but null. */
  readonly any: boolean;
  /** Whole texts in their quotes, as regular expressions; to be looked for in the JSON. */
  readonly quoted: readonly string[];
  /** Whole numbers and booleans; to be looked for where no text is left in its quotes. */
  readonly bare: readonly string[];
  /** Parts of values (or of the keys beside them); to be looked for where no escape is left. */
  readonly parts: readonly string[];
}

/** What stands before and after a value. */
export const BEFORE = "(?:^|[:\\[,])";
export const AFTER = "(?:[,\\]}]|\\z)";
/** Every text in its quotes. */
export const TEXT_IN_QUOTES = '"(?:[^"\\\\]|\\\\.)*"';
/** One character that JSON writes with a backslash. */
export const ESCAPE = "\\\\(?:u[0-9A-Fa-f]{4}|.)";
/** A text, a number, a boolean or an object; a null has none of their letters. */
export const ANY_VALUE = '["{0-9tf]';

/** Characters of JSON itself, and those that it writes with a backslash. */
const STRUCTURE = /["\\{}[\],\p{Cc}]/u;
/** Characters that engines write in JSON in more than one way. */
const CONTROL = /[^\P{Cc}\b\f\n\r\t\u007f-\u009f]/u;

/** @throws NotExpressible, without the part */
export function jsonTextForms({ exact, patterns }: TextSet): JsonTextForms {
  const forms = { any: false, quoted: [] as string[], bare: [] as string[], parts: [] as string[] };
  for (const pattern of [...exact.map(literalPattern), ...patterns]) {
    const [first, second, third] = pattern;
    if (pattern.length > 0 && pattern.every(({ kind }) => kind === "anyText")) forms.any = true;
    else if (pattern.length === 3 && isAny(first) && second?.kind === "literal" && isAny(third))
      forms.parts.push(part(second.text));
    else whole(pattern, forms);
  }
  return forms;
}

function literalPattern(text: string): TextPattern {
  return text === "" ? [] : [{ kind: "literal", text }];
}

function isAny(part: TextPattern[number] | undefined): boolean {
  return part?.kind === "anyText";
}

function part(text: string): string {
  if (STRUCTURE.test(text) || "null".includes(text))
    throw cannot(`${JSON.stringify(text)} may be part of how JSON is written, and not of a value`);
  return text;
}

function whole(pattern: TextPattern, forms: { quoted: string[]; bare: string[] }): void {
  const [first, last] = [pattern[0], pattern.at(-1)];
  const begins = first?.kind === "literal" ? first.text : undefined;
  const ends = last?.kind === "literal" ? last.text : undefined;
  const isObject = pattern.length > 0 && (begins?.startsWith("{") ?? true) && (ends?.endsWith("}") ?? true);
  if (isObject) throw cannot("the pattern may match the JSON of an object as well as a value in it");
  if (looksLikeJson(begins, /^[,:\]}]/) || looksLikeJson(ends, /[,:[{]$/))
    throw cannot(`a value that begins or ends like JSON itself: ${JSON.stringify(begins ?? ends)}`);
  const texts = pattern.map((one) => (one.kind === "literal" ? one.text : ""));
  // Refuses what is no UTF-8.
  texts.forEach(athenaLiteral);
  if (texts.some((text) => CONTROL.test(text)))
    throw cannot("a control character, which JSON may write in several ways");
  const character = '(?:[^"\\\\]|\\\\u[0-9A-Fa-f]{4}|\\\\[^u])';
  forms.quoted.push(
    `"${regex(pattern, (text) => regexLiteral(JSON.stringify(text).slice(1, -1)), character)}"`,
  );
  if (pattern.length > 0 && texts.every((text) => /^[\w.+-]*$/.test(text)))
    forms.bare.push(`(?!null)${regex(pattern, regexLiteral, "[0-9A-Za-z.+-]")}`);
}

/** Whether a text may be all that stands between the quotes of two values. */
function looksLikeJson(text: string | undefined, edge: RegExp): boolean {
  return text !== undefined && edge.test(text) && /^[\w,:{}[\].+-]*$/.test(text);
}

function regex(pattern: TextPattern, literal: (text: string) => string, character: string): string {
  return pattern
    .map((one) => {
      if (one.kind === "literal") return literal(one.text);
      return one.kind === "anyText" ? `${character}*` : character;
    })
    .join("");
}

function regexLiteral(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
