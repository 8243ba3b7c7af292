/**
 * The texts of the JSON objects in a list that begins at `start`, as far as they are whole.
 *
 * For text that JSON.parse refuses: follows braces and strings only, so that one broken object doesn't take the others
 * with it.
 */
export function completeObjects(text: string, start: number): { texts: string[]; ended: boolean } {
  const texts: string[] = [];
  let depth = 0;
  let begin = start;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (inString) {
      if (char === 0x5c /* \ */) at++;
      else if (char === 0x22 /* " */) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x7b /* { */) {
      if (depth++ === 0) begin = at;
    } else if (char === 0x7d /* } */ && depth > 0) {
      if (--depth === 0) texts.push(text.slice(begin, at + 1));
    } else if (char === 0x5d /* ] */ && depth === 0) return { texts, ended: true };
  }
  return { texts, ended: false };
}
