import { QueryError } from "../../source";
import { nearNames } from "./nearNames";

/** What DuckDB says when a text reaches for more than the view. */
const REACH =
  /Permission Error|has been disabled by configuration|configuration has been locked|file system operations are disabled|Cannot change configuration/;
const NO_REACH =
  "SQL may ask the view events (or deliveries), and nothing else: no files, no network, no settings, no extensions";

/**
 * What DuckDB says against a text, as an error that a reader of the text can act on: what is wrong, where, and which names
 * there are that look like the one that there isn't.
 *
 * @param columns of the view
 */
export function explainSqlError(error: unknown, columns: readonly string[]): QueryError {
  const message = error instanceof Error ? error.message : String(error);
  if (REACH.test(message)) return new QueryError(`the SQL is refused: ${NO_REACH}`, { cause: error });
  const [what = "", ...rest] = message.split("\n");
  const line = rest.findIndex((text) => /^LINE \d+:/.test(text));
  const place = line < 0 ? [] : rest.slice(line, line + 2);
  const hint = hintOf(message, columns);
  const lines = [
    `the SQL can't be asked: ${plainly(what)}${hint === undefined ? "" : `; ${hint}`}`,
    ...place,
  ];
  return new QueryError(lines.join("\n").trimEnd(), { cause: error });
}

/** Without the part of DuckDB that says so. */
function plainly(what: string): string {
  const text = what
    .replace(/^(?:Invalid Input|[A-Z][a-z]+) Error: (?:Binder Error: )?/, "")
    .replace(/!$/, "");
  return text.replace(/ Referenced column/, " column").replace(/^Referenced column/, "column");
}

function hintOf(message: string, columns: readonly string[]): string | undefined {
  const column = /(?:Referenced column|does not have a column named) "([^"]*)"/.exec(message)?.[1];
  if (column !== undefined) {
    const near = nearNames(column, columns);
    return near.length > 0
      ? `is it ${near.join(" or ")}?`
      : "DESCRIBE events lists the columns; a field of the record is asked as json_extract_scalar(record, '$.field')";
  }
  if (/Table with name/.test(message)) return "the views are events and deliveries";
  const near = /Did you mean "([^"]*)"/.exec(message)?.[1];
  return near === undefined ? undefined : `is it ${near}?`;
}
