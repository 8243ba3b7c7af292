import type { Answer } from "../../detective";

/** As records write it; what only looks like a time is left alone. */
const timesIn = (cell: string) =>
  (cell.match(ISO_TIME) ?? []).filter((time) => !Number.isNaN(Date.parse(time)));
const ISO_TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/**
 * The answer with its time columns in the reader's own time zone, and the offset in their titles; where summer time
 * began or ended in between, every cell has its own.
 *
 * A reader in UTC gets the answer as it is.
 */
export function localTimes<K extends string, T>(answer: Answer<K, T>): Answer<K, T> {
  const keys = answer.columns.filter(({ kind }) => kind === "time").map(({ key }) => key);
  const offsets = new Set(
    answer.rows.flatMap((row) => keys.flatMap((key) => timesIn(row[key]).map(offsetOf))),
  );
  const [only] = offsets;
  if (only === undefined || (offsets.size === 1 && only === "UTC")) return answer;
  const inCells = offsets.size > 1;
  const local = (cell: string) =>
    cell.replace(ISO_TIME, (time) =>
      timesIn(time).length > 0 ? localTime(time) + (inCells ? ` ${offsetOf(time)}` : "") : time,
    );
  return {
    ...answer,
    columns: answer.columns.map((column) =>
      keys.includes(column.key) && !inCells ? { ...column, title: `${column.title} (${only})` } : column,
    ),
    rows: answer.rows.map(
      (row) =>
        Object.fromEntries(
          Object.entries<string>(row).map(([key, cell]) => [
            key,
            keys.includes(key as K) ? local(cell) : cell,
          ]),
        ) as typeof row,
    ),
  };
}

/** `2025-12-11 19:30:00`, in the time zone of this process. */
export function localTime(iso: string): string {
  const time = new Date(iso);
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19).replace("T", " ");
}

/** `UTC+01:00`, or `UTC`. */
export function offsetOf(iso: string): string {
  const minutes = -new Date(iso).getTimezoneOffset();
  if (minutes === 0) return "UTC";
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}
