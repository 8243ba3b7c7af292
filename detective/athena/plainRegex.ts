import { RegexFlags } from "../sigma/expression";

/**
 * A pattern of the rules' language (RE2's) in words that Java's, Joni's and RE2 itself understand alike.
 *
 * @returns undefined for what is more than ASCII letters, classes of them, groups, alternatives, repeats and anchors
 * Sources: github.com/google/re2/wiki/Syntax, trino.io/docs/current/functions/regexp.html
 */
export function plainRegex(source: string, flags: RegexFlags): string | undefined {
  if (flags.multiline || !/^[\x20-\x7e]*$/.test(source)) return undefined;
  let plain = "";
  let at = 0;
  while (at < source.length) {
    const rest = source.slice(at);
    const token = TOKEN.exec(rest)?.[0];
    const written = token === undefined ? undefined : tokenText(token, flags);
    if (token === undefined || written === undefined) return undefined;
    plain += written;
    at += token.length;
  }
  return plain;
}

/** A class, an escape, the beginning of a group, a repeat, or one character. */
const TOKEN =
  /^(?:\[\^?\]?(?:\\.|[^\\\]])*\]|\\.|\(\?:|\((?!\?)|[)|]|(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})\??|[^[\\({])/;
const REPEAT = /^(?:[*+?]|\{)/;

function tokenText(token: string, flags: RegexFlags): string | undefined {
  if (/^(?:\(|\)|\|)/.test(token) || REPEAT.test(token)) return token;
  if (token === "^") return "\\A";
  if (token === "$") return "\\z";
  if (token === ".") return flags.dotAll ? "(?s:.)" : "[^\\n]";
  const codes = token.startsWith("[") ? classCodes(token) : atomCodes(token);
  if (codes === undefined) return undefined;
  const negated = token.startsWith("[^");
  const all = flags.ignoreCase ? bothCases(codes) : codes;
  if (all.size === 1 && !negated) return character([...all][0]!, /[\\^$.|?*+()[\]{}]/);
  return `[${negated ? "^" : ""}${ranges(all)}]`;
}

const NAMED: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  d: [["0", "9"]],
  w: [
    ["0", "9"],
    ["A", "Z"],
    ["_", "_"],
    ["a", "z"],
  ],
  s: [
    ["\t", "\n"],
    ["\f", "\r"],
    [" ", " "],
  ],
};
const CONTROL: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", f: "\f" };

/** What one character outside of a class stands for, or one with its backslash. */
function atomCodes(token: string): Set<number> | undefined {
  if (token.length === 1) return new Set([token.charCodeAt(0)]);
  const letter = token[1]!;
  if (NAMED[letter]) return new Set(NAMED[letter].flatMap(([from, to]) => span(from, to)));
  if (CONTROL[letter] !== undefined) return new Set([CONTROL[letter].charCodeAt(0)]);
  return /[A-Za-z0-9]/.test(letter) ? undefined : new Set([letter.charCodeAt(0)]);
}

function classCodes(token: string): Set<number> | undefined {
  const items = token.slice(token.startsWith("[^") ? 2 : 1, -1).match(/\\.|[^\\]/g) ?? [];
  const codes = new Set<number>();
  for (let at = 0; at < items.length; at++) {
    if (items[at] === "[" && items[at + 1] === ":") return undefined;
    const from = atomCodes(items[at]!);
    if (!from) return undefined;
    if (items[at + 1] !== "-" || at + 2 >= items.length) {
      for (const code of from) codes.add(code);
      continue;
    }
    const to = atomCodes(items[at + 2]!);
    if (from.size !== 1 || to?.size !== 1) return undefined;
    for (let code = [...from][0]!; code <= [...to][0]!; code++) codes.add(code);
    at += 2;
  }
  return codes.size === 0 ? undefined : codes;
}

function span(from: string, to: string): number[] {
  const first = from.charCodeAt(0);
  return Array.from({ length: to.charCodeAt(0) - first + 1 }, (_, at) => first + at);
}

/** With the two letters outside of ASCII that fold into it. */
function bothCases(codes: ReadonlySet<number>): Set<number> {
  const all = new Set(codes);
  for (const code of codes) {
    const letter = String.fromCharCode(code);
    if (!/[A-Za-z]/.test(letter)) continue;
    all.add(letter.toLowerCase().charCodeAt(0)).add(letter.toUpperCase().charCodeAt(0));
    if (/k/i.test(letter)) all.add(0x212a);
    if (/s/i.test(letter)) all.add(0x17f);
  }
  return all;
}

function ranges(codes: ReadonlySet<number>): string {
  const sorted = [...codes].sort((a, b) => a - b);
  let text = "";
  for (let at = 0; at < sorted.length; at++) {
    let end = at;
    while (sorted[end + 1] === sorted[end]! + 1) end++;
    text += inClass(sorted[at]!) + (end > at + 1 ? "-" : "") + (end > at ? inClass(sorted[end]!) : "");
    at = end;
  }
  return text;
}

function inClass(code: number): string {
  return character(code, /[\\^[\]-]/);
}

function character(code: number, escaped: RegExp): string {
  const text = String.fromCharCode(code);
  const control = Object.entries(CONTROL).find(([, each]) => each === text)?.[0];
  if (control !== undefined) return `\\${control}`;
  if (code === 0x0b) return "\\x0b";
  return escaped.test(text) ? `\\${text}` : text;
}
