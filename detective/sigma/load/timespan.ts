/** A month and a year are a twelfth of, and the whole of, the Gregorian calendar's mean year. */
const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  M: 2_629_746_000,
  y: 31_556_952_000,
};

/**
 * A timespan such as `90m` in milliseconds; undefined for what is none.
 *
 * Source: sigma-correlation-rules-specification.html, "Time Selection" (s, m, h, d); w, M, y as pySigma has them
 */
export function timespanMs(text: string): number | undefined {
  const match = /^([0-9]{1,9})([smhdwMy])$/.exec(text);
  const ms = match ? Number(match[1]) * UNITS_MS[match[2]!]! : 0;
  return ms > 0 && Number.isSafeInteger(ms) ? ms : undefined;
}
