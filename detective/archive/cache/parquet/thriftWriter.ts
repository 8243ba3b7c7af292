import { ByteSink } from "./byteSink";

/** Types of Thrift's compact protocol, as far as Parquet's metadata have them. */
export const ThriftType = { true: 1, false: 2, i32: 5, i64: 6, binary: 8, list: 9, struct: 12 } as const;

/**
 * Writes Thrift's compact protocol, in which Parquet's metadata are.
 *
 * Source: github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export class ThriftWriter {
  private readonly fields: number[] = [];
  private last = 0;

  constructor(private readonly out: ByteSink) {}

  i32(field: number, value: number): void {
    this.header(field, ThriftType.i32);
    this.out.zigzag(value);
  }

  i64(field: number, value: number): void {
    this.header(field, ThriftType.i64);
    this.out.zigzag(value);
  }

  flag(field: number, value: boolean): void {
    this.header(field, value ? ThriftType.true : ThriftType.false);
  }

  bytes(field: number, value: Uint8Array): void {
    this.header(field, ThriftType.binary);
    this.out.varint(value.length);
    this.out.bytes(value);
  }

  text(field: number, value: string): void {
    this.bytes(field, Buffer.from(value));
  }

  struct(field: number, write: () => void): void {
    this.header(field, ThriftType.struct);
    this.body(write);
  }

  /** What stands in a struct; also the outermost one's. */
  body(write: () => void): void {
    this.fields.push(this.last);
    this.last = 0;
    write();
    this.out.byte(0);
    this.last = this.fields.pop()!;
  }

  structs<T>(field: number, items: readonly T[], write: (item: T) => void): void {
    this.listHeader(field, ThriftType.struct, items.length);
    for (const item of items) this.body(() => write(item));
  }

  i32s(field: number, items: readonly number[]): void {
    this.listHeader(field, ThriftType.i32, items.length);
    for (const item of items) this.out.zigzag(item);
  }

  texts(field: number, items: readonly string[]): void {
    this.listHeader(field, ThriftType.binary, items.length);
    for (const item of items) {
      const bytes = Buffer.from(item);
      this.out.varint(bytes.length);
      this.out.bytes(bytes);
    }
  }

  private listHeader(field: number, type: number, length: number): void {
    this.header(field, ThriftType.list);
    if (length < 15) this.out.byte((length << 4) | type);
    else {
      this.out.byte(0xf0 | type);
      this.out.varint(length);
    }
  }

  private header(field: number, type: number): void {
    const step = field - this.last;
    if (step > 0 && step < 16) this.out.byte((step << 4) | type);
    else {
      this.out.byte(type);
      this.out.zigzag(field);
    }
    this.last = field;
  }
}
