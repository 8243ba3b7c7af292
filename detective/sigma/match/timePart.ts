import { TimePart } from "../expression";

/** A time with its zone; a fraction of a second may be as long as it likes. */
const TIME =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:[.,]\d+)?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;
const DAY_MS = 86_400_000;

/** A part of the time that a text is, in UTC; undefined where it is no ISO 8601 time. */
export function timePart(text: string, part: TimePart): number | undefined {
  const date = timeOf(text);
  return date && PARTS[part](date);
}

const PARTS: Readonly<Record<TimePart, (date: Date) => number>> = {
  minute: (date) => date.getUTCMinutes(),
  hour: (date) => date.getUTCHours(),
  day: (date) => date.getUTCDate(),
  week: isoWeek,
  month: (date) => date.getUTCMonth() + 1,
  year: (date) => date.getUTCFullYear(),
};

function timeOf(text: string): Date | undefined {
  const match = TIME.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // The 30th of February is no day.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const offset = (Number(match[8] ?? 0) * 60 + Number(match[9] ?? 0)) * (match[7] === "-" ? 1 : -1);
  date.setUTCHours(hour, minute + offset, second);
  return date;
}

/** The week of its Thursday: a week belongs to the year that most of its days are in. Source: ISO 8601, 3.1.1.23 */
function isoWeek(date: Date): number {
  const weekday = (date.getUTCDay() + 6) % 7;
  const midnight = Math.floor(date.getTime() / DAY_MS) * DAY_MS;
  const thursday = midnight + (3 - weekday) * DAY_MS;
  const firstDay = new Date(0);
  firstDay.setUTCFullYear(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - firstDay.getTime()) / (7 * DAY_MS)) + 1;
}
