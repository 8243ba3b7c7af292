import type { DuckDBConnection } from "@duckdb/node-api";
import { EVENT_COLUMNS, EventColumn } from "../../../detective/archive/eventColumns";
import { isJsonObject } from "../../../detective/json";
import { PlacedRecord } from "./call";

const TYPES: Record<EventColumn["type"], string> = {
  text: "VARCHAR",
  timestamp: "TIMESTAMP",
  boolean: "BOOLEAN",
  json: "JSON",
  integer: "BIGINT",
};

/** A table with the columns of the view `events`, and of `deliveries`, which is the same here. */
export async function eventsTable(duckdb: DuckDBConnection, records: readonly PlacedRecord[]): Promise<void> {
  const columns = EVENT_COLUMNS.map(({ name, type }) => `${name} ${TYPES[type]}`);
  await duckdb.run(`CREATE OR REPLACE TABLE events (${columns.join(", ")})`);
  await duckdb.run("CREATE OR REPLACE VIEW deliveries AS SELECT * FROM events");
  const rows = records.map((placed, index) => EVENT_COLUMNS.map((column) => valueOf(column, placed, index)));
  const literal = (value: string | null) => (value === null ? "NULL" : `'${value.replaceAll("'", "''")}'`);
  await duckdb.run(
    `INSERT INTO events VALUES ${rows.map((row) => `(${row.map(literal).join(", ")})`).join(", ")}`,
  );
}

function valueOf(column: EventColumn, placed: PlacedRecord, index: number): string | null {
  if (column.field !== undefined) return fieldOf(column, placed);
  switch (column.name) {
    case "log_account":
      return placed.account;
    case "log_region":
      return placed.region;
    case "log_day":
      return placed.day;
    case "source_file":
      return placed.file;
    case "record_index":
      return String(index);
    default:
      return JSON.stringify(placed.record);
  }
}

function fieldOf({ field = "", type }: EventColumn, { record }: PlacedRecord): string | null {
  let value: unknown = record;
  for (const part of field.split(".")) value = isJsonObject(value) ? value[part] : undefined;
  if (value === undefined || value === null) return null;
  if (type === "timestamp") return (value as string).replace("T", " ").replace("Z", "");
  return typeof value === "string" && type !== "json" ? value : JSON.stringify(value);
}
