/**
 * A text as a literal of SQL: quotes doubled, and nothing else that means something, since neither DuckDB nor Trino
 * knows escapes in `'…'`; a NUL, which ends a statement's text, is put in by `chr(0)`.
 *
 * @returns undefined for a text with half a surrogate pair, which is no UTF-8
 */
export function sqlLiteral(text: string): string | undefined {
  if (!isWellFormed(text)) return undefined;
  if (!text.includes("\0")) return quoted(text);
  return `(${text.split("\0").map(quoted).join(" || chr(0) || ")})`;
}

/** Whether every surrogate stands in a pair. */
export function isWellFormed(text: string): boolean {
  return !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
