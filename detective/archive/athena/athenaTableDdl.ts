import { AthenaColumn, CLOUDTRAIL_TABLE } from "../../sigma/sql/athenaTable";

/** Where the log files of a trail lie, for a table over them. */
export interface TableDdlArgs {
  /** @default cloudtrail_logs */
  name?: string;
  bucket: string;
  /** The trail's prefix in the bucket. @default none */
  prefix?: string;
  /** Of an organization's trail. @default none */
  organizationId?: string;
  accounts: readonly string[];
  regions: readonly string[];
  /** The first day of delivery, as 2026/01/31. */
  firstDay: string;
}

/**
 * The statement that makes AWS's table over a trail's log files, with a partition for each account, Region and day that
 * nobody has to add.
 *
 * Source: docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html
 * @throws Error on names that can't stand in it
 */
export function athenaTableDdl(args: TableDdlArgs): string {
  const { name = "cloudtrail_logs", bucket, prefix, organizationId, accounts, regions, firstDay } = args;
  check("name", name, /^[a-z_][a-z0-9_]{0,127}$/);
  check("bucket", bucket, /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/);
  if (prefix !== undefined) check("prefix", prefix, /^[A-Za-z0-9!_.*()/-]{1,200}$/);
  if (organizationId !== undefined) check("organizationId", organizationId, /^o-[a-z0-9]{10,32}$/);
  check("accounts", accounts.join(","), /^\d{12}(?:,\d{12})*$/);
  check("regions", regions.join(","), /^[a-z]{2}[a-z-]*-\d(?:,[a-z]{2}[a-z-]*-\d)*$/);
  check("firstDay", firstDay, /^\d{4}\/\d{2}\/\d{2}$/);
  const folders = [bucket, prefix?.replace(/^\/+|\/+$/g, ""), "AWSLogs", organizationId].filter(Boolean);
  const root = `s3://${folders.join("/")}`;
  const properties: readonly (readonly [string, string])[] = [
    ["projection.enabled", "true"],
    ["projection.account.type", "enum"],
    ["projection.account.values", accounts.join(",")],
    ["projection.region.type", "enum"],
    ["projection.region.values", regions.join(",")],
    ["projection.timestamp.type", "date"],
    ["projection.timestamp.format", "yyyy/MM/dd"],
    ["projection.timestamp.range", `${firstDay},NOW`],
    ["projection.timestamp.interval", "1"],
    ["projection.timestamp.interval.unit", "DAYS"],
    ["storage.location.template", `${root}/\${account}/CloudTrail/\${region}/\${timestamp}`],
  ];
  return [
    `CREATE EXTERNAL TABLE \`${name}\` (`,
    CLOUDTRAIL_HIVE_COLUMNS.map((column) => `  \`${column.name}\` ${column.type}`).join(",\n"),
    ")",
    "PARTITIONED BY (`account` string, `region` string, `timestamp` string)",
    "ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'",
    "STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'",
    "OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'",
    `LOCATION '${root}/'`,
    `TBLPROPERTIES (\n${properties.map(([key, value]) => `  '${key}' = '${value}'`).join(",\n")}\n)`,
  ].join("\n");
}

/** The columns of AWS's table with their types in Hive's words. */
export const CLOUDTRAIL_HIVE_COLUMNS: readonly { readonly name: string; readonly type: string }[] =
  Object.entries(CLOUDTRAIL_TABLE).map(([name, column]) => ({
    name: name.toLowerCase(),
    type: hiveType(column),
  }));

function hiveType(column: AthenaColumn): string {
  if (typeof column === "string") return "string";
  const inside = "list" in column ? column.list : column.struct;
  const fields = Object.entries(inside).map(([name, type]) => `${name.toLowerCase()}:${hiveType(type)}`);
  // No rule can ask for a map's keys, but AWS's table has it.
  if ("federatedProvider" in inside) fields.push("attributes:map<string,string>");
  const struct = `struct<${fields.join(",")}>`;
  return "list" in column ? `array<${struct}>` : struct;
}

function check(name: string, value: string, form: RegExp): void {
  if (!form.test(value))
    throw new Error(
      `${name}: ${JSON.stringify(value.slice(0, 100))} is not allowed; it must look like ${form.source}`,
    );
}
