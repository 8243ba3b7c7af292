import { JsonObject, isJsonObject } from "../json";
import { AthenaColumn, CLOUDTRAIL_TABLE } from "../sigma/sql/athenaTable";
import { AthenaTable } from "./athenaTable";
import { HiveType } from "./hiveType";
import { quoted } from "./partitionSql";
import { AthenaValue } from "./resultRows";

/** A field of a record as the table has it. */
interface RecordColumn {
  /** The field's path in the record. */
  readonly path: readonly string[];
  readonly sql: string;
  /** Undefined where the text says nothing. */
  readonly read: (text: string) => unknown;
  /** A text is in it as it is; else it is JSON, in which a slash may have an escape. */
  readonly plain: boolean;
}

/** A record put together again, and where it lay. */
export interface AthenaRecord {
  readonly record: JsonObject;
  /** `s3://…`, as Athena names the file. */
  readonly file?: string;
  readonly account?: string;
  readonly region?: string;
}

/** What a record of AWS's has and its table does not, as far as anybody has asked. */
const WITHOUT_COLUMN = [
  "managementEvent",
  "eventContext",
  "insightDetails",
  "userIdentity.inScopeOf",
  "userIdentity.credentialId",
  "userIdentity.sessionContext.sourceIdentity",
  "userIdentity.sessionContext.assumedRoot",
];

/** Reads records out of a table over CloudTrail's log files: what to select, and what the rows mean. */
export class RecordColumns {
  /** The expressions of a `SELECT` over the table. */
  readonly select: readonly string[];
  /** Fields that no column of this table has. */
  readonly missing: readonly string[];
  private readonly columns: readonly RecordColumn[];
  private readonly place: readonly ("file" | "account" | "region")[];

  /** @param file what the file's name is selected by */
  constructor({ columns, account, region }: AthenaTable, file = quoted("$path")) {
    const missing: string[] = [];
    this.columns = Object.entries(CLOUDTRAIL_TABLE).flatMap(([name, column]) =>
      columnsOf(column, columns.get(name.toLowerCase()), [name], name.toLowerCase(), missing),
    );
    this.missing = [...missing, ...WITHOUT_COLUMN];
    const places = [
      ["file", file],
      ...(account ? [["account", quoted(account.column)]] : []),
      ...(region ? [["region", quoted(region.column)]] : []),
    ] as ["file" | "account" | "region", string][];
    this.place = places.map(([of]) => of);
    this.select = [...this.columns.map(({ sql }) => sql), ...places.map(([, sql]) => sql)];
  }

  /** The column of a field that is a text; undefined where it is none, or could be something else in a record. */
  textColumn(field: string): string | undefined {
    if (field === "readOnly") return undefined;
    return this.columns.find(({ path, plain }) => plain && path.join(".") === field)?.sql;
  }

  /** All texts of a record in one, with a line's end between; of JSON without the escapes of slashes. */
  get everything(): string {
    const texts = this.columns.map(({ sql, plain }) => (plain ? sql : `replace(${sql}, '\\/', '/')`));
    return `concat_ws(chr(10), ${texts.join(", ")})`;
  }

  /** Puts a record together; a field whose column is NULL is absent: the table doesn't tell null from absent. */
  record(row: readonly AthenaValue[]): AthenaRecord {
    const record: JsonObject = {};
    for (const [index, { path, read }] of this.columns.entries()) {
      const value = row[index];
      if (value !== null && value !== undefined) put(record, path, read(String(value)));
    }
    const at: { file?: string; account?: string; region?: string } = {};
    for (const [index, of] of this.place.entries()) {
      const value = row[this.columns.length + index];
      if (typeof value === "string") at[of] = value;
    }
    return { record, ...at };
  }
}

function columnsOf(
  column: AthenaColumn,
  type: HiveType | undefined,
  path: readonly string[],
  sql: string,
  missing: string[],
): RecordColumn[] {
  const none = () => {
    missing.push(path.join("."));
    return [];
  };
  if (type === undefined) return none();
  if (column === "text" || column === "json") {
    if (type.kind === "scalar") {
      const read = column === "json" ? parsed : path.join() === "readOnly" ? flag : (text: string) => text;
      const isText = /^(string|varchar|char)/.test(type.name);
      return [
        { path, sql: isText ? sql : `CAST(${sql} AS VARCHAR)`, read, plain: column === "text" && isText },
      ];
    }
    // A table of one's own may have taken it apart further.
    return [{ path, sql: asJson(sql), read: parsed, plain: false }];
  }
  if ("list" in column) {
    if (type.kind !== "array" || type.of.kind !== "struct") return none();
    const names = Object.keys(column.list).filter(
      (name) => type.of.kind === "struct" && type.of.fields.has(name.toLowerCase()),
    );
    const parts = names.map((name) => `CAST(x.${name.toLowerCase()} AS VARCHAR)`);
    const list = asJson(`transform(${sql}, x -> ARRAY[${parts.join(", ")}])`);
    return [{ path, sql: list, read: listOf(names), plain: false }];
  }
  if (type.kind !== "struct") return none();
  return Object.entries(column.struct).flatMap(([name, inner]) => {
    const lower = name.toLowerCase();
    return columnsOf(inner, type.fields.get(lower), [...path, name], `${sql}.${lower}`, missing);
  });
}

function asJson(sql: string): string {
  return `json_format(CAST(${sql} AS JSON))`;
}

function flag(text: string): unknown {
  const lower = text.toLowerCase();
  return lower === "true" || lower === "false" ? lower === "true" : text;
}

/** What is no JSON stays as the text that it is, and is named by whoever reads the record. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function listOf(names: readonly string[]) {
  return (text: string): unknown => {
    const items = parsed(text);
    if (!Array.isArray(items)) return undefined;
    return items.map((values: unknown) =>
      Object.fromEntries(
        names.flatMap((name, index) => {
          const value: unknown = Array.isArray(values) ? values[index] : undefined;
          return typeof value === "string" ? [[name, value]] : [];
        }),
      ),
    );
  };
}

function put(record: JsonObject, path: readonly string[], value: unknown): void {
  if (value === undefined) return;
  let object = record;
  for (const name of path.slice(0, -1)) {
    const inner = object[name];
    object = isJsonObject(inner) ? inner : (object[name] = {});
  }
  object[path.at(-1)!] = value;
}
