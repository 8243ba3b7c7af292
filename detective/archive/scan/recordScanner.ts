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
   * @returns undefined where the bytes are not, from the first to the last, `{"Records":[{…},{…}]}`: parse them instead
   */
  scan(bytes: Uint8Array): ScannedRecords | undefined;
}

/** The records of one file, by their places from 0, and the scanned fields by their places in `fields`. */
export interface ScannedRecords {
  readonly count: number;
  /** Where the record begins in the bytes, and where it ends: behind its closing brace. */
  start(record: number): number;
  end(record: number): number;
  /**
   * The value as `JSON.parse` would give it; undefined where the field is absent, or its object is not one.
   *
   * @returns `DOUBTFUL` where only a parse can say: a number, an object, an escape, a key that stands twice
   */
  value(record: number, field: number): string | boolean | null | undefined | typeof DOUBTFUL;
}

/** Only a full parse of the record can say. */
export const DOUBTFUL = Symbol("doubtful");
