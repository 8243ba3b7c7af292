import { rmSync } from "node:fs";
import { QueryDuckdb, queryDuckdb, sqlText } from "../query/queryDuckdb";
import { CacheFolder, token } from "./cacheFolder";
import { CacheManifest } from "./cacheFormat";

/** What of such rows is kept: enough to say which of them a question looks at. */
export const REPEATED_COLUMNS =
  "event_id, event_time, account_id, aws_region, log_account, log_region, log_day, source_file, record_index";

/** Of DuckDB; what does not fit goes to the cache's disk. */
const MEMORY = "150MB";

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
      `CREATE TEMP TABLE rows AS WITH part_rows AS (SELECT * FROM read_parquet([${files}], hive_partitioning = false)), ` +
        "twice AS (SELECT id FROM (SELECT hash(event_id) AS id FROM part_rows WHERE event_id <> '') GROUP BY id HAVING count(*) > 1) " +
        `SELECT ${REPEATED_COLUMNS} FROM part_rows WHERE event_id <> '' AND hash(event_id) IN (SELECT id FROM twice)`,
    );
    const reader = await connection.runAndReadAll("SELECT count(*) FROM rows");
    if (Number(reader.getRows()[0]![0]) === 0) return "";
    const path = `repeated-${token()}.parquet`;
    await connection.run(`COPY rows TO ${sqlText(cache.full(path))} (FORMAT parquet)`);
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
