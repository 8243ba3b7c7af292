import { JsonObject } from "../../../detective/json";
import { ParameterValues } from "../../../detective";
import { PlacedRecord } from "./call";

/** Records that a saved query is asked of, with what it finds and what it doesn't. */
export interface QueryCase {
  readonly values?: ParameterValues;
  readonly records: readonly PlacedRecord[];
  /** Each row's values with ` | ` between, NULL as `-`, times of May 2026 as 04T10:00. */
  readonly rows: readonly string[];
  /** Of Athena, where they differ. */
  readonly athenaRows?: readonly string[];
}

/** Rows as cases write them. */
export function rowTexts(rows: readonly (readonly unknown[])[]): string[] {
  return rows.map((row) => row.map(valueText).join(" | "));
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return "-";
  const text = (value as { toString(): string }).toString();
  const time = /^2026-05-(\d{2}) (\d{2}:\d{2}):00(?:\.0+)?$/.exec(text);
  return time ? `${time[1]}T${time[2]}` : text;
}

/** The same records by another service or name, where a query asks for certain ones: none of them is found. */
export function nearMisses(sql: string, records: readonly PlacedRecord[]): PlacedRecord[] {
  const changed = (change: JsonObject) =>
    records.map((placed) => ({ ...placed, record: { ...placed.record, ...change } }));
  return [
    ...(/^ {2}AND event_source = '/m.test(sql) ? changed({ eventSource: "other.amazonaws.com" }) : []),
    ...(/^ {2}AND event_name (?:=|IN) /m.test(sql) ? changed({ eventName: "OtherCall" }) : []),
  ];
}
