import { ScannedField } from "./recordFilter";

/**
 * Finds records and some of their fields in the bytes of a log file, without parsing it.
 *
 * It never guesses: what it can't read plainly it says so of, and its user parses that record, or the whole file.
 */
export interface RecordScanner {
  readonly fields: readonly ScannedField[];
  /**
   * Looks through unpacked bytes; what it finds is valid until the next call.
   *
   * What holds no wanted field may be passed over by its strings and brackets alone, where it need not be thorough: that
   * there is a comma, a colon or a number where one must be is then not seen. So it is for bytes that a checksum vouches
   * for.
   * @param thorough hold every byte against JSON's grammar. @default false
   * @returns undefined where the bytes are not, from the first to the last, `{"Records":[{…},{…}]}`: parse them instead
   */
  scan(bytes: Uint8Array, thorough?: boolean): ScannedRecords | undefined;
  /**
   * Unpacks plain, sound gzip to where it needn't be copied from, and `scanUnpacked` scans that; absent from a scanner
   * that has no such place.
   *
   * @returns false where something about it is odd or it comes out longer than so many bytes: unpack it in another way
   */
  unpack?(packed: Buffer, mostBytes: number): boolean;
  scanUnpacked?(): ScannedRecords | undefined;
}

/** The records of one file, by their places from 0, and the scanned fields by their places in `fields`. */
export interface ScannedRecords {
  readonly count: number;
  /** What was scanned; where the scanner has a copy of its own, that one. */
  readonly bytes: Buffer;
  /** Where the record begins in the bytes, and where it ends: behind its closing brace. */
  start(record: number): number;
  end(record: number): number;
  /**
   * The value as `JSON.parse` would give it; undefined where the field is absent, or its object is not one.
   *
   * @returns `DOUBTFUL` where only a parse can say: a number, an object, an escape, a key that stands twice
   */
  value(record: number, field: number): string | boolean | null | undefined | typeof DOUBTFUL;
  /**
   * The same for those who want no texts made: two numbers a field, the fields of a record behind each other. Of a text,
   * where it begins in `bytes`, behind its quote, and where it ends; of anything else, a `SpanKind` and nothing.
   *
   * Absent from a scanner that doesn't know the places.
   */
  readonly spans?: Int32Array;
}

/** Only a full parse of the record can say. */
export const DOUBTFUL = Symbol("doubtful");

/** What stands in `spans` for a value that is no plain text. */
export const SpanKind = { absent: -1, null: -2, true: -3, false: -4, doubtful: -5 } as const;
