import { FactReader, SeenFacts } from "../archive/scan/fileFacts";
import { JobFile, JobOrder, ScanJob } from "../archive/scan/scanJob";
import { ScannedRecords } from "../archive/scan/recordScanner";
import { NO } from "../archive/scan/recordTest";
import { ScanRange, TIME_FIELD, isBounded, timeTest } from "../archive/scan/timeTest";
import { NeedsTest } from "./needsTest";
import { deepEntries } from "./deepEntries";
import { RecordNeeds } from "./recordNeeds";
import { recordOfEntry } from "../archive/scan/recordOfEntry";

/** Which records of each file are wanted, as far as it can be said without parsing them. */
export interface ReadParams {
  /** @default all of them */
  readonly needs?: RecordNeeds | undefined;
  /** What lies outside by a time that can be read is left out. @default any time */
  readonly range?: ScanRange;
}

/** The entries of a file that may be wanted, and what the coverage has to know of the others. */
export interface FileEntries extends SeenFacts {
  /** How many entries there are in all. */
  readonly count: number;
  /** The places of these, in the file's order; absent where these are all. */
  readonly indexes?: readonly number[];
  /** As the text of a JSON list; of a file that had to be parsed, absent. */
  readonly json?: Uint8Array;
  /** As they were parsed; absent where there is a text. */
  readonly entries?: readonly unknown[];
  /** Of `entries`, those that are here as JSON, since they nest too deep to be handed over. */
  readonly deep?: readonly number[];
}

/** Reads the entries of each file that may be wanted. */
export function readJob(params: ReadParams): JobOrder<FileEntries> {
  return { module: __filename, params };
}

export function prepare(params: ReadParams): ScanJob<FileEntries> {
  return new ReadJob(params);
}

/** The entries themselves, as parsing their file gives them. */
export function entriesOf({ json, entries = [], deep = [] }: FileEntries): unknown[] {
  if (json)
    return JSON.parse(Buffer.from(json.buffer, json.byteOffset, json.length).toString("utf8")) as unknown[];
  const all = [...entries];
  for (const at of deep) all[at] = JSON.parse(all[at] as string);
  return all;
}

class ReadJob implements ScanJob<FileEntries> {
  readonly fields: readonly string[];
  private readonly needs?: NeedsTest;
  private readonly time?: ReturnType<typeof timeTest>;
  private readonly facts: FactReader;

  constructor({ needs, range }: ReadParams) {
    const bounded = isBounded(range);
    this.fields = [
      ...new Set([
        ...(needs ? NeedsTest.fieldsOf(needs) : []),
        ...(bounded ? [TIME_FIELD] : []),
        ...FactReader.fields,
      ]),
    ];
    if (needs) this.needs = new NeedsTest(needs, this.fields);
    if (bounded) this.time = timeTest(range!, this.fields);
    this.facts = new FactReader(this.fields);
  }

  scanned(records: ScannedRecords, file: JobFile): FileEntries {
    const { count } = records;
    const facts = this.facts.ofScanned(records, file);
    if (!this.needs && !this.time) return { count, json: listOf(records), ...facts };
    const indexes: number[] = [];
    this.needs?.turnTo(records);
    for (let record = 0; record < count; record++) {
      if (this.needs && !this.needs.may(records, record)) continue;
      if (this.time && this.time(records, record) === NO) continue;
      indexes.push(record);
    }
    return { count, indexes, json: listOf(records, indexes), ...facts };
  }

  parsed(entries: readonly unknown[], first: number, file: JobFile): FileEntries {
    const facts = this.facts.ofParsed(entries.map(recordOfEntry), file);
    const indexes: number[] = [];
    for (const [at, entry] of entries.entries())
      if (this.needs?.parsedMay(entry) ?? true) indexes.push(first + at);
    const kept = indexes.map((index) => entries[index - first]);
    return { count: entries.length, indexes, ...deepEntries(kept), ...facts };
  }

  transfer({ json }: FileEntries): ArrayBuffer[] {
    return json ? [json.buffer as ArrayBuffer] : [];
  }
}

/** The records as a list in JSON, in memory of its own. */
function listOf(records: ScannedRecords, indexes?: readonly number[]): Uint8Array {
  const { bytes, count } = records;
  if (!indexes) {
    const [start, end] = count === 0 ? [0, 0] : [records.start(0), records.end(count - 1)];
    const all = new Uint8Array(end - start + 2);
    bytes.copy(all, 1, start, end);
    return bracketed(all);
  }
  let length = 1 + Math.max(indexes.length, 1);
  for (const index of indexes) length += records.end(index) - records.start(index);
  const list = new Uint8Array(length);
  let at = 1;
  for (const index of indexes) {
    if (at > 1) list[at++] = 0x2c; /* , */
    at += bytes.copy(list, at, records.start(index), records.end(index));
  }
  return bracketed(list);
}

function bracketed(list: Uint8Array): Uint8Array {
  list[0] = 0x5b; /* [ */
  list[list.length - 1] = 0x5d; /* ] */
  return list;
}
