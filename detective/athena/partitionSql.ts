import { sqlLiteral } from "../sigma/sql/sqlLiteral";
import { QueryError } from "../source";
import { AthenaTable, DayFormat, PartitionColumn } from "./athenaTable";

/** What of the log files is to be read, by where they lie. */
export interface PartitionScope {
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  /** When the files were delivered, in milliseconds since 1970; ±Infinity where there is no end. */
  readonly delivered: { readonly from: number; readonly to: number };
}

/**
 * Conditions on the partitions of a table, so that Athena reads no other files; none where it has no such partitions.
 *
 * @throws QueryError where the table wants an account (or a Region) named and none is
 */
export function partitionSql(table: AthenaTable, { accounts, regions, delivered }: PartitionScope): string[] {
  return [
    ...oneOf(table, table.account, accounts, "--account"),
    ...oneOf(table, table.region, regions, "--region"),
    ...daySql(table, delivered),
  ];
}

function oneOf(
  { database, name }: AthenaTable,
  partition: PartitionColumn | undefined,
  wanted: readonly string[] | undefined,
  option: string,
): string[] {
  if (!partition) return [];
  if (wanted) return [`${quoted(partition.column)} IN (${wanted.map(literal).join(", ")})`];
  if (!partition.injected) return [];
  throw new QueryError(
    `${database}.${name} reads no files but those of the ${partition.column} that is named: say which with ${option}`,
  );
}

function daySql({ day }: AthenaTable, { from, to }: PartitionScope["delivered"]): string[] {
  if (!day) return [];
  const format = day.kind === "day" ? day.format : "yyyy/MM/dd";
  const column =
    day.kind === "day" ? quoted(day.column) : `concat(${day.columns.map(padded).join(", '/', ")})`;
  return [
    ...(hasFourDigits(from) ? [`${column} >= ${literal(dayText(from, format))}`] : []),
    ...(hasFourDigits(to) ? [`${column} <= ${literal(dayText(to, format))}`] : []),
  ];
}

/** Some write 2026/1/31. */
function padded(column: string, index: number): string {
  return index === 0
    ? `CAST(${quoted(column)} AS varchar)`
    : `lpad(CAST(${quoted(column)} AS varchar), 2, '0')`;
}

/** Whether a year is one that texts of times have; there is no file and no record beyond. */
export function hasFourDigits(time: number): boolean {
  return time >= Date.UTC(1000, 0) && time < Date.UTC(10_000, 0);
}

/** A day as a partition spells it, in UTC. */
export function dayText(time: number, format: DayFormat): string {
  const [year = "", month = "", day = ""] = new Date(time).toISOString().slice(0, 10).split("-");
  return format.replace("yyyy", year).replace("MM", month).replace("dd", day);
}

/** A name in double quotes: some are words of the language. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** @throws QueryError on what is no UTF-8 */
export function literal(text: string): string {
  const sql = sqlLiteral(text);
  if (sql === undefined)
    throw new QueryError(`${JSON.stringify(text)}: half a surrogate pair is no text in Athena; leave it out`);
  return sql;
}
