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
  let at = 0;
  for (const column of columns) {
    const { rows } = column;
    if (column instanceof NumberColumn)
      new Float64Array(packed, at, rows).set(column.values.subarray(0, rows));
    else {
      const { texts } = column;
      const numbers = new Int32Array(packed, at, 2 + texts + 1 + rows);
      numbers[0] = rows;
      numbers[1] = texts;
      numbers.set(column.starts.subarray(0, texts + 1), 2);
      numbers.set(column.entries.subarray(0, rows), 3 + texts);
      new Uint8Array(packed, at + numbers.byteLength, column.length).set(
        column.bytes.subarray(0, column.length),
      );
    }
    at += sizeOf(column);
  }
  return packed;
}

/** Adds what was packed of other columns of the same kinds, in their order. */
export function addPacked(columns: readonly PackedColumn[], packed: ArrayBuffer, rows: number): void {
  let at = 0;
  for (const column of columns) {
    if (column instanceof NumberColumn) {
      column.addAll(new Float64Array(packed, at, rows));
      at += 8 * rows;
      continue;
    }
    const texts = new Int32Array(packed, at, 2)[1]!;
    const starts = new Int32Array(packed, at + 8, texts + 1);
    const entries = new Int32Array(packed, at + 8 + starts.byteLength, rows);
    const begin = at + 8 + starts.byteLength + entries.byteLength;
    const length = starts[texts]!;
    column.addAll(new Uint8Array(packed, begin, length), starts, entries);
    at = aligned(begin + length);
  }
}

function sizeOf(column: PackedColumn): number {
  if (column instanceof NumberColumn) return 8 * column.rows;
  return aligned(4 * (3 + column.texts + column.rows) + column.length);
}

/** Numbers of eight bytes begin at a multiple of that. */
function aligned(bytes: number): number {
  return (bytes + 7) & ~7;
}
