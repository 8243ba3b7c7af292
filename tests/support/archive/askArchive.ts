import { type ArchiveQueryOptions, queryArchive } from "../../../detective/archive/query/archiveQuery";
import { type QuerySource, diskArchive } from "../../../detective/archive/query/querySource";
import type { Coverage } from "../../../detective/source";

/** An answer as a test compares it. */
export interface Asked {
  columns: string[];
  /** Of each column its text; null for NULL. */
  rows: (string | null)[][];
  coverage: Coverage;
}

/** Asks a folder in SQL and takes the whole answer. */
export function askArchive(folder: string, sql: string, options: ArchiveQueryOptions = {}): Promise<Asked> {
  return askSource(diskArchive(folder), sql, options);
}

/** The same of any archive. */
export async function askSource(
  source: QuerySource,
  sql: string,
  options: ArchiveQueryOptions = {},
): Promise<Asked> {
  const answer = await queryArchive(source, sql, { threads: 0, ...options });
  try {
    const rows: Asked["rows"] = [];
    for await (const some of answer.rows())
      for (const row of some) rows.push(row.texts().map((text) => text ?? null));
    const columns = answer.columns.map(({ name, type }) => `${name} ${type}`);
    return { columns, rows, coverage: answer.coverage };
  } finally {
    await answer.close();
  }
}
