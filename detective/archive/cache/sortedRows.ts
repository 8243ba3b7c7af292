import { NumberColumn } from "./parquet/numberColumn";
import { NOTHING, TextColumn } from "./parquet/textColumn";

/** What is sorted by at once: as many bits of a number. */
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const NONE = NOTHING;

/**
 * The rows by a text, and among those of the same text by a number, in seconds of milliseconds.
 *
 * For reading only: rows of one second stay as they were.
 */
export function sortedRows(count: number, texts?: TextColumn, times?: NumberColumn): Int32Array {
  let order = Int32Array.from({ length: count }, (_, row) => row);
  if (times) order = sortedBy(secondsOf(times, count), order);
  if (texts) order = sortedBy(ranksOf(texts, count), order);
  return order;
}

/** Sorts rows by their keys, digit by digit from the lowest on; those with the same key stay as they were. */
function sortedBy(keys: Uint32Array, rows: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  let [from, to] = [rows, new Int32Array(rows.length)];
  let most = 0;
  for (let row = 0; row < keys.length; row++) if (keys[row]! > most) most = keys[row]!;
  for (let shift = 0; shift < 32 && most >>> shift !== 0; shift += DIGIT_BITS) {
    sortByDigit(keys, shift, from, to);
    [from, to] = [to, from];
  }
  return from;
}

function sortByDigit(keys: Uint32Array, shift: number, from: Int32Array, to: Int32Array): void {
  const begins = new Int32Array(DIGITS + 1);
  for (let at = 0; at < from.length; at++) begins[((keys[from[at]!]! >>> shift) & (DIGITS - 1)) + 1]!++;
  for (let digit = 0; digit < DIGITS; digit++) begins[digit + 1]! += begins[digit]!;
  for (let at = 0; at < from.length; at++) {
    const row = from[at]!;
    to[begins[(keys[row]! >>> shift) & (DIGITS - 1)]!++] = row;
  }
}

/** Of each row its seconds since the first one; 0 where there is no time. */
function secondsOf({ values }: NumberColumn, count: number): Uint32Array {
  let least = Infinity;
  for (let row = 0; row < count; row++) if (values[row]! < least) least = values[row]!;
  const keys = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    const seconds = (values[row]! - least) / 1000;
    keys[row] = seconds < 0xffffffff ? seconds : 0;
  }
  return keys;
}

/** Of each row the place of its text among them all, from 1; 0 where there is none. */
function ranksOf(column: TextColumn, count: number): Uint32Array {
  const { bytes, starts, texts, entries } = column;
  const order = Array.from({ length: texts }, (_, text) => text).sort((a, b) =>
    bytes.compare(bytes, starts[b], starts[b + 1], starts[a], starts[a + 1]),
  );
  const ranks = new Uint32Array(texts);
  for (const [place, text] of order.entries()) ranks[text] = place + 1;
  const keys = new Uint32Array(count);
  for (let row = 0; row < count; row++) keys[row] = entries[row] === NONE ? 0 : ranks[entries[row]!]!;
  return keys;
}
