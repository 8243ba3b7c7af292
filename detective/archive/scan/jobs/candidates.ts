import { isJsonObject } from "../../../json";
import { RecordFilter } from "../recordFilter";
import { filterFields, parsedTest, recordTest } from "../recordTest";
import { JobFile, JobOrder, ScanJob } from "../scanJob";
import { ScannedRecords } from "../recordScanner";
import { ScanRange, TIME_FIELD, isBounded, timeTest } from "../timeTest";
import { FactReader, SeenFacts } from "../fileFacts";

/** Which records may matter. */
export interface CandidatesParams {
  /** @default all of them */
  readonly filter?: RecordFilter;
  /** What lies outside by a time that can be read is left out. @default any time */
  readonly range?: ScanRange;
  /** Tell what the coverage of a reading needs. @default true */
  readonly facts?: boolean;
}

/** The records of a file that may matter, each to be judged again. */
export interface Candidates extends SeenFacts {
  /** Of all its records, or entries. */
  readonly count: number;
  /** Their places in the file, in its order. */
  readonly indexes: readonly number[];
  /** As JSON; of a file that had to be parsed, absent. */
  readonly texts?: readonly string[];
  /** As they were parsed; absent where there are texts. */
  readonly entries?: readonly unknown[];
}

/** Finds the records that may meet a filter. */
export function candidates(params: CandidatesParams): JobOrder<Candidates> {
  return { module: __filename, params };
}

export function prepare({ filter, range, facts = true }: CandidatesParams): ScanJob<Candidates> {
  return new CandidatesJob(filter, range, facts);
}

class CandidatesJob implements ScanJob<Candidates> {
  readonly fields: readonly string[];
  private readonly test: ReturnType<typeof recordTest> | undefined;
  private readonly time: ReturnType<typeof timeTest> | undefined;
  private readonly parsedTest: (record: unknown) => boolean;
  private readonly facts: FactReader | undefined;

  constructor(filter: RecordFilter | undefined, range: ScanRange | undefined, facts: boolean) {
    const bounded = isBounded(range);
    this.fields = [
      ...new Set([
        ...(filter ? filterFields(filter) : []),
        ...(bounded ? [TIME_FIELD] : []),
        ...(facts ? FactReader.fields : []),
      ]),
    ];
    this.test = filter && recordTest(filter, this.fields);
    this.time = bounded ? timeTest(range!, this.fields) : undefined;
    this.parsedTest = filter ? parsedTest(filter) : () => true;
    this.facts = facts ? new FactReader(this.fields) : undefined;
  }

  scanned(records: ScannedRecords, file: JobFile): Candidates {
    const indexes: number[] = [];
    const texts: string[] = [];
    const { bytes, count } = records;
    const { test, time } = this;
    for (let record = 0; record < count; record++) {
      if (test && !test(records, record)) continue;
      if (time && !time(records, record)) continue;
      indexes.push(record);
      texts.push(bytes.toString("utf8", records.start(record), records.end(record)));
    }
    return { count, indexes, texts, ...this.facts?.ofScanned(records, file) };
  }

  parsed(entries: readonly unknown[], first: number, file: JobFile): Candidates {
    const indexes: number[] = [];
    const kept: unknown[] = [];
    for (const [at, entry] of entries.entries()) {
      // A row of LookupEvents says things of its own.
      const isRecord = isJsonObject(entry) && !("CloudTrailEvent" in entry);
      if (isRecord && !this.parsedTest(entry)) continue;
      indexes.push(first + at);
      kept.push(entry);
    }
    return { count: entries.length, indexes, entries: kept, ...this.facts?.ofParsed(entries, file) };
  }
}
