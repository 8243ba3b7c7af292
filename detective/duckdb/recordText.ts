import { JsonObject, isJsonObject } from "../json";

/** More levels than any record has; each one costs DuckDB another pass over what is inside. */
const MOST_LEVELS = 64;
/** More objects and arrays than nearly all records have; what DuckDB does with them may grow with their square. */
const MOST_PARTS = 500;

/** Letters that got an upper or a lower case after the Unicode version of DuckDB's `lower` (15). */
const NEW_LETTERS = /[\u1c89\ua7cb-\ua7dc\u{10d50}-\u{10d65}\u{16ea0}-\u{16eb8}]/u;
const NOT_ASCII = /[^\0-\x7f]/;

/**
 * A record as compact JSON that DuckDB reads as this process does.
 *
 * @returns undefined for what it would read otherwise, or slowly: what is no object, nests deeper than 64 levels, has more
 *   than 500 objects and arrays, holds half a surrogate pair or a control character (which it escapes in its own way), a number past 1e21, or a letter whose case
 *   it doesn't know
 */
export function recordText(record: unknown): string | undefined {
  if (!isJsonObject(record)) return undefined;
  let text: string;
  try {
    text = JSON.stringify(record);
  } catch {
    return undefined;
  }
  if (text.includes("\\u") || /\de\+\d/.test(text) || !isSimple(text)) return undefined;
  if (NOT_ASCII.test(text) && NEW_LETTERS.test(text)) return undefined;
  return holdsInfinity(record) ? undefined : text;
}

/** `1e999` in a record is infinite, and JSON has no word for that but null. */
function holdsInfinity(value: unknown): boolean {
  if (typeof value === "number") return !Number.isFinite(value);
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsInfinity);
  for (const key in value) if (holdsInfinity((value as JsonObject)[key])) return true;
  return false;
}

/** Counts what looks like the beginning of a level first, which is enough for nearly every record. */
function isSimple(text: string): boolean {
  let openings = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x7b || code === 0x5b) openings++;
  }
  return openings <= MOST_LEVELS || (openings <= MOST_PARTS && depthOf(text) <= MOST_LEVELS);
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
