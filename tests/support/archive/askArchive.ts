import { type ArchiveQueryOptions, queryArchive } from "../../../detective/archive/query/archiveQuery";
import { diskArchive } from "../../../detective/archive/query/querySource";
import type { Coverage } from "../../../detective/source";

/** An answer as a test compares it. */
export interface Asked {
  columns: string[];
  /** Of each column its text; null for NULL. */
  rows: (string | null)[][];
  coverage: Coverage;
}

/** Asks a folder in SQL and takes the whole answer. */
export async function askArchive(
  folder: string,
  sql: string,
  options: ArchiveQueryOptions = {},
): Promise<Asked> {
  const answer = await queryArchive(diskArchive(folder), sql, { threads: 0, ...options });
  try {
    const rows: Asked["rows"] = [];
    for await (const some of answer.rows())
      for (const row of some) rows.push(row.texts().map((text) => text ?? null));
    return {
      columns: answer.columns.map(({ name, type }) => `${name} ${type}`),
      rows,
      coverage: answer.coverage,
    };
  } finally {
    await answer.close();
  }
}
