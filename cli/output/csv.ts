import type { Answer } from "../../detective";

/** What of an answer CSV has room for. */
export type Sheet = Pick<Answer, "columns" | "rows" | "evidence">;

/**
 * An answer as CSV by RFC 4180, with the eventIDs that each row rests on as last column.
 *
 * A cell that a spreadsheet would take for a formula (it begins with = + - @, a tab or a line break) gets an apostrophe
 * in front: what an attacker put into a request must not run in the reader's spreadsheet.
 */
export function csv(sheet: Sheet): string {
  return [...csvLines(sheet)].join("");
}

/** What `csv` says, line by line. */
export function* csvLines({ columns, rows, evidence }: Sheet): Generator<string> {
  // A table leaves a column out that says the same in every row; a program wants the same columns every time.
  const keys = rows[0] ? Object.keys(rows[0]) : columns.map(({ key }) => key);
  yield csvLine([...keys, "eventIDs"]);
  for (const [index, row] of rows.entries()) {
    yield csvLine([
      ...keys.map((key) => harmless(row[key] ?? "")),
      harmless((evidence[index] ?? []).join(" ")),
    ]);
  }
}

/** Cells as a line by RFC 4180. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(",")}\r\n`;
}

/** A cell that no spreadsheet takes for a formula. */
export function harmless(cell: string): string {
  return /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
