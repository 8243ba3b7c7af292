import { isUtf8 } from "node:buffer";
import { recordTime } from "../../detect/recordTime";
import { EventColumn, EVENT_COLUMNS } from "../eventColumns";
import { FactReader, SeenFacts } from "../scan/fileFacts";
import { recordOfEntry } from "../scan/recordOfEntry";
import { DOUBTFUL, ScannedRecords, SpanKind } from "../scan/recordScanner";
import { fieldOf } from "../scan/referenceScanner";
import { JobFile, JobOrder, ScanJob } from "../scan/scanJob";
import { valueText } from "../scan/valueText";
import { PackedColumn, packColumns } from "./packedColumns";
import { NumberColumn } from "./parquet/numberColumn";
import { TextColumn, viewOf } from "./parquet/textColumn";
import { scannedTime } from "./scannedTime";

/** Which columns are wanted, by their names in `EVENT_COLUMNS`; those that the file's place tells are not among them. */
export interface ColumnsParams {
  readonly columns: readonly string[];
}

/** The columns of one file's records, row by row. */
export interface FileColumns extends SeenFacts {
  readonly rows: number;
  /** As `packColumns` made it, in the order that was asked for. */
  readonly packed: ArrayBuffer;
}

/** Reads columns of the view `events` off the records of each file: a row for each record, whatever it is. */
export function columnsJob(params: ColumnsParams): JobOrder<FileColumns> {
  return { module: __filename, params };
}

export function prepare(params: ColumnsParams): ScanJob<FileColumns> {
  return new ColumnsJob(params);
}

/** Nearly every record has one of its own: they are not looked for. */
const UNIQUE = new Set(["event_id", "request_id", "record"]);
/** A row of LookupEvents has the record inside. */
const INSIDE = "CloudTrailEvent";

// What is imported is looked up each time it is used.
const { absent: ABSENT, null: NULL, true: TRUE, false: FALSE, doubtful: DOUBTFUL_SPAN } = SpanKind;

/** A column, and where its values come from. */
interface Filled {
  readonly column: EventColumn;
  readonly path: readonly string[];
  /** Its place among the scanner's fields; -1 where the record has to be parsed. */
  readonly field: number;
  readonly rows: PackedColumn;
}

class ColumnsJob implements ScanJob<FileColumns> {
  readonly fields: readonly string[];
  private readonly filled: readonly Filled[];
  /** There are columns that no scanner reads. */
  private readonly parses: boolean;
  private readonly inside: number;
  private readonly facts: FactReader;

  constructor({ columns }: ColumnsParams) {
    const wanted = columns.map(columnNamed);
    const scanned = wanted.filter(({ type }) => type !== "json").map(({ field }) => field!);
    this.fields = [...new Set([...scanned, INSIDE, ...FactReader.fields])];
    this.inside = this.fields.indexOf(INSIDE);
    this.filled = wanted.map((column) => ({
      column,
      path: column.field?.split(".") ?? [],
      field: column.type === "json" ? -1 : this.fields.indexOf(column.field!),
      rows:
        column.type === "text" || column.type === "json"
          ? new TextColumn(UNIQUE.has(column.name))
          : new NumberColumn(),
    }));
    this.parses = this.filled.some(({ field }) => field < 0);
    this.facts = new FactReader(this.fields);
  }

  scanned(records: ScannedRecords, file: JobFile): FileColumns {
    const { count } = records;
    const parsed = new Parsed(records, this.parses);
    if (!this.parses) this.lookInside(records, parsed);
    const view = viewOf(records.bytes);
    // One column after the other: what is done again and again is done the same way.
    for (const filled of this.filled) this.addScanned(filled, records, view, parsed);
    return this.taken(count, this.facts.ofScanned(records, file));
  }

  parsed(entries: readonly unknown[], _first: number, file: JobFile): FileColumns {
    const records = entries.map(recordOfEntry);
    for (const record of records) this.addRecord(record);
    return this.taken(entries.length, this.facts.ofParsed(records, file));
  }

  transfer({ packed }: FileColumns): ArrayBuffer[] {
    return [packed];
  }

  /** A record that is a row of LookupEvents holds the one that is meant. */
  private lookInside(records: ScannedRecords, parsed: Parsed): void {
    const { spans, count } = records;
    const step = 2 * this.fields.length;
    for (let record = 0, at = 2 * this.inside; record < count; record++, at += step)
      if (spans ? spans[at] !== ABSENT : records.value(record, this.inside) !== undefined)
        parsed.parse(record);
  }

  private addScanned(filled: Filled, records: ScannedRecords, view: DataView, parsed: Parsed): void {
    const { spans } = records;
    if (!spans || parsed.isAll) return addEach(filled, records, parsed);
    const { rows, field, column } = filled;
    const step = 2 * this.fields.length;
    const read = { view, records, spans, at: 2 * field, step, filled, parsed };
    if (rows instanceof TextColumn) addTexts(rows, read);
    else if (column.type === "boolean") addFlags(rows, read);
    else addTimes(rows, read);
  }

  private addRecord(record: unknown): void {
    for (const filled of this.filled) addParsed(filled, record);
  }

  private taken(rows: number, facts: SeenFacts): FileColumns {
    const packed = packColumns(this.filled.map((filled) => filled.rows));
    for (const filled of this.filled) filled.rows.clear();
    return { rows, packed, ...facts };
  }
}

/** The records of a file that had to be parsed. */
class Parsed {
  isSome = false;
  private readonly records: unknown[] = [];

  /** @param isAll each of them has to be */
  constructor(
    private readonly scanned: ScannedRecords,
    readonly isAll: boolean,
  ) {}

  /** It is not as its bytes say. */
  parse(record: number): void {
    this.isSome = true;
    this.of(record);
  }

  has(record: number): boolean {
    return this.records[record] !== undefined;
  }

  of(record: number): unknown {
    return (this.records[record] ??= parsedRecord(this.scanned, record));
  }
}

/** What the values of a column are read off: their spans, from a place on and in steps, and the bytes. */
interface SpanRead {
  readonly view: DataView;
  readonly records: ScannedRecords;
  readonly spans: Int32Array;
  readonly at: number;
  readonly step: number;
  readonly filled: Filled;
  readonly parsed: Parsed;
}

// A loop for each kind of column, alike as they are: V8 makes each once, and neither asks which kind it is at.

function addTexts(
  rows: TextColumn,
  { view, records, spans, at: first, step, filled, parsed }: SpanRead,
): void {
  const { bytes, count } = records;
  const { isSome } = parsed;
  for (let record = 0, at = first; record < count; record++, at += step) {
    const start = spans[at]!;
    if (start === DOUBTFUL_SPAN || (isSome && parsed.has(record))) addParsed(filled, parsed.of(record));
    else if (start >= 0) {
      const end = spans[at + 1]!;
      if (!rows.add(view, start, end)) addUnicode(rows, bytes.subarray(start, end));
    } else if (start === ABSENT || start === NULL) rows.addNothing();
    else rows.addText(start === TRUE ? "true" : "false");
  }
}

function addFlags(
  rows: NumberColumn,
  { view, records, spans, at: first, step, filled, parsed }: SpanRead,
): void {
  const { count } = records;
  const { isSome } = parsed;
  for (let record = 0, at = first; record < count; record++, at += step) {
    const start = spans[at]!;
    if (start === DOUBTFUL_SPAN || (isSome && parsed.has(record))) addParsed(filled, parsed.of(record));
    else if (start >= 0) rows.add(flagIn(view, start, spans[at + 1]!));
    else rows.add(start === TRUE ? 1 : start === FALSE ? 0 : NaN);
  }
}

function addTimes(
  rows: NumberColumn,
  { view, records, spans, at: first, step, filled, parsed }: SpanRead,
): void {
  const { bytes, count } = records;
  const { isSome } = parsed;
  for (let record = 0, at = first; record < count; record++, at += step) {
    const start = spans[at]!;
    if (start === DOUBTFUL_SPAN || (isSome && parsed.has(record))) addParsed(filled, parsed.of(record));
    else if (start >= 0) {
      const end = spans[at + 1]!;
      rows.add(scannedTime(view, start, end) ?? timeOf(bytes.toString("utf8", start, end)));
    } else rows.add(NaN);
  }
}

function addEach(filled: Filled, records: ScannedRecords, parsed: Parsed): void {
  for (let record = 0; record < records.count; record++) {
    const value = parsed.isAll || parsed.has(record) ? DOUBTFUL : records.value(record, filled.field);
    if (value === DOUBTFUL) addParsed(filled, parsed.of(record));
    else addValue(filled, value);
  }
}

function columnNamed(name: string): EventColumn {
  const column = EVENT_COLUMNS.find((each) => each.name === name);
  if (!column) throw new Error(`there is no column ${name}`);
  return column;
}

function parsedRecord(records: ScannedRecords, record: number): unknown {
  return recordOfEntry(
    JSON.parse(records.bytes.toString("utf8", records.start(record), records.end(record))),
  );
}

function addParsed(filled: Filled, record: unknown): void {
  addValue(filled, filled.column.name === "record" ? record : fieldOf(record, filled.path));
}

/** A value as `JSON.parse` gives it. */
function addValue({ column: { type, name }, rows }: Filled, value: unknown): void {
  if (rows instanceof TextColumn) {
    // Of a column of JSON, a text stands as JSON too. An entry that is null is a record nevertheless.
    const text =
      type === "text"
        ? valueText(value)
        : value === undefined || (value === null && name !== "record")
          ? undefined
          : wellFormedJson(value);
    if (text === undefined) rows.addNothing();
    else rows.addText(text);
  } else if (type === "boolean") rows.add(flagOf(value));
  else rows.add(timeOf(value));
}

/** Half of a pair of surrogates, which JSON may hold as an escape and DuckDB refuses; a backslash before it is text. */
const HALF = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

function wellFormedJson(value: unknown): string {
  return JSON.stringify(value).replace(HALF, "$1\uFFFD");
}

/** Bytes that are no UTF-8 are read as `JSON.parse` of their text would have them. */
function addUnicode(rows: TextColumn, bytes: Buffer): void {
  rows.addUtf8(isUtf8(bytes) ? bytes : Buffer.from(bytes.toString("utf8")));
}

/** `true` and `false` as texts. */
function flagIn(bytes: DataView, start: number, end: number): number {
  const length = end - start;
  if (length === 4) return bytes.getInt32(start, true) === 0x65757274 ? 1 : NaN;
  return length === 5 && bytes.getInt32(start, true) === 0x736c6166 && bytes.getUint8(start + 4) === 0x65
    ? 0
    : NaN;
}

function flagOf(value: unknown): number {
  return value === true || value === "true" ? 1 : value === false || value === "false" ? 0 : NaN;
}

function timeOf(value: unknown): number {
  return recordTime({ eventTime: value }) ?? NaN;
}
