import type { FileProof } from "../integrity/fileProver";
import { SigmaCorrelation, SigmaRule } from "../sigma/rule";

/** One record where it was read, with nothing taken out or put right. */
export interface RawRecord {
  /** As JSON gives it; the text itself where it is no JSON. */
  readonly record: unknown;
  /** A path, an `s3://` address, or `LookupEvents`. */
  readonly source: string;
  /** Its position in that source, from 0; duplicates and records that could not be read count as well. */
  readonly index: number;
}

/** Where a record lies. */
export interface RecordPlace {
  readonly source: string;
  readonly index: number;
  readonly eventID?: string;
  /** As the record says it. */
  readonly eventTime?: string;
}

/** A rule that one record matches, or a correlation that many do. */
export interface Detection {
  readonly rule: SigmaRule | SigmaCorrelation;
  /** The record that matched; of a correlation, the one that tipped it. */
  readonly place: RecordPlace;
  /** As it was delivered; of a correlation only who, what, when and from where, since no records are kept. */
  readonly record: unknown;
  /** Of a correlation: all records that it rests on, oldest first, the last of them `place` (the newest 1,000). */
  readonly places: readonly RecordPlace[];
  /** How many records it rests on; more than `places` where there were too many to keep. */
  readonly count: number;
  /** Of a correlation: what the records have in common, by the names of its `group-by`. */
  readonly group: Readonly<Record<string, string>>;
  /** Which selection, field and value matched, or what was counted, in one line. */
  readonly why: string;
  /** What is proven of the files that it rests on, each once; absent where nobody asked. */
  readonly proof?: readonly FileProof[];
}
