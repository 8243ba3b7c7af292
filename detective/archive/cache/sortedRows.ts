import { NumberColumn } from "./parquet/numberColumn";
import { NOTHING, TextColumn } from "./parquet/textColumn";

const ROW_BITS = 20;
const RANK_BITS = 12;

/** So many rows can be sorted. */
export const MOST_SORTED = 2 ** ROW_BITS;

/**
 * The rows by a text, and among those of the same text by a number, in seconds of milliseconds.
 *
 * For reading only: of more than 4,095 texts, the last ones count as one, and rows of one second stay as they were.
 * @param count at most `MOST_SORTED`
 */
export function sortedRows(count: number, texts?: TextColumn, times?: NumberColumn): Int32Array {
  const ranks = texts && ranksOf(texts);
  let least = Infinity;
  for (let row = 0; times && row < count; row++) if (times.values[row]! < least) least = times.values[row]!;
  // 12 bits of rank, 32 of seconds, 20 of the row's number, to be sorted as whole numbers.
  const keys = new BigUint64Array(count);
  const halves = new Uint32Array(keys.buffer);
  for (let row = 0; row < count; row++) {
    const entry = texts?.entries[row] ?? NOTHING;
    const rank = entry === NOTHING ? 0 : ranks![entry]!;
    const time = times?.values[row] ?? NaN;
    const seconds = Number.isNaN(time) ? 0 : Math.min(Math.floor((time - least) / 1000), 0xffffffff);
    halves[2 * row] = ((seconds & 0xfff) << ROW_BITS) | row;
    halves[2 * row + 1] = (rank << ROW_BITS) | (seconds >>> RANK_BITS);
  }
  keys.sort();
  const order = new Int32Array(count);
  for (let at = 0; at < count; at++) order[at] = halves[2 * at]! & ((1 << ROW_BITS) - 1);
  return order;
}

/** Of each text its place among them all, from 1. */
function ranksOf({ bytes, starts, texts }: TextColumn): Int32Array {
  const order = Array.from({ length: texts }, (_, text) => text).sort((a, b) =>
    bytes.compare(bytes, starts[b], starts[b + 1], starts[a], starts[a + 1]),
  );
  const ranks = new Int32Array(texts);
  const most = (1 << RANK_BITS) - 1;
  for (const [place, text] of order.entries()) ranks[text] = Math.min(place + 1, most);
  return ranks;
}
