import type { ParquetKind } from "./parquetWriter";
import { TextColumn } from "./textColumn";

/** Longer texts make no useful bounds. */
const LONGEST_BOUND = 64;
/** Nor do so many, which nobody has sorted. */
const MOST_BOUNDED = 2048;

/** The least and the greatest text, by their bytes; undefined where one of them is long. */
export function textBounds(column: TextColumn, used: Int32Array): [Uint8Array, Uint8Array] | undefined {
  if (used.length === 0 || used.length > MOST_BOUNDED) return undefined;
  const { bytes, starts } = column;
  let [least, most] = [used[0]!, used[0]!];
  const compare = (a: number, b: number) =>
    bytes.compare(bytes, starts[b], starts[b + 1], starts[a], starts[a + 1]);
  for (const entry of used) {
    if (compare(entry, least) < 0) least = entry;
    else if (compare(entry, most) > 0) most = entry;
  }
  const bounds: [Uint8Array, Uint8Array] = [
    bytes.subarray(starts[least], starts[least + 1]),
    bytes.subarray(starts[most], starts[most + 1]),
  ];
  if (bounds.some(({ length }) => length > LONGEST_BOUND)) return undefined;
  return [Buffer.from(bounds[0]), Buffer.from(bounds[1])];
}

/** The same of numbers, of which there is one at least. */
export function numberBounds(
  kind: ParquetKind,
  values: Float64Array,
  count: number,
): [least: Uint8Array, most: Uint8Array] {
  let [least, most] = [Infinity, -Infinity];
  for (let at = 0; at < count; at++) {
    const value = values[at]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [numberBytes(kind, least), numberBytes(kind, most)];
}

function numberBytes(kind: ParquetKind, value: number): Buffer {
  const bytes = Buffer.alloc(kind === "timestamp" ? 8 : 4);
  if (kind === "timestamp") bytes.writeBigInt64LE(BigInt(value));
  else bytes.writeInt32LE(value);
  return bytes;
}
