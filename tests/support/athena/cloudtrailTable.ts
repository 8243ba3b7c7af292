import type { DuckDBConnection } from "@duckdb/node-api";
import { HiveType, parseHiveType } from "../../../detective/athena/hiveType";
import { JsonObject, isJsonObject } from "../../../detective/json";

/**
 * The columns of AWS's table over a trail's log files, as the catalogue has them.
 *
 * Source: docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html
 */
export const COLUMNS: Readonly<Record<string, string>> = {
  eventversion: "string",
  useridentity:
    "struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,username:string,onbehalfof:struct<userid:string,identitystorearn:string>,sessioncontext:struct<attributes:struct<mfaauthenticated:string,creationdate:string>,sessionissuer:struct<type:string,principalid:string,arn:string,accountid:string,username:string>,ec2roledelivery:string,webidfederationdata:struct<federatedprovider:string>>>",
  eventtime: "string",
  eventsource: "string",
  eventname: "string",
  awsregion: "string",
  sourceipaddress: "string",
  useragent: "string",
  errorcode: "string",
  errormessage: "string",
  requestparameters: "string",
  responseelements: "string",
  additionaleventdata: "string",
  requestid: "string",
  eventid: "string",
  readonly: "string",
  resources: "array<struct<arn:string,accountid:string,type:string>>",
  eventtype: "string",
  apiversion: "string",
  recipientaccountid: "string",
  serviceeventdetails: "string",
  sharedeventid: "string",
  vpcendpointid: "string",
  vpcendpointaccountid: "string",
  eventcategory: "string",
  addendum: "struct<reason:string,updatedfields:string,originalrequestid:string,originaleventid:string>",
  sessioncredentialfromconsole: "string",
  edgedevicedetails: "string",
  tlsdetails: "struct<tlsversion:string,ciphersuite:string,clientprovidedhostheader:string>",
};

/** A record, and the file that it lies in. */
export interface FiledRecord {
  readonly record: unknown;
  readonly account: string;
  readonly region: string;
  /** As 2026/01/31. */
  readonly day: string;
  readonly path: string;
}

/** Makes a table as Athena has it over log files: text for what is scalar, JSON as text, structs by small letters. */
export async function cloudtrailTable(
  duckdb: DuckDBConnection,
  name: string,
  records: readonly FiledRecord[],
  columns: Readonly<Record<string, string>> = COLUMNS,
): Promise<void> {
  const types = Object.entries(columns).map(([column, type]) => [column, parseHiveType(type)] as const);
  const written = types.map(([column, type]) => `"${column}" ${duckdbType(type)}`);
  const places = ['"account" VARCHAR', '"region" VARCHAR', '"timestamp" VARCHAR', '"$path" VARCHAR'];
  await duckdb.run(`CREATE OR REPLACE TABLE "${name}" (${[...written, ...places].join(", ")})`);
  const structure = JSON.stringify(Object.fromEntries(types.map(([column, type]) => [column, shape(type)])));
  await duckdb.run(
    "CREATE OR REPLACE TEMP TABLE staged (row_json JSON, a VARCHAR, r VARCHAR, d VARCHAR, p VARCHAR)",
  );
  const appender = await duckdb.createAppender("staged");
  for (const { record, account, region, day, path } of records) {
    if (!isJsonObject(record)) continue;
    const row = Object.fromEntries(types.map(([column, type]) => [column, cell(own(record, column), type)]));
    for (const text of [JSON.stringify(row), account, region, day, path]) appender.appendVarchar(text);
    appender.endRow();
  }
  appender.closeSync();
  await duckdb.run(
    `INSERT INTO "${name}" SELECT s.*, a, r, d, p FROM (SELECT json_transform(row_json, '${structure}') AS s, a, r, d, p FROM staged)`,
  );
}

function own(record: JsonObject, column: string): unknown {
  const name = Object.keys(record).find((each) => each.toLowerCase() === column);
  return name === undefined ? undefined : record[name];
}

function cell(value: unknown, type: HiveType): unknown {
  if (value === undefined || value === null) return null;
  switch (type.kind) {
    case "scalar":
      return typeof value === "string" ? value : JSON.stringify(value);
    case "struct":
      if (!isJsonObject(value)) return null;
      return Object.fromEntries(
        [...type.fields].map(([name, inner]) => [name, cell(own(value, name), inner)]),
      );
    case "array":
      return Array.isArray(value) ? value.map((item) => cell(item, type.of)) : null;
    case "map":
      return null;
  }
}

function duckdbType(type: HiveType): string {
  switch (type.kind) {
    case "scalar":
      return "VARCHAR";
    case "struct":
      return `STRUCT(${[...type.fields].map(([name, inner]) => `"${name}" ${duckdbType(inner)}`).join(", ")})`;
    case "array":
      return `${duckdbType(type.of)}[]`;
    case "map":
      return "MAP(VARCHAR, VARCHAR)";
  }
}

function shape(type: HiveType): unknown {
  if (type.kind === "struct")
    return Object.fromEntries([...type.fields].map(([name, inner]) => [name, shape(inner)]));
  return type.kind === "array" ? [shape(type.of)] : duckdbType(type);
}
