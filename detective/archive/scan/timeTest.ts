import { ScannedField } from "./recordFilter";
import { MAYBE, NO, Verdict, YES } from "./recordTest";
import { ScannedRecords } from "./recordScanner";

/** From when to when, both inclusive, in milliseconds since 1970. */
export interface ScanRange {
  /** @default as far back as there is anything */
  readonly from?: number;
  /** @default without an end */
  readonly to?: number;
}

export const TIME_FIELD: ScannedField = "eventTime";

/** Whether a range asks anything of a record. */
export function isBounded({ from = -Infinity, to = Infinity }: ScanRange = {}): boolean {
  return from !== -Infinity || to !== Infinity;
}

/**
 * Judges by a scanned `eventTime` whether a record lies in a range; `MAYBE` where it is absent or written in another way
 * than CloudTrail's.
 *
 * @param fields the scanner's, with `TIME_FIELD` among them
 */
export function timeTest(
  range: ScanRange,
  fields: readonly ScannedField[],
): (records: ScannedRecords, record: number) => Verdict {
  const field = fields.indexOf(TIME_FIELD);
  // Records tell their time to the second.
  const earliest = digitsOf(Math.ceil((range.from ?? -Infinity) / 1000) * 1000);
  const latest = digitsOf(Math.floor((range.to ?? Infinity) / 1000) * 1000);
  const judge = (bytes: Buffer, start: number, end: number): Verdict => {
    const time = end - start === 20 ? readDigits(bytes, start) : -1;
    if (time < 0) return MAYBE;
    return time >= earliest && time <= latest ? YES : NO;
  };
  return (records, record) => {
    const { spans } = records;
    if (!spans) {
      const value = records.value(record, field);
      return typeof value === "string" ? judge(Buffer.from(value), 0, Buffer.byteLength(value)) : MAYBE;
    }
    const at = 2 * (record * fields.length + field);
    const start = spans[at]!;
    return start < 0 ? MAYBE : judge(records.bytes, start, spans[at + 1]!);
  };
}

/** 20260131123456 of a moment: in the order of the moments, as texts with four digits of a year are. */
function digitsOf(ms: number): number {
  if (ms < Date.UTC(1, 0)) return -Infinity;
  if (!(ms < Date.UTC(10_000, 0))) return Infinity;
  return Number(new Date(ms).toISOString().slice(0, 19).replace(/\D/g, ""));
}

/** What stands between the digits of `2026-01-31T12:34:56Z`; 0 for a digit. */
const FORM = [...Buffer.from("0000-00-00T00:00:00Z")].map((byte) => (byte === 0x30 ? 0 : byte));

/** The digits of a time as every record of CloudTrail's has it, that is one on any calendar; -1 of any other text. */
function readDigits(bytes: Buffer, start: number): number {
  let number = 0;
  for (let at = 0; at < FORM.length; at++) {
    const byte = bytes[start + at]!;
    const form = FORM[at]!;
    if (form !== 0) {
      if (byte !== form) return -1;
    } else if (byte < 0x30 || byte > 0x39) return -1;
    else number = number * 10 + byte - 0x30;
  }
  const [month, day, hour] = [part(number, 1e8), part(number, 1e6), part(number, 1e4)];
  const isSure =
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= 28 &&
    hour < 24 &&
    part(number, 100) < 60 &&
    number % 100 < 60;
  return isSure || isDate(bytes.toString("latin1", start, start + FORM.length)) ? number : -1;
}

function part(number: number, unit: number): number {
  return Math.floor(number / unit) % 100;
}

/** Of the last days of a month; 24 o'clock, which is the next day, is none of these. */
function isDate(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text.slice(0, 19));
}
