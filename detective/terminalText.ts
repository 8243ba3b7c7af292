/**
 * Characters that drive a terminal or a page, or hide in it: controls (C0, DEL, C1), zero-width and bidirectional
 * formats, line separators, fillers that look like nothing, halves of surrogate pairs.
 */
export const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u115f\u1160\u3164\uffa0]/gu;

/** Shows control characters instead of sending them: a request parameter must not drive the reader's terminal. */
export function printable(text: string): string {
  return text.replace(/[\t\n\r]+/g, " ").replace(UNPRINTABLE, "\ufffd");
}

/** Below the first combining mark everything is one cell wide: nearly every text of a record. */
const ONE_CELL_EACH = /^[\u0000-\u02ff]*$/;

/** How many of a terminal's columns a text takes. */
export function displayWidth(text: string): number {
  if (ONE_CELL_EACH.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** Combining marks take no cell; East Asian wide characters and emoji take two. */
function characterWidth(character: string): number {
  if (character < "\u0300") return 1;
  if (/\p{Mn}|\p{Me}/u.test(character)) return 0;
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u.test(
    character,
  )
    ? 2
    : 1;
}

/** Cuts the end off to a display width, with … where something was cut. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return width < 1 ? "" : `${fitting(Array.from(text), width - 1).join("")}…`;
}

/** Cuts the beginning off: of an ARN the end tells more. */
export function cutStart(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return width < 1
    ? ""
    : `…${fitting(Array.from(text).reverse(), width - 1)
        .reverse()
        .join("")}`;
}

function fitting(characters: readonly string[], width: number): string[] {
  let used = 0;
  const end = characters.findIndex((character) => (used += characterWidth(character)) > width);
  return characters.slice(0, end < 0 ? undefined : end);
}

export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - displayWidth(text))) + text;
}

/**
 * Breaks a text between words into lines of a display width; a word that is wider is broken inside.
 *
 * @param most no more lines than this; what does not fit is cut with …. @default all that it takes
 */
export function wrap(text: string, width: number, most = Infinity): string[] {
  const room = Math.max(1, width);
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && displayWidth(`${line} ${word}`) <= room)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(...broken(word, room));
  }
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), cut(lines.slice(most - 1).join(" "), room)];
}

function broken(word: string, width: number): string[] {
  const pieces = [""];
  for (const character of word) {
    if (displayWidth(pieces.at(-1)! + character) > width) pieces.push(character);
    else pieces[pieces.length - 1] += character;
  }
  return pieces;
}
