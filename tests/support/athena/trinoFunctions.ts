import { BOOLEAN, DuckDBConnection, DuckDBScalarFunction, DuckDBType, VARCHAR } from "@duckdb/node-api";
import { isJsonObject } from "../../../detective/json";

type Text = string | null;

/** Gives DuckDB the functions of Trino's that it has no exact words for; of NULL they are NULL. */
export function trinoFunctions(connection: DuckDBConnection): void {
  define(connection, "trino_regexp_like", 2, BOOLEAN, ([text, regex]) => javaRegex(regex!, "u").test(text!));
  define(connection, "trino_regexp_replace", 3, VARCHAR, ([text, regex, by]) =>
    text!.replace(javaRegex(regex!, "gu"), () => by!),
  );
  define(connection, "trino_json_query", 2, VARCHAR, ([json, path]) => {
    const found = lax(json!, path!);
    return found.length === 0 ? null : JSON.stringify(found);
  });
  define(connection, "trino_json_exists", 2, BOOLEAN, ([json, path]) => lax(json!, path!).length > 0);
  define(connection, "trino_json_extract_scalar", 2, VARCHAR, ([json]) => {
    const value = JSON.parse(json!) as string | number | boolean | object | null;
    return value === null || typeof value === "object" ? null : String(value);
  });
}

function define(
  connection: DuckDBConnection,
  name: string,
  parameters: number,
  returnType: DuckDBType,
  compute: (values: readonly Text[]) => unknown,
): void {
  const made = DuckDBScalarFunction.create({
    name,
    returnType,
    parameterTypes: Array.from({ length: parameters }, () => VARCHAR),
    specialHandling: true,
    mainFunction: (_info, input, output) => {
      const columns = Array.from({ length: parameters }, (_, at) => input.getColumnVector(at));
      for (let row = 0; row < input.rowCount; row++) {
        const values = columns.map((column) => column.getItem(row) as Text);
        const value = values.includes(null) ? null : compute(values);
        (output as unknown as { setItem(row: number, value: unknown): void }).setItem(row, value);
      }
      output.flush();
    },
  });
  connection.registerScalarFunction(made);
}

/** Java's end of a text is JavaScript's `$`. */
function javaRegex(regex: string, flags: string): RegExp {
  return new RegExp(regex.replaceAll("\\A", "^").replaceAll("\\z", "$"), flags);
}

/** What a path of keys and `[*]` leads to in a JSON text, by SQL's lax mode; ` ? (@ == null)` keeps the nulls. */
function lax(json: string, path: string): unknown[] {
  const onlyNull = path.endsWith(" ? (@ == null)");
  let found: unknown[];
  try {
    found = [JSON.parse(json) as unknown];
  } catch {
    return [];
  }
  for (const [step, key] of path.matchAll(/\[\*\]|\."((?:[^"\\]|\\.)*)"/g)) {
    const elements = found.flatMap((each): unknown[] => (Array.isArray(each) ? each : [each]));
    found =
      step === "[*]"
        ? elements
        : elements.flatMap((each) => (isJsonObject(each) && Object.hasOwn(each, key!) ? [each[key!]] : []));
  }
  return onlyNull ? found.filter((each) => each === null) : found;
}
