import { valueText } from "./valueText";
import { FieldFilter, RecordFilter, ScannedField } from "./recordFilter";
import { DOUBTFUL, ScannedRecords, SpanKind } from "./recordScanner";
import { fieldOf } from "./referenceScanner";

/** What a filter says of a record: `MAYBE` where only a parse can say. `NO` alone is falsy. */
export const NO = 0;
export const MAYBE = 1;
export const YES = 2;
export type Verdict = typeof NO | typeof MAYBE | typeof YES;

/** The fields that a filter looks at. */
export function filterFields(filter: RecordFilter): ScannedField[] {
  return [...new Set(filter.flat().map(({ field }) => field))];
}

/**
 * Judges scanned records by a filter, without making texts of them.
 *
 * @param fields the scanner's, which hold the filter's
 */
export function recordTest(
  filter: RecordFilter,
  fields: readonly ScannedField[],
): (records: ScannedRecords, record: number) => Verdict {
  const sets = filter.map((set) =>
    set.map((each) => fieldTest(each, fields.indexOf(each.field), fields.length)),
  );
  return (records, record) => {
    let best: Verdict = NO;
    for (const set of sets) {
      let verdict: Verdict = YES;
      for (const test of set) {
        const said = test(records, record);
        if (said < verdict) verdict = said;
        if (verdict === NO) break;
      }
      if (verdict === YES) return YES;
      if (verdict > best) best = verdict;
    }
    return best;
  };
}

/** The same of a record that was parsed, exactly; a value that is no text counts as its JSON. */
export function parsedTest(filter: RecordFilter): (record: unknown) => boolean {
  const sets = filter.map((set) =>
    set.map((filter) => {
      const path = filter.field.split(".");
      const isWanted = textTest(filter);
      return (record: unknown) => {
        const text = valueText(fieldOf(record, path));
        return text !== undefined && isWanted(text);
      };
    }),
  );
  return (record) => sets.some((set) => set.every((test) => test(record)));
}

function textTest({ oneOf, ending = false, caseless = false }: FieldFilter): (text: string) => boolean {
  if (!oneOf) return () => true;
  const wanted = caseless ? oneOf.map(lower) : oneOf;
  const exact = new Set(wanted);
  const isWanted = ending
    ? (text: string) => wanted.some((each) => text.endsWith(each))
    : (text: string) => exact.has(text);
  return caseless ? (text) => isWanted(lower(text)) : isWanted;
}

/** Looked at for each record: quicker than by their names elsewhere. */
const { absent: ABSENT, true: TRUE, false: FALSE, doubtful: DOUBT } = SpanKind;

type Test = (records: ScannedRecords, record: number) => Verdict;

function fieldTest(filter: FieldFilter, field: number, width: number): Test {
  const isWanted = textTest(filter);
  const wanted = filter.oneOf && new ByteTexts(filter.oneOf, filter);
  const flag = (value: boolean): Verdict => (isWanted(String(value)) ? YES : NO);
  const [whenTrue, whenFalse] = [flag(true), flag(false)];
  return (records, record) => {
    const { spans } = records;
    if (spans) {
      const at = 2 * (record * width + field);
      const start = spans[at]!;
      if (start >= 0) return !wanted || wanted.has(records.bytes, start, spans[at + 1]!) ? YES : NO;
      if (start === ABSENT) return NO;
      if (start === TRUE) return whenTrue;
      if (start === FALSE) return whenFalse;
      return start === DOUBT ? MAYBE : NO;
    }
    const value = records.value(record, field);
    if (value === DOUBTFUL) return MAYBE;
    if (value === undefined || value === null) return NO;
    if (typeof value === "boolean") return value ? whenTrue : whenFalse;
    return isWanted(value) ? YES : NO;
  };
}

/** Texts to be found among bytes. */
class ByteTexts {
  /** By their length, then by their first and last byte: most values fail at that. */
  private readonly byLength = new Map<number, Buffer[]>();
  private readonly shortest: number;
  private readonly longest: number;
  private readonly caseless: boolean;
  private readonly ends: readonly Buffer[] | undefined;

  constructor(texts: readonly string[], { ending = false, caseless = false }: FieldFilter) {
    this.caseless = caseless;
    const all = texts.map((text) => Buffer.from(caseless ? lower(text) : text));
    for (const text of all) this.byLength.set(text.length, [...(this.byLength.get(text.length) ?? []), text]);
    this.shortest = Math.min(...this.byLength.keys());
    this.longest = Math.max(...this.byLength.keys());
    if (ending) this.ends = all;
  }

  has(bytes: Buffer, start: number, end: number): boolean {
    const length = end - start;
    if (this.ends) {
      for (const text of this.ends)
        if (text.length <= length && this.equal(text, bytes, end - text.length)) return true;
      return false;
    }
    if (length < this.shortest || length > this.longest) return false;
    const texts = this.byLength.get(length);
    if (!texts) return false;
    for (const text of texts) if (this.equal(text, bytes, start)) return true;
    return false;
  }

  private equal(text: Buffer, bytes: Buffer, start: number): boolean {
    for (let at = text.length - 1; at >= 0; at--) {
      const byte = bytes[start + at]!;
      if (byte === text[at]) continue;
      if (!this.caseless || byte < 0x41 || byte > 0x5a || byte + 32 !== text[at]) return false;
    }
    return true;
  }
}

/** ASCII letters only. */
function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
