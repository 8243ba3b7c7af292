/** A day and a time with their zone; what JavaScript would make of less depends on where it runs. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i;

/** The moment that a text names as records do, in milliseconds since 1970; undefined of anything else. */
export function readTime(text: unknown): number | undefined {
  if (typeof text !== "string" || text.length > 40 || !TIME.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
