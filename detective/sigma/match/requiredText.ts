import { foldCase } from "./foldCase";

/** A character that means itself in a pattern; ASCII alone, where folding holds no surprise but for `s`. */
const PLAIN = /^[A-Za-z0-9 !"#%&',\-/:;<=>@_`~]$/;
/** A character that means itself after a backslash. */
const ESCAPED = /^\\[!-/:-@[-`{-~]/;
/** What leaves the rest of a pattern plain: classes by letter, ends of texts and words, control characters. */
const SIMPLE_ESCAPE = /^\\[dDwWsSbBAzntrfva]/;
const OPTIONAL = /^(?:[*?]|\{)/;
const COUNT = /^\{\d+(?:,\d*)?\}/;

/**
 * A text that every match of a pattern holds, folded where case doesn't count; empty where none is easy to see.
 *
 * It only has to be right, not the best: groups, classes and everything optional are passed over, and whatever else
 * is unusual ends the search.
 */
export function requiredText(source: string, ignoreCase: boolean): string {
  // Flags inside a pattern, quotations and named classes change what the rest means.
  if (/\(\?(?!:|P?<\w)|\\Q|\[:/.test(source)) return "";
  let best = "";
  let run = "";
  const end = () => {
    if (run.length > best.length) best = run;
    run = "";
  };
  for (let at = 0; at < source.length;) {
    const rest = source.slice(at, at + 24);
    const escaped = ESCAPED.test(rest);
    const literal = escaped ? rest[1]! : rest[0]!;
    const next = at + (escaped ? 2 : 1);
    // ſ folds to s for the engine, and to itself here.
    if ((escaped || PLAIN.test(literal)) && !(ignoreCase && /s/i.test(literal))) {
      if (OPTIONAL.test(source.slice(next, next + 1))) end();
      else run += literal;
      at = next;
      continue;
    }
    end();
    const after = escaped || PLAIN.test(literal) ? next : skip(source, at, rest);
    if (after === undefined) return "";
    at = after;
  }
  end();
  return ignoreCase ? foldCase(best) : best;
}

/** Where what begins at a place ends, or undefined where the pattern should be left alone. */
function skip(source: string, at: number, rest: string): number | undefined {
  switch (rest[0]) {
    case "\\":
      return SIMPLE_ESCAPE.test(rest) ? at + 2 : undefined;
    case "{": {
      const count = COUNT.exec(rest);
      return count ? at + count[0].length : undefined;
    }
    case "|":
      return undefined;
    case "[":
      return afterClass(source, at);
    case "(":
      return afterGroup(source, at);
    default:
      return at + 1;
  }
}

function afterClass(source: string, from: number): number | undefined {
  const first = source[from + 1] === "^" ? from + 2 : from + 1;
  for (let at = first; at < source.length; at++) {
    if (source[at] === "\\") at++;
    // The first character of a class means itself, also a bracket.
    else if (source[at] === "]" && at > first) return at + 1;
  }
  return undefined;
}

function afterGroup(source: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === "[") {
      const after = afterClass(source, at);
      if (after === undefined) return undefined;
      at = after - 1;
    } else if (source[at] === "(") depth++;
    else if (source[at] === ")" && --depth === 0) return at + 1;
  }
  return undefined;
}
