import { AthenaColumn, CLOUDTRAIL_TABLE } from "../../../detective/sigma/sql/athenaTable";
import { JsonObject, isJsonObject } from "../../../detective/json";
import { PlacedRecord } from "../savedQueries/call";

/** A row of AWS's table: texts, and lists of the values in structs and lists, in the order of the columns. */
export type TableValue = string | null | readonly TableValue[];

/** What AWS's reader is documented to put into the table's columns for a record, then the place of its file. */
export function tableRow({ record, account, region, day, file }: PlacedRecord): TableValue[] {
  const columns = Object.entries(CLOUDTRAIL_TABLE).map(([name, column]) => valueOf(column, record[name]));
  return [...columns, account, region, day, file];
}

function valueOf(column: AthenaColumn, value: unknown): TableValue {
  if (value === undefined || value === null) return null;
  if (column === "text") return typeof value === "string" ? value : JSON.stringify(value);
  if (column === "json") return JSON.stringify(value);
  if ("list" in column)
    return Array.isArray(value) ? value.map((item: unknown) => structOf(column.list, item)) : null;
  return structOf(column.struct, value);
}

function structOf(fields: Readonly<Record<string, AthenaColumn>>, value: unknown): TableValue {
  const object: JsonObject = isJsonObject(value) ? value : {};
  return Object.entries(fields).map(([name, column]) => valueOf(column, object[name]));
}

/** The types of a row in an engine's words, in the same order, with the names of the table. */
export function rowColumns(struct: (fields: string) => string, list: (of: string) => string, text: string) {
  const type = (column: AthenaColumn): string => {
    if (typeof column === "string") return text;
    const inside = "list" in column ? column.list : column.struct;
    const fields = struct(
      Object.entries(inside)
        .map(([name, inner]) => `"${name.toLowerCase()}" ${type(inner)}`)
        .join(", "),
    );
    return "list" in column ? list(fields) : fields;
  };
  return [
    ...Object.entries(CLOUDTRAIL_TABLE).map(([name, column]) => ({
      name: name.toLowerCase(),
      type: type(column),
    })),
    ...["account", "region", "timestamp", "$path"].map((name) => ({ name, type: text })),
  ];
}
