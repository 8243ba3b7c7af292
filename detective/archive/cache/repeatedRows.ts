import { rmSync } from "node:fs";
import { QueryDuckdb, queryDuckdb, sqlText } from "../query/queryDuckdb";
import { CacheFolder, token } from "./cacheFolder";
import { CacheManifest } from "./cacheFormat";

/** What of such rows is kept: enough to say which of them a question looks at. */
export const REPEATED_COLUMNS =
  "event_id, event_time, account_id, aws_region, log_account, log_region, log_day, source_file, record_index";

/** Of DuckDB; what does not fit goes to the cache's disk. */
const MEMORY = "100MB";
/** The ids of so many rows are held at a time: more would go to the disk and back. */
const PASS_ROWS = 2_000_000;

/**
 * Finds the rows of a cache whose eventID stands more than once, and writes them into it.
 *
 * @returns the file's path in the cache; "" where there are none
 */
export async function findRepeated(
  cache: CacheFolder,
  { partitions }: CacheManifest,
  signal?: AbortSignal,
): Promise<string> {
  const parts = partitions.flatMap((partition) => partition.parts);
  if (parts.length === 0) return "";
  signal?.throwIfAborted();
  let duckdb: QueryDuckdb | undefined;
  const temporary = cache.full(`.tmp-${token()}`);
  const interrupt = () => duckdb?.connection.interrupt();
  signal?.addEventListener("abort", interrupt);
  try {
    duckdb = await queryDuckdb({
      sql: "",
      memory: MEMORY,
      reads: [cache.path],
      temporary,
    });
    const { connection } = duckdb;
    const files = parts.map((part) => sqlText(cache.full(part))).join(", ");
    await connection.run(
      `CREATE VIEW part_rows AS SELECT * FROM read_parquet([${files}], hive_partitioning = false) WHERE event_id <> ''`,
    );
    await connection.run("CREATE TEMP TABLE twice (id UBIGINT)");
    const passes = Math.ceil(partitions.reduce((sum, { rows }) => sum + rows, 0) / PASS_ROWS);
    for (let pass = 0; pass < passes; pass++) {
      signal?.throwIfAborted();
      const some = passes > 1 ? ` WHERE hash(event_id) % ${passes} = ${pass}` : "";
      await connection.run(
        `INSERT INTO twice SELECT id FROM (SELECT hash(event_id) AS id FROM part_rows${some}) GROUP BY id HAVING count(*) > 1`,
      );
    }
    const reader = await connection.runAndReadAll("SELECT count(*) FROM twice");
    if (Number(reader.getRows()[0]![0]) === 0) return "";
    const path = `repeated-${token()}.parquet`;
    const rows = `SELECT ${REPEATED_COLUMNS} FROM part_rows WHERE hash(event_id) IN (SELECT id FROM twice)`;
    await connection.run(
      `COPY (${rows}) TO ${sqlText(cache.full(path))} (FORMAT parquet, ROW_GROUP_SIZE 16384)`,
    );
    return path;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", interrupt);
    duckdb?.close();
    rmSync(temporary, { recursive: true, force: true });
  }
}
