import { AthenaColumn, CLOUDTRAIL_TABLE } from "../../sigma/sql/athenaTable";
import { TIME } from "../../sigma/sql/textForms";
import { EVENT_COLUMNS, EventColumn } from "../eventColumns";

/** A table over CloudTrail's log files, as far as the view `events` needs to know it. */
export interface EventsTable {
  /** As it stands after FROM, in quotes where it needs them. */
  readonly from: string;
  /** SQL for the account's folder. @default taken from the file's name */
  readonly account?: string;
  /** SQL for the Region's folder. @default taken from the file's name */
  readonly region?: string;
  /** SQL for the day of delivery as 2026/01/31. @default taken from the file's name, which binds no partition */
  readonly day?: string;
  /** Whether the table has a field of a record, its parts divided by dots. @default as AWS's table */
  readonly has?: (field: string) => boolean;
}

/** AWS's table with the partitions of TrailAnalytics. */
export const CLOUDTRAIL_LOGS: EventsTable = {
  from: "cloudtrail_logs",
  account: '"account"',
  region: '"region"',
  day: '"timestamp"',
};

/** A column of the view in Athena. */
export interface AthenaEventColumn {
  readonly name: string;
  readonly type: "varchar" | "timestamp(3)" | "boolean";
}

const TYPES = { text: "varchar", json: "varchar", timestamp: "timestamp(3)", boolean: "boolean" } as const;

/** The columns of the view `events` in Athena, in order; JSON is text there. */
export const ATHENA_EVENT_COLUMNS: readonly AthenaEventColumn[] = athenaColumns().map(({ name, type }) => {
  if (type === "integer") throw new Error(`no column of Athena's table holds ${name}`);
  return { name, type: TYPES[type] };
});

function athenaColumns(): EventColumn[] {
  return EVENT_COLUMNS.filter(({ duckdbOnly }) => !duckdbOnly);
}

/**
 * The query behind the view `events`: AWS's table with the names, the types and the NULLs that `EVENT_COLUMNS` tells.
 *
 * @param where conditions on the table's own columns, all of which must hold
 */
export function athenaEvents(table: EventsTable = CLOUDTRAIL_LOGS, where: readonly string[] = []): string {
  const columns = athenaColumns().map((column) => `  ${columnSql(column, table)} AS ${column.name}`);
  return [
    `SELECT\n${columns.join(",\n")}`,
    `FROM ${table.from}`,
    ...(where.length > 0 ? [`WHERE ${where.join("\n  AND ")}`] : []),
  ].join("\n");
}

function columnSql(column: EventColumn, table: EventsTable): string {
  if (column.field === undefined) return placeSql(column.name, table);
  const { has = () => true } = table;
  const type = columnOf(column.field);
  if (type === undefined || !has(column.field))
    return `CAST(NULL AS ${ATHENA_EVENT_COLUMNS.find(({ name }) => name === column.name)!.type})`;
  const sql = column.field.toLowerCase();
  switch (column.type) {
    case "timestamp":
      return `IF(regexp_like(${sql}, '${TIME.replace(/\$$/, "\\z")}'), TRY(CAST(from_iso8601_timestamp(replace(${sql}, ',', '.')) AT TIME ZONE 'UTC' AS timestamp(3))))`;
    case "boolean":
      return `CASE ${sql} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END`;
    case "json":
      return type === "json" ? `nullif(${sql}, 'null')` : listJson(sql, type);
    default:
      return sql;
  }
}

/** A map keeps the case of the names, and what a record lacks is left out. */
function listJson(list: string, column: AthenaColumn): string {
  if (typeof column === "string" || !("list" in column)) throw new Error(`${list} is no list`);
  const names = Object.keys(column.list);
  const keys = names.map((name) => `'${name}'`).join(", ");
  const values = names.map((name) => `x.${name.toLowerCase()}`).join(", ");
  return `json_format(CAST(transform(${list}, x -> map_filter(MAP(ARRAY[${keys}], ARRAY[${values}]), (k, v) -> v IS NOT NULL)) AS JSON))`;
}

function columnOf(field: string): AthenaColumn | undefined {
  let column: AthenaColumn | undefined = { struct: CLOUDTRAIL_TABLE };
  for (const name of field.split(".")) {
    const inside: AthenaColumn = column;
    column = typeof inside === "object" && "struct" in inside ? inside.struct[name] : undefined;
    if (column === undefined) return undefined;
  }
  return column;
}

/** A log file's name, after the prefix and perhaps the organization; an account, a Region, a day. */
const PLACE = "/AWSLogs/(?:o-[a-z0-9]+/)?([0-9]{12})/CloudTrail/([^/]+)/([0-9]{4}/[0-9]{2}/[0-9]{2})/";

function placeSql(name: string, { account, region, day }: EventsTable): string {
  const part = (place: number) => `regexp_extract("$path", '${PLACE}', ${place})`;
  switch (name) {
    case "log_account":
      return account ?? part(1);
    case "log_region":
      return region ?? part(2);
    case "log_day":
      return day ?? part(3);
    default:
      throw new Error(`no column of Athena's table holds ${name}`);
  }
}
