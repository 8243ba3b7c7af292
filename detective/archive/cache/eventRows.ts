import { EVENT_COLUMNS, EventColumn } from "../eventColumns";
import { FileColumns } from "./columnsJob";
import { FilePlace } from "./filePlace";
import { PackedColumn, addPacked } from "./packedColumns";
import { NumberColumn } from "./parquet/numberColumn";
import { ParquetColumn, ParquetWriter } from "./parquet/parquetWriter";
import { TextColumn } from "./parquet/textColumn";
import { WriterMemory } from "./parquet/writerMemory";
import { sortedRows } from "./sortedRows";

/** Columns that the file's place tells, not the record. */
const PLACE_COLUMNS = ["log_account", "log_region", "log_day", "source_file", "record_index"] as const;
/** Rows that are written as one group: what DuckDB reads, or passes over, at once. */
const GROUP_ROWS = 16_384;

/** Whether a record itself, not the place of its file, has a column. */
export function isOfRecord({ name }: Pick<EventColumn, "name">): boolean {
  return !(PLACE_COLUMNS as readonly string[]).includes(name);
}

/** Rows of many files until they are written as one part, in Parquet. */
export class EventRows {
  rows = 0;
  private readonly ofRecord: readonly PackedColumn[];
  private readonly account = new TextColumn();
  private readonly region = new TextColumn();
  private readonly day = new TextColumn();
  private readonly file = new TextColumn();
  private readonly index = new NumberColumn();
  private readonly columns: readonly ParquetColumn[];
  private readonly memory = new WriterMemory();

  /** @param columns those of the records, in the order in which `columnsJob` was asked for them */
  constructor(columns: readonly string[]) {
    const known = columns.map((name) => EVENT_COLUMNS.find((column) => column.name === name)!);
    const ofRecord = known.map(({ name, type }): ParquetColumn => {
      const isText = type === "text" || type === "json";
      return {
        name,
        kind: type,
        rows: isText
          ? new TextColumn(["event_id", "request_id", "record"].includes(name))
          : new NumberColumn(),
      };
    });
    this.ofRecord = ofRecord.map(({ rows }) => rows);
    this.columns = [
      ...ofRecord,
      { name: "log_account", kind: "text", rows: this.account },
      { name: "log_region", kind: "text", rows: this.region },
      { name: "log_day", kind: "text", rows: this.day },
      { name: "source_file", kind: "text", rows: this.file },
      { name: "record_index", kind: "integer", rows: this.index },
    ];
  }

  /** How much memory the texts take, in bytes. */
  get bytes(): number {
    let bytes = 0;
    for (const { rows } of this.columns) bytes += rows instanceof TextColumn ? rows.length : 0;
    return bytes;
  }

  /** @param first the place in its file of the first record */
  add({ rows, packed }: FileColumns, file: string, { account, region, day }: FilePlace, first: number): void {
    addPacked(this.ofRecord, packed, rows);
    this.account.addRepeated(account, rows);
    this.region.addRepeated(region, rows);
    this.day.addRepeated(day, rows);
    this.file.addRepeated(file, rows);
    this.index.addCounted(first, rows);
    this.rows += rows;
  }

  /**
   * Writes them as a Parquet file and forgets them.
   *
   * @param sorted by service and time, so that questions of one service look at few of the groups
   * @param write takes bytes that are valid until it returns
   * @returns how many bytes it has
   */
  writeTo(write: (bytes: Uint8Array) => void, { sorted }: { sorted: boolean }): number {
    const order = this.order(sorted);
    const writer = new ParquetWriter(this.columns, write, this.memory);
    // A few rows more than that make no group of their own.
    const groups = Math.max(Math.round(this.rows / GROUP_ROWS), 1);
    for (let group = 0; group < groups; group++)
      writer.group(order.subarray(share(this.rows, group, groups), share(this.rows, group + 1, groups)));
    const length = writer.end();
    for (const { rows } of this.columns) rows.clear();
    this.rows = 0;
    return length;
  }

  /** Whether a data event is among them. */
  get hasDataEvent(): boolean {
    const category = this.columns.find(({ name }) => name === "event_category")?.rows;
    return category instanceof TextColumn && (category.holds("Data") || category.holds("NetworkActivity"));
  }

  private order(sorted: boolean): Int32Array {
    const named = (name: string) =>
      sorted ? this.columns.find((column) => column.name === name)?.rows : undefined;
    return sortedRows(
      this.rows,
      named("event_source") as TextColumn | undefined,
      named("event_time") as NumberColumn | undefined,
    );
  }
}

/** Where one of so many equal shares begins. */
function share(rows: number, one: number, all: number): number {
  return Math.floor((rows * one) / all);
}
