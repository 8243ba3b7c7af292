/** A value as a text to compare and to count by: of what is no text its JSON, undefined where it is absent or null. */
export function valueText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}
