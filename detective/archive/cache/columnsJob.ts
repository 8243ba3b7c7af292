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
import { TextColumn } from "./parquet/textColumn";
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
    for (let record = 0; record < count; record++) {
      if (this.parses || this.isDoubtful(records, record)) this.addRecord(parsedRecord(records, record));
      else this.addScanned(records, record);
    }
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

  /** Whether only a parse can say what one of its columns holds. */
  private isDoubtful(records: ScannedRecords, record: number): boolean {
    const { spans } = records;
    if (spans) {
      const first = 2 * record * this.fields.length;
      if (spans[first + 2 * this.inside] !== SpanKind.absent) return true;
      for (const { field } of this.filled) if (spans[first + 2 * field] === SpanKind.doubtful) return true;
      return false;
    }
    if (records.value(record, this.inside) !== undefined) return true;
    return this.filled.some(({ field }) => records.value(record, field) === DOUBTFUL);
  }

  private addScanned(records: ScannedRecords, record: number): void {
    const { spans, bytes } = records;
    if (!spans) {
      for (const filled of this.filled) addValue(filled, records.value(record, filled.field));
      return;
    }
    const first = 2 * record * this.fields.length;
    for (const filled of this.filled) {
      const at = first + 2 * filled.field;
      const start = spans[at]!;
      const end = spans[at + 1]!;
      const { rows } = filled;
      if (rows instanceof TextColumn) {
        if (start >= 0) addBytes(rows, bytes, start, end);
        else if (start === SpanKind.true) rows.addText("true");
        else if (start === SpanKind.false) rows.addText("false");
        else rows.addNothing();
      } else if (filled.column.type === "boolean") {
        if (start < 0) rows.add(start === SpanKind.true ? 1 : start === SpanKind.false ? 0 : NaN);
        else rows.add(flagOf(end - start > 5 ? "" : bytes.toString("latin1", start, end)));
      } else if (start < 0) rows.add(NaN);
      else rows.add(scannedTime(bytes, start, end) ?? timeOf(bytes.toString("utf8", start, end)));
    }
  }

  private addRecord(record: unknown): void {
    for (const filled of this.filled) {
      const value = filled.column.name === "record" ? record : fieldOf(record, filled.path);
      addValue(filled, value);
    }
  }

  private taken(rows: number, facts: SeenFacts): FileColumns {
    const packed = packColumns(this.filled.map((filled) => filled.rows));
    for (const filled of this.filled) filled.rows.clear();
    return { rows, packed, ...facts };
  }
}

function columnNamed(name: string): EventColumn {
  const column = EVENT_COLUMNS.find((each) => each.name === name);
  if (!column) throw new Error(`there is no column ${name}`);
  return column;
}

function parsedRecord(records: ScannedRecords, record: number): unknown {
  return JSON.parse(records.bytes.toString("utf8", records.start(record), records.end(record)));
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
          : JSON.stringify(value);
    if (text === undefined) rows.addNothing();
    else rows.addText(text);
  } else if (type === "boolean") rows.add(flagOf(value));
  else rows.add(timeOf(value));
}

function addBytes(rows: TextColumn, bytes: Buffer, start: number, end: number): void {
  if (rows.add(bytes, start, end)) return;
  const text = bytes.subarray(start, end);
  rows.addUtf8(isUtf8(text) ? text : Buffer.from(text.toString("utf8")));
}

function flagOf(value: unknown): number {
  return value === true || value === "true" ? 1 : value === false || value === "false" ? 0 : NaN;
}

function timeOf(value: unknown): number {
  return recordTime({ eventTime: value }) ?? NaN;
}
