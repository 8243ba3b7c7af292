import { isJsonObject } from "../json";

/** More levels than any record has; each one costs DuckDB another pass over what is inside. */
const MOST_LEVELS = 64;

/**
 * A record as compact JSON that DuckDB reads as this process does.
 *
 * @returns undefined for what it would read otherwise: what is no object, nests deeper than 64 levels, holds half a
 *   surrogate pair or a control character (which it escapes in its own way), or a number past 1e21
 */
export function recordText(record: unknown): string | undefined {
  if (!isJsonObject(record)) return undefined;
  let text: string;
  try {
    text = JSON.stringify(record);
  } catch {
    return undefined;
  }
  if (text.includes("\\u") || /\de\+\d/.test(text) || !isShallow(text)) return undefined;
  return text;
}

/** Counts what looks like the beginning of a level first, which is enough for nearly every record. */
function isShallow(text: string): boolean {
  let openings = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x7b || code === 0x5b) openings++;
  }
  return openings <= MOST_LEVELS || depthOf(text) <= MOST_LEVELS;
}

function depthOf(text: string): number {
  let deepest = 0;
  let level = 0;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "\\") at++;
    else if (character === '"') inText = !inText;
    else if (inText) continue;
    else if (character === "{" || character === "[") deepest = Math.max(deepest, ++level);
    else if (character === "}" || character === "]") level--;
  }
  return deepest;
}
