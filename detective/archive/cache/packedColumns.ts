import { NumberColumn } from "./parquet/numberColumn";
import { TextColumn } from "./parquet/textColumn";

export type PackedColumn = TextColumn | NumberColumn;

/**
 * Columns in one piece of memory, which goes from thread to thread without a copy: of texts how many, where they begin,
 * which one each row has, and their bytes; of numbers just these.
 */
export function packColumns(columns: readonly PackedColumn[]): ArrayBuffer {
  let size = 0;
  for (const column of columns) size += sizeOf(column);
  const packed = new ArrayBuffer(size);
  // Of all columns together: to make a view takes longer than to read what is in it.
  const numbers = new Int32Array(packed);
  const bytes = new Uint8Array(packed);
  const floats = new Float64Array(packed);
  let at = 0;
  for (const column of columns) {
    const { rows } = column;
    if (column instanceof NumberColumn) floats.set(column.values.subarray(0, rows), at / 8);
    else {
      const { texts } = column;
      const head = at / 4;
      numbers[head] = texts;
      numbers.set(column.starts.subarray(0, texts + 1), head + 1);
      numbers.set(column.entries.subarray(0, rows), head + 2 + texts);
      bytes.set(column.bytes, at + 4 * (2 + texts + rows));
    }
    at += sizeOf(column);
  }
  return packed;
}

/** Adds what was packed of other columns of the same kinds, in their order. */
export function addPacked(columns: readonly PackedColumn[], packed: ArrayBuffer, rows: number): void {
  const numbers = new Int32Array(packed);
  const bytes = new DataView(packed);
  const floats = new Float64Array(packed);
  let at = 0;
  for (const column of columns) {
    if (column instanceof NumberColumn) {
      column.addAll(floats, at / 8, rows);
      at += 8 * rows;
      continue;
    }
    const head = at / 4;
    const texts = numbers[head]!;
    const starts = head + 1;
    const entries = starts + texts + 1;
    const begin = 4 * (entries + rows);
    column.addAll({ numbers, bytes, texts, starts, entries, begin, rows });
    at = aligned(begin + numbers[starts + texts]!);
  }
}

function sizeOf(column: PackedColumn): number {
  if (column instanceof NumberColumn) return 8 * column.rows;
  return aligned(4 * (2 + column.texts + column.rows) + column.length);
}

/** Numbers of eight bytes begin at a multiple of that. */
function aligned(bytes: number): number {
  return (bytes + 7) & ~7;
}
