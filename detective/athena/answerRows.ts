import type { ResultColumn, ResultRow } from "../archive/query/queryResult";
import { AthenaColumnInfo, AthenaValue } from "./resultRows";

/** The columns in the form that answers from files have; no two have the same name: `n`, `n_1`. */
export function answerColumns(columns: readonly AthenaColumnInfo[]): ResultColumn[] {
  const taken = new Set<string>();
  return columns.map(({ name, type }) => {
    let unique = name;
    for (let number = 1; taken.has(unique); number++) unique = `${name}_${number}`;
    taken.add(unique);
    return { name: unique, type: type.toUpperCase(), isNumber: isNumber(type) };
  });
}

const ROWS = 1_000;

/** The rows in the form that answers from files have, some at a time. */
export async function* answerRows(
  rows: AsyncIterable<readonly AthenaValue[]>,
  columns: readonly AthenaColumnInfo[],
): AsyncGenerator<ResultRow[]> {
  let group: ResultRow[] = [];
  for await (const row of rows) {
    group.push(resultRow(row, columns));
    if (group.length < ROWS) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

function resultRow(row: readonly AthenaValue[], columns: readonly AthenaColumnInfo[]): ResultRow {
  return {
    texts: (hide = (text) => text) =>
      row.map((value, at) => {
        if (value === null) return undefined;
        const text = columns[at]!.type.startsWith("timestamp") ? isoTime(String(value)) : String(value);
        return typeof value === "string" ? hide(text) : text;
      }),
    json: (hide = (text) => text) =>
      row.map((value, at) => {
        if (typeof value === "bigint") return JSON.stringify(String(value));
        if (typeof value !== "string") return JSON.stringify(value);
        return JSON.stringify(hide(columns[at]!.type.startsWith("timestamp") ? isoTime(value) : value));
      }),
  };
}

/** `2026-01-31 12:00:00.000` as files' answers have it. */
function isoTime(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+?)0*)?(?: UTC)?$/.exec(text);
  if (!match) return text;
  const [, day, time, rest] = match;
  return `${day!}T${time!}${rest && !/^0*$/.test(rest) ? `.${rest}` : ""}Z`;
}

function isNumber(type: string): boolean {
  return /^(?:tinyint|smallint|int|integer|bigint|real|float|double|decimal)/.test(type);
}
