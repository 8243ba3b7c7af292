import { ScannedField } from "./recordFilter";
import { ScannedRecords } from "./recordScanner";

/**
 * What is done with each file, on whatever thread reads it.
 *
 * To write one: a module of its own that imports little (each thread loads it), exports `prepare`, which makes a job from
 * plain data, and a function that names the module and the data:
 *
 *     export function prepare(params: MyParams): ScanJob<MyResult> { … }
 *     export function myJob(params: MyParams): JobOrder<MyResult> {
 *       return { module: __filename, params };
 *     }
 *
 * `prepare` is called once a thread; what it keeps between files is that thread's. Results go to the thread that asked as
 * structured clones: plain data, typed arrays, no functions; the same for every way a file is read, on a thread or not.
 * Several jobs are done in one pass by `manyJobs`.
 */
export interface ScanJob<Result> {
  /** What the scanner looks for; their places here are their numbers in `ScannedRecords`. */
  readonly fields: readonly ScannedField[];
  /** A whole file, sound from its first byte to its last. Records and bytes are valid only until this returns. */
  scanned(records: ScannedRecords, file: JobFile): Result;
  /**
   * Entries of a file that had to be parsed: all of them, or of a very long one some at a time, each a result of its
   * own. An entry may be anything: no object, a text that is no JSON, a row of LookupEvents.
   *
   * @param first the first entry's place in the file
   */
  parsed(entries: readonly unknown[], first: number, file: JobFile): Result;
  /**
   * The same job where the scanner looks for these fields, for others as well: they hold this one's. @default what it is
   * given is put into its own order
   */
  among?(fields: readonly ScannedField[]): ScanJob<Result>;
  /** What of a result is handed over and not copied. @default nothing */
  transfer?(result: Result): ArrayBuffer[];
}

/** What a job may want to know of a file; plain data. */
export interface JobFile {
  readonly name: string;
  /** The Region that its place says. */
  readonly region?: string;
  /** The account that its place says. */
  readonly account?: string;
}

/** A job by the module that knows it and what it is to be made from: plain data. */
export interface JobOrder<Result> {
  /** The path of a module that exports `prepare(params)`. */
  readonly module: string;
  readonly params: unknown;
  /** Only a type: what the job results in. */
  readonly result?: Result;
}
