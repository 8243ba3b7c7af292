import { isSafePattern } from "redos-detector";
import { RegexFlags } from "../expression";
import { Regex } from "./compileRegex";

/** Why a pattern with look-around isn't run. */
export class LookAroundError extends Error {
  override readonly name = "LookAroundError";
}

/** So often a text may be looked at for one pattern: what is worse grows with the text's square, or faster. */
const MOST_PASSES = 200;
/** How long a pattern may be, and for how many steps it is judged: a third of a second at the most. */
const LONGEST = 500;
const MOST_STEPS = 3_000;

/**
 * Compiles a pattern with look-around for JavaScript's engine, which backtracks: only one that is proven to look at no
 * character more than a few times.
 *
 * All but look-around means what it does in RE2: `.` and the ends of lines know `\n` alone, `\s` is of ASCII.
 * @throws LookAroundError on a pattern that may take longer, and on what RE2 and JavaScript read differently
 */
export function lookAroundRegex(source: string, flags: RegexFlags): Regex {
  if (source.length > LONGEST)
    throw new LookAroundError(
      `with look-around a pattern may have ${LONGEST} characters, not ${source.length}`,
    );
  const { text, endless } = translate(source, flags);
  // From every place of a text on to its end is its square; from one place, its length.
  if (endless && !(source.startsWith("^") && !flags.multiline && !topLevel(source).includes("|")))
    throw new LookAroundError(
      "with look-around, *, + and {n,} need a pattern that begins with ^, with no | beside it and no flag m",
    );
  let regex: RegExp;
  try {
    regex = new RegExp(text, `u${flags.ignoreCase ? "i" : ""}${flags.dotAll ? "s" : ""}`);
  } catch (error) {
    throw new LookAroundError(`the pattern does not compile: ${(error as Error).message.slice(0, 200)}`);
  }
  if (!isQuick(regex))
    throw new LookAroundError("the pattern may take more than linear time; write it with fewer repetitions");
  return { test: (value) => regex.test(value) };
}

/** Judged by steps and not by time, so that every machine comes to the same verdict. */
function isQuick({ source, ignoreCase, dotAll }: RegExp): boolean {
  const limits = { maxScore: MOST_PASSES, maxSteps: MOST_STEPS, timeout: Infinity };
  try {
    // It knows case only of code units; how often a place is looked at is the same.
    return isSafePattern(source, { ...limits, unicode: false, caseInsensitive: ignoreCase, dotAll }).safe;
  } catch {
    return false;
  }
}

/** The pattern without what stands in groups and classes. */
function topLevel(source: string): string {
  let before: string;
  let left = source;
  do {
    before = left;
    left = left.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\([^()[\]\\]*\)/gs, "");
  } while (left !== before);
  return left;
}

/** As JavaScript writes it, and whether something in it may be repeated without end. */
function translate(source: string, { multiline, dotAll }: RegexFlags): { text: string; endless: boolean } {
  let text = "";
  let endless = false;
  let inClass = false;
  for (let at = 0; at < source.length; at++) {
    const char = source[at]!;
    const rest = source.slice(at, at + 20);
    if (char === "\\") text += escaped(source[++at] ?? "", inClass);
    else if (inClass) {
      if (rest.startsWith("[:"))
        throw new LookAroundError("classes like [:alpha:] don't go with look-around");
      inClass = char !== "]";
      text += char === "[" ? "\\[" : char;
    } else if (char === "[") {
      inClass = true;
      const opening = /^\[\^?/.exec(rest)![0];
      at += opening.length - 1;
      text += opening;
    } else if (char === "(" && /^\(\?(?![:=!]|<[=!A-Za-z_])/.test(rest))
      throw new LookAroundError(`${rest.slice(0, 3)} doesn't go with look-around`);
    else if (char === "." && !dotAll) text += "[^\\n]";
    else if (char === "^" && multiline) text += "(?<![^\\n])";
    else if (char === "$" && multiline) text += "(?![^\\n])";
    else {
      endless ||= char === "*" || char === "+" || /^\{\d+,(?:\}|\d{4,})|^\{\d{4,}/.test(rest);
      text += char;
    }
  }
  return { text, endless };
}

function escaped(char: string, inClass: boolean): string {
  if (/[1-9kpPAzZGQEXRCNhHKuc]/.test(char) || (inClass && /[SDWB]/.test(char)))
    throw new LookAroundError(`\\${char} doesn't go with look-around`);
  const spaces = "\\t\\n\\f\\r ";
  if (char === "s") return inClass ? spaces : `[${spaces}]`;
  if (char === "S") return `[^${spaces}]`;
  if (/[A-Za-z0-9]/.test(char)) return `\\${char}`;
  return /[\^$\\.*+?()[\]{}|/]/.test(char) || (inClass && char === "-") ? `\\${char}` : char;
}
