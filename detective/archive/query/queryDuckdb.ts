import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { loadDuckdb } from "../../duckdb/openDuckdb";
import { trinoMacros } from "./trinoNames";

/** What a database that answers queries may take, and what it may read. */
export interface QueryDuckdbOptions {
  /** @default 150MB: of DuckDB's own memory; what doesn't fit goes to `temporary` */
  readonly memory?: string;
  /** @default 2 */
  readonly threads?: number;
  /** Folders whose files its views are made of; no others can be read. @default none */
  readonly reads?: readonly string[];
  /** The text that will be asked: of Trino's names only those that it may use are made known. @default all of them */
  readonly sql?: string;
  /** A folder for what doesn't fit into the memory. @default none: such a query fails */
  readonly temporary?: string;
  /** Optimizers that are left out, by DuckDB's names. @default none */
  readonly without?: readonly string[];
}

/** A database of its own in memory, and how to leave it. */
export interface QueryDuckdb {
  readonly connection: DuckDBConnection;
  close(): void;
}

/**
 * Starts DuckDB for queries that anybody wrote: it reads the folders that its views are made of and no other files, has no
 * network, fetches no extensions, and nothing of that can be switched on again once `seal` was called. Times are in UTC,
 * and Trino's names are known.
 *
 * @throws DuckdbMissing where DuckDB is not installed
 */
export async function queryDuckdb(options: QueryDuckdbOptions = {}): Promise<QueryDuckdb> {
  const { memory = "150MB", threads = 2, reads = [], temporary, without = [] } = options;
  const { DuckDBInstance } = loadDuckdb("ask with another command");
  const instance: DuckDBInstance = await DuckDBInstance.create(":memory:", {
    memory_limit: memory,
    threads: String(threads),
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    preserve_insertion_order: "false",
    ...(without.length > 0 && { disabled_optimizers: without.join(",") }),
    ...(temporary === undefined ? { max_temp_directory_size: "0MB" } : { temp_directory: temporary }),
  });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    await connection.run(`SET TimeZone = 'UTC'; SET scalar_subquery_error_on_multiple_rows = true`);
    await connection.run(`SET allowed_directories = [${reads.map(sqlText).join(", ")}]`);
    await connection.run("SET enable_external_access = false");
    const macros = trinoMacros(options.sql);
    if (macros.length > 0) await connection.run(macros.join(";\n"));
    return { connection, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Nothing can be changed any more. */
export async function seal({ connection }: QueryDuckdb): Promise<void> {
  await connection.run("SET lock_configuration = true");
}

/** A text as SQL writes it. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
