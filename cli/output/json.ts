/** JSON of anything an answer may hold: maps become objects, sets lists, and what JSON has no form for its text. */
export function json(value: unknown, indent?: number): string {
  return JSON.stringify(value, plain, indent);
}

function plain(_: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value) as unknown;
  if (value instanceof Set) return [...(value as Set<unknown>)];
  return typeof value === "bigint" ? String(value) : value;
}
