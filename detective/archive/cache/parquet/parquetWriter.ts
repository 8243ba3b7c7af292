import { ByteSink } from "./byteSink";
import { bitsOf, writeRuns } from "./hybridRuns";
import { NumberColumn } from "./numberColumn";
import { numberAnew, pickEntries, pickNumbers } from "./pickRows";
import { writeBits, writeLong, writeShort, writeTexts } from "./plainValues";
import { NOTHING, TextColumn } from "./textColumn";
import { ThriftWriter } from "./thriftWriter";
import { numberBounds, textBounds } from "./valueBounds";
import { WriterMemory } from "./writerMemory";

/** What a column holds: text, JSON as text, milliseconds since 1970, flags, whole numbers up to 2^31. */
export type ParquetKind = "text" | "json" | "timestamp" | "boolean" | "integer";

/** A column of a file, and where its rows are. */
export interface ParquetColumn {
  readonly name: string;
  readonly kind: ParquetKind;
  readonly rows: TextColumn | NumberColumn;
}

/** Numbers of the format's enumerations. */
const TYPE = { boolean: 0, integer: 1, timestamp: 2, text: 6, json: 6 } as const;
const ENCODING = { plain: 0, rle: 3, dictionary: 8 } as const;
const PAGE = { data: 0, dictionary: 2 } as const;
const MAGIC = Buffer.from("PAR1");
// An imported constant is looked up each time it is used.
const NONE = NOTHING;

interface ChunkWritten {
  readonly start: number;
  readonly dictionary?: number;
  readonly data: number;
  readonly length: number;
  readonly encodings: readonly number[];
  readonly nulls: number;
  readonly bounds?: readonly [least: Uint8Array, most: Uint8Array];
}

/**
 * Writes a Parquet file, a group of rows after the other: texts in dictionaries, everything optional, not compressed.
 *
 * Source: parquet.apache.org/docs/file-format
 */
export class ParquetWriter {
  private offset = MAGIC.length;
  private rows = 0;
  private readonly groups: { rows: number; chunks: ChunkWritten[] }[] = [];
  private begun = false;
  private readonly sink: ByteSink;

  /**
   * @param write takes bytes that are valid until it returns
   * @param memory what an earlier file was written with
   */
  constructor(
    private readonly columns: readonly ParquetColumn[],
    private readonly write: (bytes: Uint8Array) => void,
    private readonly memory = new WriterMemory(),
  ) {
    this.sink = memory.sink;
  }

  /** Writes rows of the columns, by their numbers in an order, as a group. */
  group(order: Int32Array): void {
    if (!this.begun) this.write(MAGIC);
    this.begun = true;
    const chunks: ChunkWritten[] = [];
    for (const { kind, rows } of this.columns) {
      this.sink.clear();
      const chunk = rows instanceof TextColumn ? this.texts(rows, order) : this.numbers(kind, rows, order);
      this.write(this.sink.written());
      this.offset += this.sink.length;
      chunks.push(chunk);
    }
    this.rows += order.length;
    this.groups.push({ rows: order.length, chunks });
  }

  /** Writes the file's end; @returns how long it is */
  end(): number {
    if (!this.begun) this.write(MAGIC);
    this.sink.clear();
    this.metadata();
    const { length } = this.sink;
    this.sink.int32(length);
    this.sink.bytes(MAGIC);
    this.write(this.sink.written());
    return this.offset + this.sink.length;
  }

  private texts(column: TextColumn, order: Int32Array): ChunkWritten {
    const count = order.length;
    const { body, dictionary, places, used, values, flags } = this.memory.of(count, column.texts);
    let present: number;
    let distinct: number;
    if (column.isUniform) {
      // Of many columns every row has the same.
      present = column.nothings === 0 ? count : 0;
      distinct = Math.min(present, 1);
      values.fill(0);
      flags.fill(distinct);
      used[0] = 0;
    } else {
      present = pickEntries(column.entries, order, values, flags);
      distinct = column.unique ? present : numberAnew(values, present, places.fill(NONE), used);
    }
    body.clear();
    body.bytes(levels(flags, present));
    const start = this.offset;
    const bounds = textBounds(column, (column.unique ? values : used).subarray(0, distinct));
    const nulls = count - present;
    // A dictionary pays where texts come again.
    if (distinct > 0.9 * present && present > 0) {
      if (column.unique) writeTexts(body, column, values, present);
      else writeTexts(body, column, used, present, values);
      this.page(PAGE.data, body.written(), count, ENCODING.plain);
      return {
        start,
        data: start,
        length: this.sink.length,
        encodings: [ENCODING.plain, ENCODING.rle],
        nulls,
        ...(bounds && { bounds }),
      };
    }
    dictionary.clear();
    writeTexts(dictionary, column, used, distinct);
    this.page(PAGE.dictionary, dictionary.written(), distinct, ENCODING.plain);
    const data = start + this.sink.length;
    const width = bitsOf(Math.max(distinct - 1, 0));
    body.byte(width);
    writeRuns(body, values, present, width);
    this.page(PAGE.data, body.written(), count, ENCODING.dictionary);
    return {
      start,
      dictionary: start,
      data,
      length: this.sink.length,
      encodings: [ENCODING.plain, ENCODING.rle, ENCODING.dictionary],
      nulls,
      ...(bounds && { bounds }),
    };
  }

  private numbers(kind: ParquetKind, { values }: NumberColumn, order: Int32Array): ChunkWritten {
    const count = order.length;
    const size = kind === "timestamp" ? 8 : kind === "integer" ? 4 : 1;
    const { body, flags, numbers: some } = this.memory.of(count);
    const present = pickNumbers(values, order, some, flags);
    const start = this.offset;
    body.clear();
    body.bytes(levels(flags, present));
    const from = body.length;
    const length = kind === "boolean" ? (present + 7) >> 3 : present * size;
    const memory = body.room(length);
    if (kind === "timestamp") writeLong(memory, from, some, present);
    else if (kind === "integer") writeShort(memory, from, some, present);
    else writeBits(memory, from, some, present);
    body.length += length;
    this.page(PAGE.data, body.written(), count, ENCODING.plain);
    const bounded = present > 0 && kind !== "boolean";
    return {
      start,
      data: start,
      length: this.sink.length,
      encodings: [ENCODING.plain, ENCODING.rle],
      nulls: count - present,
      ...(bounded && { bounds: numberBounds(kind, some, present) }),
    };
  }

  private page(type: number, body: Uint8Array, values: number, encoding: number): void {
    const thrift = new ThriftWriter(this.sink);
    thrift.body(() => {
      thrift.i32(1, type);
      thrift.i32(2, body.length);
      thrift.i32(3, body.length);
      if (type === PAGE.dictionary)
        thrift.struct(7, () => {
          thrift.i32(1, values);
          thrift.i32(2, encoding);
        });
      else
        thrift.struct(5, () => {
          thrift.i32(1, values);
          thrift.i32(2, encoding);
          thrift.i32(3, ENCODING.rle);
          thrift.i32(4, ENCODING.rle);
        });
    });
    this.sink.bytes(body);
  }

  private metadata(): void {
    const thrift = new ThriftWriter(this.sink);
    const { columns } = this;
    thrift.body(() => {
      thrift.i32(1, 1);
      thrift.structs(2, [undefined, ...columns], (column) => {
        if (column) describe(thrift, column);
        else {
          thrift.text(4, "schema");
          thrift.i32(5, columns.length);
        }
      });
      thrift.i64(3, this.rows);
      thrift.structs(4, this.groups, ({ rows, chunks }) => {
        thrift.structs(
          1,
          chunks.map((chunk, at) => ({ chunk, column: columns[at]! })),
          ({ chunk, column }) => {
            thrift.i64(2, chunk.start);
            thrift.struct(3, () => describeChunk(thrift, chunk, column, rows));
          },
        );
        thrift.i64(
          2,
          chunks.reduce((sum, { length }) => sum + length, 0),
        );
        thrift.i64(3, rows);
      });
      thrift.text(6, "audit-trail");
    });
  }
}

/** Of each row whether it has a value, as a data page begins. */
function levels(flags: Int32Array, present: number): Buffer {
  const runs = new ByteSink(1024);
  runs.int32(0);
  if (present === 0 || present === flags.length) {
    // Nearly every column: one run.
    runs.varint(flags.length * 2);
    runs.byte(present === 0 ? 0 : 1);
  } else writeRuns(runs, flags, flags.length, 1);
  const bytes = runs.written();
  bytes.writeInt32LE(bytes.length - 4);
  return bytes;
}

function describe(thrift: ThriftWriter, { name, kind }: ParquetColumn): void {
  thrift.i32(1, TYPE[kind]);
  thrift.i32(3, 1); // optional
  thrift.text(4, name);
  if (kind === "text") thrift.i32(6, 0);
  if (kind === "json") thrift.i32(6, 19);
  if (kind === "text") thrift.struct(10, () => thrift.struct(1, () => undefined));
  if (kind === "json") thrift.struct(10, () => thrift.struct(12, () => undefined));
  // In UTC, but a clock's time and no moment with a zone.
  if (kind === "timestamp")
    thrift.struct(10, () =>
      thrift.struct(8, () => {
        thrift.flag(1, false);
        thrift.struct(2, () => thrift.struct(1, () => undefined));
      }),
    );
}

function describeChunk(
  thrift: ThriftWriter,
  chunk: ChunkWritten,
  { name, kind }: ParquetColumn,
  rows: number,
): void {
  thrift.i32(1, TYPE[kind]);
  thrift.i32s(2, chunk.encodings);
  thrift.texts(3, [name]);
  thrift.i32(4, 0); // not compressed
  thrift.i64(5, rows);
  thrift.i64(6, chunk.length);
  thrift.i64(7, chunk.length);
  thrift.i64(9, chunk.data);
  if (chunk.dictionary !== undefined) thrift.i64(11, chunk.dictionary);
  thrift.struct(12, () => {
    thrift.i64(3, chunk.nulls);
    if (!chunk.bounds) return;
    thrift.bytes(5, chunk.bounds[1]);
    thrift.bytes(6, chunk.bounds[0]);
  });
}
