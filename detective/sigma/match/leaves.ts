/** What a text, a number or a boolean is as text; undefined for everything else. */
export function scalarText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** The texts, numbers and booleans in a value at any depth, as text and in their order; it never recurses. */
export function leafTexts(value: unknown): string[] {
  const found: string[] = [];
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    const text = scalarText(next);
    if (text !== undefined) found.push(text);
    else if (typeof next === "object" && next !== null) {
      const inside = Array.isArray(next) ? (next as unknown[]) : Object.values(next);
      for (let index = inside.length - 1; index >= 0; index--) open.push(inside[index]);
    }
  }
  return found;
}
