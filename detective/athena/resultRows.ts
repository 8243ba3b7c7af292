import { AthenaClient, ResultPage } from "./athenaClient";
import { AthenaError, failedCall } from "./athenaError";

/** What a cell holds: JSON's simple values; whole numbers past 2^53 stay exact as bigint. */
export type AthenaValue = string | number | bigint | boolean | null;

export interface AthenaColumnInfo {
  readonly name: string;
  /** As Athena calls it: varchar, bigint, boolean, timestamp, array, … */
  readonly type: string;
}

/** The rows of a result, in its order. */
export interface AthenaRows {
  readonly columns: readonly AthenaColumnInfo[];
  /** Can be gone through once. */
  readonly rows: AsyncIterable<readonly AthenaValue[]>;
}

const PAGE = 1_000;

/** Reads a result page by page; the first page at once, for the columns. */
export async function resultRows(
  client: AthenaClient,
  queryId: string,
  retrying: <T>(call: () => Promise<T>) => Promise<T>,
  statementType?: string,
  signal?: AbortSignal,
): Promise<AthenaRows> {
  const page = async (token?: string): Promise<ResultPage> => {
    signal?.throwIfAborted();
    try {
      return await retrying(() =>
        client.getQueryResults({
          QueryExecutionId: queryId,
          MaxResults: PAGE,
          ...(token !== undefined && { NextToken: token }),
        }),
      );
    } catch (error) {
      throw failedCall(error, "athena:GetQueryResults", queryId);
    }
  };
  const first = await page();
  const columns = (first.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name = "", Type = "" }) => ({
    name: Name,
    type: Type.toLowerCase(),
  }));
  return { columns, rows: rowsOf(first, page, columns, statementType, queryId) };
}

async function* rowsOf(
  first: ResultPage,
  page: (token: string) => Promise<ResultPage>,
  columns: readonly AthenaColumnInfo[],
  statementType: string | undefined,
  queryId: string,
): AsyncGenerator<readonly AthenaValue[]> {
  const reads = columns.map(({ type }) => READS[type] ?? asText);
  const seen = new Set<string>();
  let next: ResultPage | undefined = first;
  let isFirst = true;
  while (next) {
    const rows: readonly (readonly (string | undefined)[])[] = (next.ResultSet?.Rows ?? []).map(
      ({ Data = [] }) => Data.map(({ VarCharValue }) => VarCharValue),
    );
    // A query's first row repeats the columns' names; SHOW and DESCRIBE have none.
    const header = isFirst && statementType !== "DDL" && isHeader(rows[0], columns);
    for (const [index, cells] of rows.entries()) {
      if (header && index === 0) continue;
      yield reads.map((read, column) => {
        const text = cells[column];
        return text === undefined ? null : read(text);
      });
    }
    isFirst = false;
    const token: string | undefined = next.NextToken;
    if (token !== undefined && seen.has(token))
      throw new AthenaError(
        `Athena returned the same page token twice for query ${queryId}; stopped to not read in a circle`,
        queryId,
      );
    if (token !== undefined) seen.add(token);
    next = token === undefined ? undefined : await page(token);
  }
}

function isHeader(
  row: readonly (string | undefined)[] | undefined,
  columns: readonly AthenaColumnInfo[],
): boolean {
  return row !== undefined && columns.every(({ name }, index) => row[index] === name);
}

const asText = (text: string): AthenaValue => text;

const READS: Readonly<Record<string, (text: string) => AthenaValue>> = {
  boolean: (text) => (text === "true" ? true : text === "false" ? false : text),
  tinyint: asNumber,
  smallint: asNumber,
  integer: asNumber,
  int: asNumber,
  bigint: (text) => {
    const number = Number(text);
    if (Number.isSafeInteger(number)) return number;
    return /^-?\d+$/.test(text) ? BigInt(text) : text;
  },
  float: asNumber,
  real: asNumber,
  double: asNumber,
};

/** Infinity and NaN stay texts: JSON has no word for them. */
function asNumber(text: string): AthenaValue {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}
