import { EVENT_COLUMNS, EventColumn, EventColumnType } from "../eventColumns";
import { sqlText } from "./queryDuckdb";

/** Which of the rows that there are belong to the answer, whatever is asked of them. */
export interface RowScope {
  /** Milliseconds since 1970, inclusive. */
  readonly from?: number;
  readonly to?: number;
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
}

/** What the views are made of. */
export interface ViewParts {
  /** Parquet files. */
  readonly files: readonly string[];
  /** Those of the record's columns that they have. */
  readonly columns: readonly string[];
  /** What stands before the names of source files. */
  readonly root: string;
  readonly scope: RowScope;
}

export const SQL_TYPES: Readonly<Record<EventColumnType, string>> = {
  text: "VARCHAR",
  timestamp: "TIMESTAMP",
  boolean: "BOOLEAN",
  json: "JSON",
  integer: "INTEGER",
};

/** What DuckDB says where a query looks at a column that its plan didn't name. */
export const UNREAD = "audit-trail: this column was not read";

/** The table that both views are made of, which has no rows: for planning. */
export function plannedTable(name: string): string {
  return `CREATE TABLE ${name} (${EVENT_COLUMNS.map((column) => `${column.name} ${SQL_TYPES[column.type]}`).join(", ")})`;
}

/** Every row that is in scope, with names of files as the reader of the archive has them. */
export function deliveriesView(parts: ViewParts): string {
  return `CREATE VIEW deliveries AS SELECT ${EVENT_COLUMNS.map((column) => columnOf(column, parts)).join(", ")} FROM part_rows`;
}

/** The parts' own rows, as far as they are in scope. */
export function partRows({ files, columns, scope }: ViewParts): string {
  const from =
    files.length > 0
      ? `read_parquet([${files.map(sqlText).join(", ")}], hive_partitioning = false)`
      : `(SELECT ${[...columns, ...PLACE].map((name) => `CAST(NULL AS ${typeOf(name)}) AS ${name}`).join(", ")} WHERE false)`;
  const conditions = scopeConditions(scope);
  return `CREATE VIEW part_rows AS SELECT * FROM ${from}${conditions === "" ? "" : ` WHERE ${conditions}`}`;
}

const PLACE = ["log_account", "log_region", "log_day", "source_file", "record_index"];

/** Columns of the record that `scopeConditions` looks at. */
export function scopeColumns({ from, to, accounts, regions }: RowScope): string[] {
  return [
    ...(from !== undefined || to !== undefined ? ["event_time"] : []),
    ...(accounts ? ["account_id"] : []),
    ...(regions ? ["aws_region"] : []),
  ];
}

/** What doesn't say its account or Region has its file's; what says neither may be of one that is asked for. */
export function scopeConditions({ from, to, accounts, regions }: RowScope): string {
  const listed = (names: readonly string[]) => names.map(sqlText).join(", ");
  return [
    ...(from === undefined ? [] : [`event_time >= make_timestamp(${from * 1000})`]),
    ...(to === undefined ? [] : [`event_time <= make_timestamp(${to * 1000})`]),
    ...(accounts ? [`coalesce(coalesce(account_id, log_account) IN (${listed(accounts)}), true)`] : []),
    ...(regions ? [`coalesce(coalesce(aws_region, log_region) IN (${listed(regions)}), true)`] : []),
  ].join(" AND ");
}

/**
 * Rows whose eventID stands in a row before: later in the order of the files' names, or later in the same file.
 *
 * @returns a table `repeated`, and how to count it
 */
export const REPEATED: readonly string[] = [
  "CREATE TEMP TABLE repeated AS WITH known AS (SELECT hash(event_id) AS id FROM part_rows WHERE event_id <> ''), " +
    "twice AS (SELECT id FROM known GROUP BY id HAVING count(*) > 1) " +
    "SELECT source_file, record_index FROM (SELECT source_file, record_index, row_number() OVER (PARTITION BY event_id ORDER BY source_file, record_index) AS place " +
    "FROM part_rows WHERE event_id <> '' AND hash(event_id) IN (SELECT id FROM twice)) WHERE place > 1",
];

/** Each record once. */
export function eventsView(parts: ViewParts, hasRepeated: boolean): string {
  const columns = EVENT_COLUMNS.map((column) => columnOf(column, parts)).join(", ");
  return `CREATE VIEW events AS SELECT ${columns} FROM part_rows${
    hasRepeated
      ? " ANTI JOIN repeated ON repeated.source_file = part_rows.source_file AND repeated.record_index = part_rows.record_index"
      : ""
  }`;
}

function columnOf({ name, type }: EventColumn, { columns, root }: ViewParts): string {
  if (name === "source_file")
    return root === "" ? "part_rows.source_file" : `${sqlText(root)} || part_rows.source_file AS source_file`;
  if (PLACE.includes(name) || columns.includes(name)) return `part_rows.${name}`;
  // Not to be worked out before there is a row.
  return `CAST(error(${sqlText(UNREAD)} || part_rows.record_index) AS ${SQL_TYPES[type]}) AS ${name}`;
}

function typeOf(name: string): string {
  return SQL_TYPES[EVENT_COLUMNS.find((column) => column.name === name)!.type];
}
