import { RE2JS } from "re2js";
import { RegexFlags } from "../expression";
import { LookAroundError, lookAroundRegex } from "./lookAroundRegex";

/** A regular expression that answers in time linear to the text, whatever pattern and text are. */
export interface Regex {
  /** Whether the pattern is found anywhere in a text. */
  test(text: string): boolean;
}

/** A pattern that can't be run; the message says why, without the pattern's own text. */
export class RegexError extends Error {
  override readonly name = "RegexError";
}

/** A longer pattern is no one's rule, and takes its time to be read. */
const LONGEST_PATTERN = 10_000;

/**
 * Compiles a pattern of RE2's language, in which no pattern backtracks; look-around, which that language lacks, only
 * where it is proven to be as quick.
 *
 * @throws RegexError on what can't be run in linear time (back references, …), and on what is no pattern
 * Source: github.com/google/re2/wiki/Syntax
 */
export function compileRegex(source: string, { ignoreCase, multiline, dotAll }: RegexFlags): Regex {
  if (source.length > LONGEST_PATTERN)
    throw new RegexError(
      `a pattern of ${source.length} characters; the longest allowed is ${LONGEST_PATTERN}, split it`,
    );
  const flags =
    (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
    (multiline ? RE2JS.MULTILINE : 0) |
    (dotAll ? RE2JS.DOTALL : 0);
  try {
    return new RememberingRegex(RE2JS.compile(source, flags));
  } catch (error) {
    if (lackingIn(source) !== LOOK_AROUND)
      throw new RegexError(explain(source, error as Error), { cause: error });
  }
  try {
    return new RememberingRegex(lookAroundRegex(source, { ignoreCase, multiline, dotAll }));
  } catch (error) {
    if (error instanceof LookAroundError) throw new RegexError(error.message, { cause: error });
    throw error;
  }
}

/** Whether a pattern that compiles needs more than RE2's language. */
export function hasLookAround(source: string): boolean {
  return lackingIn(source) === LOOK_AROUND;
}

/** Answers that are remembered, and the longest text of them in characters: records repeat their agents and names. */
const MOST_ANSWERS = 500;
const LONGEST_TEXT = 300;

class RememberingRegex implements Regex {
  private readonly answers = new Map<string, boolean>();

  constructor(private readonly regex: Regex) {}

  test(text: string): boolean {
    if (text.length > LONGEST_TEXT) return this.regex.test(text);
    let answer = this.answers.get(text);
    if (answer === undefined) {
      answer = this.regex.test(text);
      if (this.answers.size >= MOST_ANSWERS) this.answers.clear();
      this.answers.set(text, answer);
    }
    return answer;
  }
}

const LOOK_AROUND = "look-around";

/** What other engines have and RE2 leaves out, because it can't be matched in linear time. */
const LACKING: readonly [RegExp, string][] = [
  [/^\(\?<?[=!]/, LOOK_AROUND],
  [/^\\(?:[1-9]|k[<{'])/, "back references"],
  [/^\(\?>/, "atomic groups"],
  [/^\(\?(?:R|\d|&|P[>=])/, "recursion"],
  [/^\(\?\(/, "conditions"],
  [/^(?:[*+?]|\{\d+,?\d*\})\+/, "possessive quantifiers"],
];

function explain(source: string, error: Error): string {
  const lacking = lackingIn(source);
  if (lacking)
    return `${lacking} can't be matched in linear time and isn't part of RE2's language; write the pattern without`;
  const said = error.message.replace(/^error parsing regexp: /, "");
  return `the pattern does not compile: ${said.length > 200 ? `${said.slice(0, 200)}…` : said}`;
}

function lackingIn(source: string): string | undefined {
  let inClass = false;
  for (let at = 0; at < source.length; at++) {
    const rest = source.slice(at, at + 16);
    const found = inClass ? undefined : LACKING.find(([form]) => form.test(rest));
    if (found) return found[1];
    if (source[at] === "\\") at++;
    else if (source[at] === "[") inClass = true;
    else if (source[at] === "]") inClass = false;
  }
  return undefined;
}
