import { QueryError } from "../../source";

/** What a statement asks for: rows, or only what they look like and how they would be found. */
export type StatementKind = "rows" | "description";

const ALLOWED =
  "SQL may only ask: one SELECT (or WITH, FROM, VALUES), EXPLAIN, DESCRIBE, SUMMARIZE or SHOW over the view events";
const ROWS = new Set(["SELECT", "WITH", "FROM", "VALUES", "TABLE", "SUMMARIZE"]);
const DESCRIPTIONS = new Set(["DESCRIBE", "DESC", "SHOW"]);
/** Blanks, comments and opening brackets before the first word. */
const BEFORE = /^(?:\s|--[^\r\n]*(?:[\r\n]|$)|\/\*[\s\S]*?\*\/|\()*/;
/**
 * With what it explains right behind it: DuckDB finds other ends of comments than this does, and EXPLAIN ANALYZE runs
 * whatever it is given.
 */
const EXPLAIN = /^\s*EXPLAIN\b\s*(?:\(\s*(?:ANALYZE|FORMAT)\b[\w\s,]*\)\s*)?(?:ANALYZE\b\s*)?(?=\w|\()/i;

/**
 * What kind of question a text is, by its first word; that it is one statement, and what it is made of, DuckDB says.
 *
 * @throws QueryError on everything that does more than ask
 */
export function statementKind(sql: string): StatementKind {
  const text = sql.replace(BEFORE, "");
  if (text === "") throw new QueryError(`the SQL is empty. ${ALLOWED}`);
  const word = /^\w+/.exec(text)?.[0].toUpperCase() ?? text.slice(0, 1);
  if (word === "EXPLAIN") {
    const [explain] = EXPLAIN.exec(sql) ?? [];
    if (explain === undefined)
      throw new QueryError(
        "EXPLAIN comes first, and what it explains right behind it, without a comment between them",
      );
    // Only with ANALYZE is the question asked.
    if (statementKind(sql.slice(explain.length)) === "rows")
      return /\bANALYZE\b/i.test(explain) ? "rows" : "description";
    throw new QueryError(`EXPLAIN of this is not possible. ${ALLOWED}`);
  }
  if (ROWS.has(word)) return "rows";
  if (DESCRIPTIONS.has(word)) return "description";
  throw new QueryError(`${word.slice(0, 40)} is refused. ${ALLOWED}`);
}

/** The text that an EXPLAIN explains; any other text as it is. */
export function explained(sql: string): string {
  return sql.replace(EXPLAIN, "");
}

/** @throws QueryError on statements that do more than ask */
export function refuseStatement(what: string): never {
  throw new QueryError(`${what} is refused. ${ALLOWED}`);
}
