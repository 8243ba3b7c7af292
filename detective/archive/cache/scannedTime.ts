/** `2026-01-31T12:00:00Z` */
const LENGTH = 20;
const ZERO = 0x30;
/** Of each month, from 1; of the second one those of every year. */
const DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const [HYPHEN, COLON, T, Z] = [0x2d, 0x3a, 0x54, 0x5a] as const;

/** The day that was read last, by its eight first characters and the two after them, and when it began. */
let lastHead = NaN;
let lastTail = 0;
let lastDayMs = 0;

/**
 * The time that CloudTrail's own form gives in milliseconds since 1970, read off its bytes; undefined of every other form,
 * and of days that not every year has.
 */
export function scannedTime(bytes: DataView, start: number, end: number): number | undefined {
  if (end - start !== LENGTH) return undefined;
  if (
    bytes.getUint8(start + 10) !== T ||
    bytes.getUint8(start + 13) !== COLON ||
    bytes.getUint8(start + 16) !== COLON ||
    bytes.getUint8(start + 19) !== Z
  )
    return undefined;
  const hour = two(bytes, start + 11);
  const minute = two(bytes, start + 14);
  const second = two(bytes, start + 17);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return undefined;
  const head = bytes.getFloat64(start, true);
  const tail = bytes.getUint16(start + 8, true);
  if (head !== lastHead || tail !== lastTail) {
    const day = dayMs(bytes, start);
    if (day === undefined) return undefined;
    [lastHead, lastTail, lastDayMs] = [head, tail, day];
  }
  return lastDayMs + ((hour * 60 + minute) * 60 + second) * 1000;
}

function dayMs(bytes: DataView, start: number): number | undefined {
  if (bytes.getUint8(start + 4) !== HYPHEN || bytes.getUint8(start + 7) !== HYPHEN) return undefined;
  const century = two(bytes, start);
  const year = two(bytes, start + 2);
  const month = two(bytes, start + 5);
  const day = two(bytes, start + 8);
  if (century < 19 || year < 0 || month < 1 || month > 12 || day < 1 || day > DAYS[month]!) return undefined;
  return Date.UTC(century * 100 + year, month - 1, day);
}

/** -1 where there are no two digits. */
function two(bytes: DataView, at: number): number {
  const tens = bytes.getUint8(at) - ZERO;
  const ones = bytes.getUint8(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
