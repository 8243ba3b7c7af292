import { UsageError } from "../usageError";

/** From when to when, both inclusive. */
export interface Range {
  startTime?: Date;
  endTime?: Date;
}

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const FORMS =
  "use an age (30m, 2h, 3d, 1w), a day (2025-12-11) or a time (2025-12-11T08:30Z, 2025-12-11T08:30+01:00)";

/**
 * Reads `--since` and `--until`; a time without a zone is local, or UTC where `utc` says so.
 *
 * @throws UsageError on a time that is none, a `--since` in the future, or one after `--until`
 */
export function readRange(
  { since, until, utc = false }: { since?: string; until?: string; utc?: boolean },
  now: number,
): Range {
  const start = since === undefined ? undefined : readTime("--since", since, { now, utc, end: false });
  const end = until === undefined ? undefined : readTime("--until", until, { now, utc, end: true });
  if (start !== undefined && start > now) {
    throw new UsageError(
      `--since ${since} is in the future (${iso(start)}; it is ${iso(now)}): nothing has happened yet; give an earlier time`,
    );
  }
  if (start !== undefined && end !== undefined && start > end) {
    throw new UsageError(
      `--since ${since} (${iso(start)}) is later than --until ${until} (${iso(end)}): no time lies between; swap them`,
    );
  }
  return {
    ...(start !== undefined && { startTime: new Date(start) }),
    ...(end !== undefined && { endTime: new Date(end) }),
  };
}

/** @throws UsageError with the forms that are understood */
export function readTime(
  name: string,
  text: string,
  { now, utc, end }: { now: number; utc: boolean; end: boolean },
): number {
  const age = readAge(text);
  if (age !== undefined) {
    const time = now - age;
    if (!Number.isNaN(new Date(time).getTime())) return time;
  }
  const parts =
    /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,3})\d*)?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(
      text,
    );
  const time = parts ? timeOfParts(parts, utc, end) : undefined;
  if (time === undefined) throw new UsageError(`${name} ${JSON.stringify(text)} is no time; ${FORMS}`);
  return time;
}

/** Milliseconds of `2h` or `3d`; undefined where the text is no age. */
export function readAge(text: string): number | undefined {
  const parts = /^(\d+)([smhdw])$/i.exec(text);
  return parts ? Number(parts[1]) * UNIT_MS[parts[2]!.toLowerCase() as keyof typeof UNIT_MS] : undefined;
}

function timeOfParts(parts: RegExpExecArray, utc: boolean, end: boolean): number | undefined {
  const [, year, month, day, hour, minute, second, millisecond] = parts.map((part) => part ?? "");
  const zone = parts[8]?.toUpperCase() ?? (utc ? "Z" : "");
  const dayMs = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // JavaScript takes the 30th of February for the 2nd of March.
  if (new Date(dayMs).toISOString().slice(0, 10) !== `${year}-${month}-${day}`) return undefined;
  const wholeDay = hour === "";
  const clock = wholeDay
    ? end
      ? "23:59:59.999"
      : "00:00:00.000"
    : `${hour}:${minute}:${second || "00"}.${millisecond!.padEnd(3, "0")}`;
  const normalZone = zone.replace(/^([+-]\d\d)(\d\d)$/, "$1:$2");
  const time = Date.parse(`${year}-${month}-${day}T${clock}${normalZone}`);
  return Number.isNaN(time) ? undefined : time;
}

function iso(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}
