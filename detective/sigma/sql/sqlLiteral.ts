/**
 * A text as a literal of SQL: quotes doubled, and nothing else that means something, since neither DuckDB nor Trino
 * knows escapes in `'…'`. Control characters, which a NUL is and which terminals obey, are put in by `chr`.
 *
 * @returns undefined for a text with half a surrogate pair, which is no UTF-8
 */
export function sqlLiteral(text: string): string | undefined {
  if (/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text)) return undefined;
  const pieces = text.split(CONTROL).map(piece).filter(Boolean);
  if (pieces.length === 0) return "''";
  return pieces.length === 1 ? pieces[0] : `(${pieces.join(" || ")})`;
}

const CONTROL = /([\u0000-\u001f\u007f])/;

function piece(text: string, index: number): string {
  // What is split at stands at the odd places.
  if (index % 2 === 1) return `chr(${text.charCodeAt(0)})`;
  return text === "" ? "" : `'${text.replaceAll("'", "''")}'`;
}
