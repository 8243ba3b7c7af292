import type { DuckDBResult, DuckDBType, DuckDBValue } from "@duckdb/node-api";
import { Hide, valueJson, valueText } from "./resultValue";

/** A column of an answer. */
export interface ResultColumn {
  /** No two are the same. */
  readonly name: string;
  /** As DuckDB writes it: VARCHAR, BIGINT, TIMESTAMP, VARCHAR[], … */
  readonly type: string;
  /** Numbers are set to the right. */
  readonly isNumber: boolean;
}

/** A row of an answer, in two forms. */
export interface ResultRow {
  /** Of each column its value as text; undefined for NULL. */
  texts(hide?: Hide): (string | undefined)[];
  /** Of each column its value as JSON. */
  json(hide?: Hide): string[];
}

const NUMBER = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DECIMAL\(.*\)|FLOAT|DOUBLE|BIGNUM)$/;

/** The columns of an answer. */
export function resultColumns(result: DuckDBResult): ResultColumn[] {
  const names = result.deduplicatedColumnNames();
  return result.columnTypes().map((type, at) => ({
    name: names[at]!,
    type: type.alias ?? String(type),
    isNumber: NUMBER.test(String(type)),
  }));
}

/** The rows of an answer as they come, some at a time. */
export async function* resultRows(result: DuckDBResult): AsyncGenerator<ResultRow[]> {
  const types: readonly DuckDBType[] = result.columnTypes();
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return;
    yield chunk.getRows().map((row: readonly DuckDBValue[]) => ({
      texts: (hide) => row.map((value, at) => valueText(value, types[at]!, hide)),
      json: (hide) => row.map((value, at) => valueJson(value, types[at]!, hide)),
    }));
  }
}
