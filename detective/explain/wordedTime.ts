/** An ISO 8601 time as people write it, in UTC: `2026-05-04 at 10:15:30 UTC`; as it stands where it is no time. */
export function wordedTime(time: string): string {
  const parsed = Date.parse(time);
  if (Number.isNaN(parsed)) return `at “${time}”`;
  const iso = new Date(parsed).toISOString();
  return `on ${iso.slice(0, 10)} at ${iso.slice(11, 19)} UTC`;
}
