import { StatementError, StatementPiece, statementPieces } from "./statementPieces";

/**
 * The pieces of a text that asks one question, without the semicolon and the comments at its end.
 *
 * @throws StatementError on several statements, on none, and on one that doesn't begin with SELECT or WITH
 */
export function oneStatement(sql: string): StatementPiece[] {
  const pieces = statementPieces(sql);
  const first = pieces.find(({ kind, text }) => kind !== "comment" && text.trim() !== "");
  if (!first) throw new StatementError(0, "no SQL in it", "write one SELECT");
  const word = /^\s*(\w*)/.exec(first.text)?.[1] ?? "";
  if (first.kind !== "code" || !/^(?:select|with)$/i.test(word))
    throw new StatementError(
      first.at,
      `it begins with ${JSON.stringify(word || first.text.trim().slice(0, 20))}, and asks nothing`,
      "begin with SELECT or WITH",
    );
  return withoutEnd(pieces);
}

function withoutEnd(pieces: readonly StatementPiece[]): StatementPiece[] {
  const end = pieces.findIndex(({ kind, text }) => kind === "code" && text.includes(";"));
  if (end < 0) return trimmed(pieces);
  const { text, at } = pieces[end]!;
  const semicolon = text.indexOf(";");
  const rest = [{ kind: "code" as const, text: text.slice(semicolon + 1) }, ...pieces.slice(end + 1)];
  if (rest.some((piece) => piece.kind !== "comment" && /[^\s;]/.test(piece.text)))
    throw new StatementError(
      at + semicolon,
      "more than one statement",
      "keep one; a saved query is one question",
    );
  return trimmed([...pieces.slice(0, end), { kind: "code", text: text.slice(0, semicolon), at }]);
}

function trimmed(pieces: readonly StatementPiece[]): StatementPiece[] {
  const kept = [...pieces];
  while (kept.length > 0) {
    const last = kept.at(-1)!;
    const text = last.kind === "code" ? last.text.trimEnd() : last.text;
    if (last.kind !== "comment" && text !== "") {
      kept[kept.length - 1] = { ...last, text };
      break;
    }
    kept.pop();
  }
  return kept;
}
