import { oneStatement } from "../savedQuery/oneStatement";

/**
 * A statement over `events` that brings its own `events` along: the query is put before it by WITH, so that no view has to
 * be there and what it binds is bound whatever the statement asks.
 *
 * @param events the query that is meant by `events`
 * @throws StatementError on what is not one SELECT
 */
export function withEvents(statement: string, events: string): string {
  const pieces = oneStatement(statement);
  const text = pieces.map((piece) => (piece.kind === "parameter" ? `:${piece.text}` : piece.text)).join("");
  const inner = `events AS (\n${events}\n)`;
  const { at, text: code } = pieces.find((piece) => piece.kind === "code" && piece.text.trim() !== "")!;
  const begin = at + code.search(/\S/);
  const before = text.slice(0, begin);
  const rest = text.slice(begin);
  const own = /^with(?<recursive>\s+recursive)?\b\s*/i.exec(rest);
  if (!own) return `${before}WITH ${inner}\n${rest}`;
  return `${before}WITH ${own.groups!.recursive ? "RECURSIVE " : ""}${inner},\n${rest.slice(own[0].length)}`;
}
