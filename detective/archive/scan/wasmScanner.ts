import { ScannedField } from "./recordFilter";
import { DOUBTFUL, RecordScanner, ScannedRecords, SpanKind } from "./recordScanner";
import { nameTree } from "./nameTree";
import { WasmMemory, webAssembly } from "./webAssembly";
import { RECORD_SCAN_WASM } from "./wasm/recordScanWasm";

interface Exports {
  readonly memory: WasmMemory;
  setUp(root: number, fieldList: number, fields: number): void;
  scan(input: number, length: number, thorough: boolean, places: number, spans: number, most: number): number;
}

const PAGE = 65_536;
/** Where the tree of names begins; what comes before is the module's own. */
const TREE = 2048;
/** What is found may take so much; a file with more records for its size is parsed. */
const MOST_FOUND = 64 * 1024 * 1024;
/** `{},` */
const SHORTEST_RECORD = 3;

let compiled: object | undefined;

/** The scanner in WebAssembly, with a memory of its own that holds a copy of the bytes. */
export class WasmScanner implements RecordScanner {
  private readonly exports: Exports;
  private readonly input: number;
  private memory = Buffer.alloc(0);

  /** @throws WebAssembly.CompileError where there is no SIMD */
  constructor(readonly fields: readonly ScannedField[]) {
    compiled ??= new webAssembly!.Module(Buffer.from(RECORD_SCAN_WASM, "base64"));
    this.exports = new webAssembly!.Instance(compiled).exports as Exports;
    const { bytes, fieldList } = nameTree(fields, TREE);
    this.input = aligned(TREE + bytes.length);
    this.reserve(this.input);
    this.memory.set(bytes, TREE);
    this.exports.setUp(TREE, fieldList, fields.length);
  }

  scan(bytes: Uint8Array, thorough = false): ScannedRecords | undefined {
    const { input } = this;
    const end = input + bytes.length;
    const places = aligned(end + 64);
    const room = Math.min(8 * Math.ceil(bytes.length / SHORTEST_RECORD), MOST_FOUND);
    const spans = aligned(places + room);
    this.reserve(spans);
    this.memory.set(bytes, input);
    this.memory.fill(0, end, end + 64);
    const count = this.exports.scan(input, bytes.length, thorough, places, spans, spans + MOST_FOUND);
    this.reserve(0);
    return count < 0 ? undefined : this.found(count, bytes.length, places, spans);
  }

  private found(count: number, length: number, placesAt: number, spansAt: number): ScannedRecords {
    const { buffer } = this.memory;
    const width = this.fields.length;
    const bytes = this.memory.subarray(this.input, this.input + length);
    const places = new Int32Array(buffer, placesAt, 2 * count);
    const spans = new Int32Array(buffer, spansAt, 2 * width * count);
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
