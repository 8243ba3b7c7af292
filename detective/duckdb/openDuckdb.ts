import { createRequire } from "node:module";
import type { DuckDBConnection } from "@duckdb/node-api";

/** What DuckDB may take of the machine. */
export interface DuckdbLimits {
  /** @default 500MB, of each database's own memory; what the records take in this process comes to it */
  memory?: string;
}

/** DuckDB can't be had on this machine. */
export class DuckdbMissing extends Error {
  override readonly name = "DuckdbMissing";
}

/** A database of its own in memory, and how to leave it. */
export interface OpenDuckdb {
  connect(): Promise<DuckDBConnection>;
  close(): void;
}

/**
 * Starts DuckDB in memory, without reach: no files, no network, no extensions to be fetched, nothing to be switched on
 * again.
 *
 * @throws DuckdbMissing where the package or its binary for this machine is not installed
 */
export async function openDuckdb({ memory = "500MB" }: DuckdbLimits = {}): Promise<OpenDuckdb> {
  const { DuckDBInstance } = loadDuckdb('use the engine "memory"');
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: memory,
    threads: "1",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    enable_external_access: "false",
    // A query is prepared before its table holds anything: what an empty table's statistics say (that a column has no
    // NULL) would stay in its plan.
    disabled_optimizers: "statistics_propagation",
    // The order of rows is of no interest, and costs memory to keep.
    preserve_insertion_order: "false",
    lock_configuration: "true",
  });
  const connections: DuckDBConnection[] = [];
  return {
    connect: async () => {
      const connection = await instance.connect();
      connections.push(connection);
      return connection;
    },
    close: () => {
      for (const connection of connections) connection.closeSync();
      instance.closeSync();
    },
  };
}

/**
 * DuckDB's package.
 *
 * @param otherwise what to do where it can't be had
 * @throws DuckdbMissing where it or its binary for this machine is not installed
 */
export function loadDuckdb(otherwise: string): typeof import("@duckdb/node-api") {
  try {
    // An import() would search each of its files for what they export, which takes as long again.
    return createRequire(__filename)("@duckdb/node-api") as typeof import("@duckdb/node-api");
  } catch (error) {
    throw new DuckdbMissing(
      `DuckDB can't be started on ${process.platform} ${process.arch}: npm install @duckdb/node-api, or ${otherwise} (${(error as Error).message.split("\n")[0]})`,
      { cause: error },
    );
  }
}
