/** A part of an SQL text: what engines read as words and signs, `'…'`, `"…"`, a comment, or a parameter `:name`. */
export interface StatementPiece {
  readonly kind: "code" | "text" | "name" | "comment" | "parameter";
  readonly text: string;
  /** Where it begins in the text. */
  readonly at: number;
}

/** Why a text can't be taken apart the same way for every engine. */
export class StatementError extends Error {
  override readonly name = "StatementError";

  constructor(
    /** Where in the text. */
    readonly at: number,
    /** What, the value, the limit. */
    readonly problem: string,
    /** The way out. */
    readonly help: string,
  ) {
    super(problem);
  }
}

const PIECE =
  /(?<comment>--[^\r\n]*|\/\*[\s\S]*?\*\/)|(?<text>'(?:[^']|'')*')|(?<name>"(?:[^"]|"")*")|(?<cast>::)|:(?<parameter>[A-Za-z_]\w*)|(?<open>\/\*|['"])|(?<dollar>\$)|[^]/gu;
/** A text right behind one of these words is read with escapes by one engine or the other. */
const PREFIX = /(?:^|[^\w])(?:[EeBbXxNn]|[Uu]&)$/;

/**
 * Takes an SQL text apart. What DuckDB and Trino read differently (nested comments, texts with escapes or between `$`) is
 * refused, so that a value that is put in can never end up inside of something else.
 *
 * @throws StatementError
 */
export function statementPieces(sql: string): StatementPiece[] {
  const pieces: StatementPiece[] = [];
  let code = "";
  let codeAt = 0;
  const endCode = () => {
    if (code !== "") pieces.push({ kind: "code", text: code, at: codeAt });
    code = "";
  };
  for (const match of sql.matchAll(PIECE)) {
    const { comment, text, name, parameter, open, dollar } = match.groups!;
    const at = match.index;
    if (open !== undefined)
      throw new StatementError(
        at,
        open === "/*"
          ? "a comment that begins with /* never ends"
          : `a text that begins with ${open} never ends`,
        "close it",
      );
    if (dollar !== undefined)
      throw new StatementError(
        at,
        "$ outside of a text, which DuckDB reads as the beginning of a text or as a parameter, and Athena not at all",
        "write texts as '…' and parameters as :name",
      );
    if (comment?.startsWith("/*") && comment.indexOf("/*", 2) > 0)
      throw new StatementError(
        at,
        "a comment inside of a comment, which DuckDB and Athena end at different places",
        "begin its lines with --",
      );
    if (text !== undefined && PREFIX.test(code))
      throw new StatementError(
        at,
        `a text right behind ${code.slice(-1)}, in which one engine reads escapes and the other not`,
        "write it as '…', with a space before",
      );
    if (parameter !== undefined) {
      checkPlace(sql, at, at + match[0].length, parameter);
      endCode();
      pieces.push({ kind: "parameter", text: parameter, at });
      continue;
    }
    const kind =
      comment !== undefined ? "comment" : text !== undefined ? "text" : name !== undefined ? "name" : "code";
    if (kind === "code") {
      if (code === "") codeAt = at;
      code += match[0];
      continue;
    }
    endCode();
    pieces.push({ kind, text: match[0], at });
  }
  endCode();
  return pieces;
}

/** What a literal may stand beside; anything else would make it a part of a text, a name or a number. */
const BEFORE = /[\s(,=<>+*/|[-]/;
const AFTER = /[\s),;=<>+*/|\]-]/;

function checkPlace(sql: string, start: number, end: number, parameter: string): void {
  const before = sql[start - 1] ?? " ";
  const after = sql[end] ?? " ";
  if (BEFORE.test(before) && AFTER.test(after)) return;
  throw new StatementError(
    start,
    `:${parameter} touches ${JSON.stringify(BEFORE.test(before) ? after : before)}`,
    "put a space before and after a parameter; in slices and structs, put one after the colon",
  );
}
