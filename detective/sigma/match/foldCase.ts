/** What `toLowerCase` doesn't map one to one: İ becomes two characters, Σ another one at the end of a word. */
const NOT_ONE_TO_ONE = /[\u0130\u03a3]/;

/**
 * A text without the difference between upper and lower case: each code point on its own, by Unicode's simple mapping to
 * lower case (UnicodeData.txt), so that a place in the one is the same place in the other.
 */
export function foldCase(text: string): string {
  if (!NOT_ONE_TO_ONE.test(text)) return text.toLowerCase();
  return text.replaceAll("\u0130", "i").replaceAll("\u03a3", "\u03c3").toLowerCase();
}
