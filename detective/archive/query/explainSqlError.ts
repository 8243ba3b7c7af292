import { QueryError } from "../../source";
import { EVENT_COLUMNS } from "../eventColumns";
import { nearNames } from "./nearNames";

/** What DuckDB says when a text reaches for more than the view. */
const REACH =
  /Permission Error|has been disabled by configuration|configuration has been locked|file system operations are disabled|Cannot change configuration/;
const NO_REACH =
  "SQL may ask the view events (or deliveries), and nothing else: no files, no network, no settings, no extensions";

/**
 * What DuckDB says against a text, as an error that a reader of the text can act on: what is wrong, where, and which names
 * there are that look like the one that there isn't.
 */
export function explainSqlError(error: unknown): QueryError {
  const message = error instanceof Error ? error.message : String(error);
  if (REACH.test(message)) return new QueryError(`the SQL is refused: ${NO_REACH}`, { cause: error });
  const [what = "", ...rest] = message.split("\n");
  const line = rest.findIndex((text) => /^LINE \d+:/.test(text));
  const place = line < 0 ? [] : rest.slice(line, line + 2);
  const hint = hintOf(message);
  const lines = [
    `the SQL can't be asked: ${plainly(what)}${hint === undefined ? "" : `; ${hint}`}`,
    ...place,
  ];
  return new QueryError(lines.join("\n").trimEnd(), { cause: error });
}

/** Without the part of DuckDB that says so. */
function plainly(what: string): string {
  return what
    .replace(/^Failed to extract statements: /, "")
    .replace(/^(?:Invalid Input|Out of Memory|[A-Z][a-z]+) Error: (?:Binder Error: )?/, "")
    .replace(/^(?:Values list|Table) "([^"]*)" does not have/, "$1 does not have")
    .replace(/^Referenced column/, "column")
    .replace(/!$/, "");
}

function hintOf(message: string): string | undefined {
  if (/Out of Memory/.test(message))
    return "it needs more memory than it may take: look at fewer columns or days, or allow more with --memory";
  const column = /(?:Referenced column|does not have a column named) "([^"]*)"/.exec(message)?.[1];
  if (column !== undefined) {
    const near = columnsNear(column);
    return near.length > 0
      ? `is it ${near.join(" or ")}?`
      : "DESCRIBE events lists the columns; a field of the record is asked as json_extract_scalar(record, '$.field')";
  }
  if (/Table with name/.test(message)) return "the views are events and deliveries";
  const near = /Did you mean "([^"]*)"/.exec(message)?.[1];
  return near === undefined ? undefined : `is it ${near}?`;
}

/** A column may be asked for by the name that the record has for it. */
function columnsNear(name: string): string[] {
  const field = EVENT_COLUMNS.filter((column) => {
    const last = column.field?.split(".").at(-1)?.toLowerCase();
    return last === name.toLowerCase();
  });
  if (field.length > 0) return field.map((column) => column.name);
  return nearNames(
    name,
    EVENT_COLUMNS.map((column) => column.name),
  );
}
