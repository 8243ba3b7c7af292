const INDENT = "  ";

/** JSON of anything an answer may hold: maps become objects, sets lists, and what JSON has no form for its text. */
export function json(value: unknown, indent?: number): string {
  return JSON.stringify(value, plain, indent);
}

/** What `json` says with an indent of two, in pieces: an answer of many events as one text is longer than a text can be. */
export function jsonPieces(value: unknown): Generator<string> {
  // An answer's items lie in a list of an object, and there may be a list of answers.
  return piecesOf(value, Array.isArray(value) ? 3 : 2, "\n");
}

function* piecesOf(value: unknown, levels: number, line: string): Generator<string> {
  if (levels === 0 || !(Array.isArray(value) || isRecord(value))) {
    yield (json(value, INDENT.length) ?? "null").replaceAll("\n", line);
    return;
  }
  const deeper = line + INDENT;
  const isList = Array.isArray(value);
  let before = isList ? "[" : "{";
  const fields = isList ? value.map((item: unknown) => ["", item] as const) : writtenFields(value);
  for (const [name, inner] of fields) {
    yield `${before}${deeper}${name}`;
    yield* piecesOf(inner, levels - 1, deeper);
    before = ",";
  }
  yield (before === "," ? line : before) + (isList ? "]" : "}");
}

function writtenFields(object: object): (readonly [string, unknown])[] {
  return Object.entries(object)
    .filter(([, inner]) => !["undefined", "function", "symbol"].includes(typeof inner))
    .map(([name, inner]) => [`${JSON.stringify(name)}: `, inner]);
}

/** An object that JSON writes field by field; a date and a map are not. */
function isRecord(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    !(value instanceof Map || value instanceof Set) &&
    typeof (value as { toJSON?: unknown }).toJSON !== "function"
  );
}

function plain(_: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value) as unknown;
  if (value instanceof Set) return [...(value as Set<unknown>)];
  return typeof value === "bigint" ? String(value) : value;
}
