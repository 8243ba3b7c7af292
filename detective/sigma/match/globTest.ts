import { TextPattern } from "../expression";

/** Texts and single characters in a row, between two `*`. */
interface Piece {
  /** A literal text, or undefined for any one code point. */
  readonly parts: readonly (string | undefined)[];
  /** The longest text that each match begins with, to be looked for; empty where it begins with any character. */
  readonly head: string;
}

/**
 * Compiles a pattern with any wildcards: in the worst case the text's length times the pattern's, never more.
 *
 * The first place where a piece is found is as good as any later one, since every match of it has as many code points.
 */
export function globTest(pattern: TextPattern): (text: string) => boolean {
  const pieces = piecesOf(pattern);
  const first = pieces[0]!;
  const last = pieces.at(-1)!;
  if (pieces.length === 1) return (text) => matchAt(text, 0, first) === text.length;
  const middle = pieces.slice(1, -1).filter(({ parts }) => parts.length > 0);
  return (text) => {
    let at = matchAt(text, 0, first);
    if (at < 0) return false;
    for (const piece of middle) {
      at = find(text, at, piece);
      if (at < 0) return false;
    }
    const begin = beginningAtEnd(text, last);
    return begin >= at && matchAt(text, begin, last) === text.length;
  };
}

function piecesOf(pattern: TextPattern): Piece[] {
  const rows: (string | undefined)[][] = [[]];
  for (const part of pattern) {
    if (part.kind === "anyText") rows.push([]);
    else rows.at(-1)!.push(part.kind === "literal" ? part.text : undefined);
  }
  return rows.map((parts) => ({ parts, head: parts[0] ?? "" }));
}

/** Where a match that begins at a place ends, or -1. */
function matchAt(text: string, from: number, { parts }: Piece): number {
  let at = from;
  for (const part of parts) {
    if (part === undefined) {
      if (at >= text.length) return -1;
      at += characterLength(text, at);
    } else {
      if (!text.startsWith(part, at)) return -1;
      at += part.length;
    }
  }
  return at;
}

/** Where the first match from a place on ends, or -1. */
function find(text: string, from: number, piece: Piece): number {
  for (let at = from; at <= text.length; at += characterLength(text, at)) {
    if (piece.head !== "") at = text.indexOf(piece.head, at);
    if (at < 0) return -1;
    const end = matchAt(text, at, piece);
    if (end >= 0) return end;
  }
  return -1;
}

/** Where a piece has to begin to end with the text, or -1. */
function beginningAtEnd(text: string, { parts }: Piece): number {
  let at = text.length;
  for (let index = parts.length - 1; index >= 0; index--) {
    const part = parts[index];
    if (part !== undefined) at -= part.length;
    else at -= at > 1 && isPair(text, at - 2) ? 2 : 1;
    if (at < 0) return -1;
  }
  return at;
}

function characterLength(text: string, at: number): number {
  return isPair(text, at) ? 2 : 1;
}

function isPair(text: string, at: number): boolean {
  const high = text.charCodeAt(at);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(at + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}
