import { crc32 } from "node:zlib";
import { ScannedField } from "./recordFilter";
import { DOUBTFUL, RecordScanner, ScannedRecords, SpanKind } from "./recordScanner";
import { nameTree } from "./nameTree";
import { WasmMemory, webAssembly } from "./webAssembly";
import { RECORD_SCAN_WASM } from "./wasm/recordScanWasm";

interface Exports {
  readonly memory: WasmMemory;
  setUp(root: number, fieldList: number, fields: number): void;
  scan(input: number, length: number, thorough: boolean, places: number, spans: number, most: number): number;
  gunzip(input: number, length: number, output: number, most: number): number;
}

const PAGE = 65_536;
/** Where the tree of names begins; what comes before is the module's own. */
const TREE = 36_864;
/** What is found may take so much; a file with more records for its size is parsed. */
const MOST_FOUND = 64 * 1024 * 1024;
/** `{},` */
const SHORTEST_RECORD = 3;
/** Behind what is read, so that it can be read in steps. */
const ZEROS = 64;

let compiled: object | undefined;

/** The scanner in WebAssembly, with a memory of its own that holds a copy of the bytes. */
export class WasmScanner implements RecordScanner {
  private readonly exports: Exports;
  private readonly input: number;
  private memory = Buffer.alloc(0);
  /** Where the bytes are that `unpack` unpacked. */
  private unpacked = { at: 0, length: 0 };

  /** @throws WebAssembly.CompileError where there is no SIMD */
  constructor(readonly fields: readonly ScannedField[]) {
    compiled ??= new webAssembly!.Module(Buffer.from(RECORD_SCAN_WASM, "base64"));
    this.exports = new webAssembly!.Instance(compiled).exports as Exports;
    const { bytes, fieldList } = nameTree(fields, TREE);
    this.input = aligned(TREE + bytes.length);
    this.put(bytes, TREE);
    this.exports.setUp(TREE, fieldList, fields.length);
  }

  scan(bytes: Uint8Array, thorough = false): ScannedRecords | undefined {
    this.put(bytes, this.input);
    return this.scanAt(this.input, bytes.length, thorough);
  }

  unpack(packed: Buffer, mostBytes: number): boolean {
    this.put(packed, this.input);
    const at = aligned(this.input + packed.length + ZEROS);
    const length = this.exports.gunzip(this.input, packed.length, at, mostBytes);
    this.reserve(at + length + ZEROS);
    this.unpacked = { at, length };
    // Node's own is several times faster than any in WebAssembly.
    return (
      length >= 0 && crc32(this.memory.subarray(at, at + length)) === packed.readUInt32LE(packed.length - 8)
    );
  }

  scanUnpacked(): ScannedRecords | undefined {
    const { at, length } = this.unpacked;
    this.memory.fill(0, at + length, at + length + ZEROS);
    return this.scanAt(at, length, false);
  }

  private scanAt(at: number, length: number, thorough: boolean): ScannedRecords | undefined {
    const places = aligned(at + length + ZEROS);
    const room = Math.min(8 * Math.ceil(length / SHORTEST_RECORD), MOST_FOUND);
    const spans = aligned(places + room);
    this.reserve(spans);
    const count = this.exports.scan(at, length, thorough, places, spans, spans + MOST_FOUND);
    if (count < 0) return undefined;
    this.reserve(0);
    return this.found(count, this.memory.subarray(at, at + length), places, spans);
  }

  private found(count: number, bytes: Buffer, placesAt: number, spansAt: number): ScannedRecords {
    const width = this.fields.length;
    const places = new Int32Array(bytes.buffer, placesAt, 2 * count);
    const spans = new Int32Array(bytes.buffer, spansAt, 2 * width * count);
    return {
      count,
      bytes,
      spans,
      start: (record) => places[2 * record]!,
      end: (record) => places[2 * record + 1]!,
      value: (record, field) => {
        const at = 2 * (record * width + field);
        const start = spans[at]!;
        return start >= 0 ? bytes.toString("utf8", start, spans[at + 1]) : VALUES.get(start);
      },
    };
  }

  private put(bytes: Uint8Array, at: number): void {
    this.reserve(at + bytes.length + ZEROS);
    this.memory.set(bytes, at);
    this.memory.fill(0, at + bytes.length, at + bytes.length + ZEROS);
  }

  /** Sees to it that the memory is so large, and that this sees all of it. */
  private reserve(size: number): void {
    const { memory } = this.exports;
    const missing = Math.ceil((size - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(missing);
    if (this.memory.buffer !== memory.buffer) this.memory = Buffer.from(memory.buffer);
  }
}

const VALUES = new Map<number, boolean | null | undefined | typeof DOUBTFUL>([
  [SpanKind.null, null],
  [SpanKind.true, true],
  [SpanKind.false, false],
  [SpanKind.doubtful, DOUBTFUL],
]);

function aligned(place: number): number {
  return (place + 63) & ~63;
}
