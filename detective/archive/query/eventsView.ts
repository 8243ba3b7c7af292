import { EVENT_COLUMNS, EventColumn, EventColumnType } from "../eventColumns";
import { FilePlace } from "../cache/filePlace";
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
  /** Parquet files of a cache. */
  readonly cached: readonly string[];
  /** Parquet files of what was read now. */
  readonly read: readonly string[];
  /** The record's columns that both have. */
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

/** The table that a view is made of as long as there are no rows: for planning. */
export function plannedTable(name: string): string {
  return `CREATE TABLE ${name} (${EVENT_COLUMNS.map((column) => `${column.name} ${SQL_TYPES[column.type]}`).join(", ")})`;
}

const PLACE = ["log_account", "log_region", "log_day", "source_file", "record_index"];

/** The rows that are in scope: of the cache, those read now, and both. */
export function rowViews({ cached, read, columns, scope }: ViewParts): string[] {
  const names = [...columns, ...PLACE].join(", ");
  const conditions = scopeConditions(scope);
  const where = conditions === "" ? "" : ` WHERE ${conditions}`;
  const rows = (files: readonly string[]) =>
    `SELECT ${names} FROM ${parquet(files, [...columns, ...PLACE])}${where}`;
  const both = [...(cached.length > 0 ? ["cached_rows"] : []), "read_rows"].map(
    (view) => `SELECT * FROM ${view}`,
  );
  return [
    `CREATE VIEW cached_rows AS ${rows(cached)}`,
    `CREATE VIEW read_rows AS ${rows(read)}`,
    `CREATE VIEW part_rows AS ${(read.length > 0 ? both : both.slice(0, 1)).join(" UNION ALL ")}`,
  ];
}

/** How many rows may lie in the range, for all that they say. */
export function undatedRows({ cached, read, columns, scope: { accounts, regions } }: ViewParts): string {
  const conditions = scopeConditions({ ...(accounts && { accounts }), ...(regions && { regions }) });
  const rows = (files: readonly string[]) =>
    `SELECT count(*) AS n FROM ${parquet(files, [...columns, ...PLACE])} WHERE event_time IS NULL${conditions === "" ? "" : ` AND ${conditions}`}`;
  return `SELECT sum(n) FROM (${rows(cached)} UNION ALL ${rows(read)})`;
}

/** Columns of the record that the scope looks at. */
export function scopeColumns({ from, to, accounts, regions }: RowScope): string[] {
  return [
    ...(from !== undefined || to !== undefined ? ["event_time"] : []),
    ...(accounts ? ["account_id"] : []),
    ...(regions ? ["aws_region"] : []),
  ];
}

/**
 * Rows whose eventID stands in a row before: of a file whose name comes earlier, or earlier in the same file. They go to
 * a table `repeated`.
 *
 * @param known a Parquet file of all rows of the cache whose eventID stands more than once; "" where there are none,
 *   undefined where nobody looked
 * @param places those of the cache's rows
 */
export function repeatedTable(
  { cached, read, scope }: ViewParts,
  known: string | undefined,
  places: readonly FilePlace[],
): string {
  const isKnown = known !== undefined || cached.length === 0;
  const unsure = isKnown ? "read_rows" : "part_rows";
  const row = "event_id, source_file, record_index";
  const ids = [`SELECT id FROM ids GROUP BY id HAVING count(*) > 1`];
  if (isKnown && cached.length > 0 && read.length > 0)
    ids.push(
      "SELECT hash(event_id) FROM cached_rows WHERE event_id <> '' AND hash(event_id) IN (SELECT id FROM ids)",
    );
  const rows = [
    `SELECT ${row} FROM part_rows WHERE event_id <> '' AND hash(event_id) IN (SELECT id FROM twice)`,
  ];
  // Without a place of the cache there is no row of it.
  if (known && places.length > 0) {
    const conditions = [placeConditions(places), scopeConditions(scope)]
      .filter((text) => text !== "")
      .join(" AND ");
    rows.push(`SELECT ${row} FROM read_parquet(${sqlText(known)}) WHERE ${conditions}`);
  }
  return (
    `CREATE TEMP TABLE repeated AS WITH ids AS MATERIALIZED (SELECT hash(event_id) AS id FROM ${unsure} WHERE event_id <> ''), ` +
    `twice AS MATERIALIZED (${ids.join(" UNION ")}), candidates AS (${rows.join(" UNION ")}) ` +
    "SELECT source_file, record_index FROM (SELECT source_file, record_index, row_number() OVER (PARTITION BY event_id ORDER BY source_file, record_index) AS place FROM candidates) WHERE place > 1"
  );
}

/** Every row that is in scope, with names of files as the reader of the archive has them. */
export function deliveriesView(parts: ViewParts): string {
  return `CREATE VIEW deliveries AS SELECT ${viewColumns(parts)} FROM part_rows`;
}

/** Each record once. */
export function eventsView(parts: ViewParts, hasRepeated: boolean): string {
  return `CREATE VIEW events AS SELECT ${viewColumns(parts)} FROM part_rows${
    hasRepeated
      ? " ANTI JOIN repeated ON repeated.source_file = part_rows.source_file AND repeated.record_index = part_rows.record_index"
      : ""
  }`;
}

function viewColumns({ columns, root }: ViewParts): string {
  return EVENT_COLUMNS.map((column) => columnOf(column, columns, root)).join(", ");
}

function columnOf({ name, type }: EventColumn, columns: readonly string[], root: string): string {
  if (name === "source_file" && root !== "")
    return `${sqlText(root)} || part_rows.source_file AS source_file`;
  if (PLACE.includes(name) || columns.includes(name)) return `part_rows.${name}`;
  // Not to be worked out before there is a row.
  return `CAST(error(${sqlText(UNREAD)} || part_rows.record_index) AS ${SQL_TYPES[type]}) AS ${name}`;
}

/** What doesn't say its account or Region has its file's; what says neither may be of one that is asked for. */
function scopeConditions({ from, to, accounts, regions }: RowScope): string {
  const listed = (names: readonly string[]) => names.map(sqlText).join(", ");
  return [
    ...(from === undefined ? [] : [`event_time >= make_timestamp(${from * 1000})`]),
    ...(to === undefined ? [] : [`event_time <= make_timestamp(${to * 1000})`]),
    ...(accounts ? [`coalesce(coalesce(account_id, log_account) IN (${listed(accounts)}), true)`] : []),
    ...(regions ? [`coalesce(coalesce(aws_region, log_region) IN (${listed(regions)}), true)`] : []),
  ].join(" AND ");
}

function placeConditions(places: readonly FilePlace[]): string {
  const keys = places.map(({ account = "", region = "", day = "" }) =>
    sqlText(`${account}/${region}/${day}`),
  );
  return `concat(log_account, '/', log_region, '/', log_day) IN (${keys.join(", ")})`;
}

function parquet(files: readonly string[], columns: readonly string[]): string {
  if (files.length > 0) return `read_parquet([${files.map(sqlText).join(", ")}], hive_partitioning = false)`;
  const nothing = columns.map((name) => `CAST(NULL AS ${typeOf(name)}) AS ${name}`);
  return `(SELECT ${nothing.join(", ")} WHERE false)`;
}

function typeOf(name: string): string {
  return SQL_TYPES[EVENT_COLUMNS.find((column) => column.name === name)!.type];
}
