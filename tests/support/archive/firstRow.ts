import type { DuckDBConnection } from "@duckdb/node-api";
import { type ResultRow, resultRows } from "../../../detective/archive/query/queryResult";

/** The first row that DuckDB answers. */
export async function firstRow(connection: DuckDBConnection, sql: string): Promise<ResultRow> {
  for await (const rows of resultRows(await connection.stream(sql))) return rows[0]!;
  throw new Error(`no row: ${sql}`);
}
