/** `2026-01-31T12:00:00Z` */
const LENGTH = 20;
const ZERO = 0x30;

let lastDay = -1;
let lastDayMs = 0;

/**
 * The time that CloudTrail's own form gives in milliseconds since 1970, read off its bytes; undefined of every other form,
 * and of the days at a month's end that only some months have.
 */
export function scannedTime(bytes: DataView, start: number, end: number): number | undefined {
  if (end - start !== LENGTH) return undefined;
  if (
    bytes.getUint8(start + 4) !== 0x2d ||
    bytes.getUint8(start + 7) !== 0x2d ||
    bytes.getUint8(start + 10) !== 0x54 ||
    bytes.getUint8(start + 13) !== 0x3a ||
    bytes.getUint8(start + 16) !== 0x3a ||
    bytes.getUint8(start + 19) !== 0x5a
  )
    return undefined;
  const century = two(bytes, start);
  const year = two(bytes, start + 2);
  const month = two(bytes, start + 5);
  const day = two(bytes, start + 8);
  const hour = two(bytes, start + 11);
  const minute = two(bytes, start + 14);
  const second = two(bytes, start + 17);
  if (century < 19 || year < 0 || month < 1 || month > 12 || day < 1 || day > (month === 2 ? 28 : 30))
    return undefined;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return undefined;
  const number = ((century * 100 + year) * 100 + month) * 100 + day;
  if (number !== lastDay) {
    lastDay = number;
    lastDayMs = Date.UTC(century * 100 + year, month - 1, day);
  }
  return lastDayMs + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** -1 where there are no two digits. */
function two(bytes: DataView, at: number): number {
  const tens = bytes.getUint8(at) - ZERO;
  const ones = bytes.getUint8(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
