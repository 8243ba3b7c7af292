import { recordTime } from "../../../detect/recordTime";
import { isJsonObject } from "../../../json";
import { RecordFilter, ScannedField } from "../recordFilter";
import { MAYBE, NO, YES, filterFields, parsedTest, recordTest } from "../recordTest";
import { ROW_FIELD, recordOfEntry } from "../recordOfEntry";
import { fieldOf } from "../referenceScanner";
import { FactReader, SeenFacts } from "../fileFacts";
import { JobFile, JobOrder, ScanJob } from "../scanJob";
import { DOUBTFUL, ScannedRecords, SpanKind } from "../recordScanner";
import { TextTable } from "../textTable";
import { ScanRange, TIME_FIELD, isBounded, timeTest } from "../timeTest";
import { valueText } from "../valueText";

/** What is counted. */
export interface CountParams {
  /** Records are counted by what they have in these fields. */
  readonly by: readonly ScannedField[];
  /** Only those that it holds of, exactly; a value that is no text counts as its JSON. @default all */
  readonly where?: RecordFilter;
  /** @default any time */
  readonly range?: ScanRange;
}

/** How many records of one file have the same. */
export interface CountedFile extends SeenFacts {
  /** Of all its records, counted or not. */
  readonly count: number;
  /** Entries that are no JSON objects. */
  readonly noRecords: number;
  /** Records that meet the filter, but have no time that can be read, where a range is asked; they are not counted. */
  readonly undated: number;
  /** What they have in the fields of `by`, one after the other, null where that is absent or null … */
  readonly keys: readonly (string | null)[];
  /** … and how many have it: lists of few things go from thread to thread sooner than many lists. */
  readonly counts: readonly number[];
}

/** Counts records by what they have in fields. */
export function countBy(params: CountParams): JobOrder<CountedFile> {
  return { module: __filename, params };
}

export function prepare(params: CountParams): ScanJob<CountedFile> {
  return new CountJob(params);
}

/** The counts of many files, added up. */
export class CountTotal {
  records = 0;
  noRecords = 0;
  undated = 0;
  /** What was counted of them. */
  counted = 0;
  private readonly counts = new Map<string | null, { key: readonly (string | null)[]; count: number }>();

  add({ count: records, noRecords, undated, keys, counts }: CountedFile): void {
    this.records += records;
    this.noRecords += noRecords;
    this.undated += undated;
    const width = counts.length === 0 ? 0 : keys.length / counts.length;
    for (const [at, count] of counts.entries()) {
      this.counted += count;
      const key = width === 1 ? undefined : keys.slice(width * at, width * (at + 1));
      const name = key ? JSON.stringify(key) : keys[at]!;
      const known = this.counts.get(name);
      if (known) known.count += count;
      else this.counts.set(name, { key: key ?? [name], count });
    }
  }

  /** The most frequent first, then in the order of their texts. */
  sorted(): { key: readonly (string | null)[]; count: number }[] {
    const name = (key: readonly (string | null)[]) => JSON.stringify(key);
    return [...this.counts.values()].sort(
      (a, b) => b.count - a.count || (name(a.key) < name(b.key) ? -1 : 1),
    );
  }
}

/** Looked at for each record: quicker than by their names elsewhere. */
const { absent: ABSENT, true: TRUE, false: FALSE, doubtful: DOUBT } = SpanKind;

class CountJob implements ScanJob<CountedFile> {
  readonly fields: readonly ScannedField[];
  private readonly places: readonly number[];
  private readonly paths: readonly (readonly string[])[];
  private readonly test: ReturnType<typeof recordTest> | undefined;
  private readonly time: ReturnType<typeof timeTest> | undefined;
  private readonly parsedTest: (record: unknown) => boolean;
  private readonly range: ScanRange;
  private readonly texts = new TextTable();
  private readonly facts: FactReader;
  private readonly row: number;

  /** @param fields the scanner's, where it looks for others as well */
  constructor(
    private readonly params: CountParams,
    fields?: readonly ScannedField[],
  ) {
    const { by, where, range = {} } = params;
    const bounded = isBounded(range);
    this.fields = fields ?? [
      ...new Set([
        ...by,
        ...(where ? filterFields(where) : []),
        ...(bounded ? [TIME_FIELD] : []),
        ROW_FIELD,
        ...FactReader.fields,
      ]),
    ];
    this.row = this.fields.indexOf(ROW_FIELD);
    this.facts = new FactReader(this.fields);
    this.places = by.map((field) => this.fields.indexOf(field));
    this.paths = by.map((field) => field.split("."));
    this.test = where && recordTest(where, this.fields);
    this.time = bounded ? timeTest(range, this.fields) : undefined;
    this.parsedTest = where ? parsedTest(where) : () => true;
    this.range = range;
  }

  among(fields: readonly ScannedField[]): CountJob {
    return new CountJob(this.params, fields);
  }

  scanned(records: ScannedRecords, file: JobFile): CountedFile {
    const tally = new Tally(this.texts, this.places.length);
    const { test, time } = this;
    const [no, maybe, yes] = [NO, MAYBE, YES];
    for (let record = 0; record < records.count; record++) {
      if (this.isRow(records, record)) {
        this.countParsed(recordOfEntry(parsed(textOf(records, record))), tally);
        continue;
      }
      const verdict = test ? test(records, record) : yes;
      if (verdict === no) continue;
      const inRange = time ? time(records, record) : yes;
      if (inRange === no) continue;
      if (verdict === maybe || inRange === maybe || !this.count(records, record, tally)) {
        this.countParsed(parsed(textOf(records, record)), tally);
      }
    }
    return { ...tally.end(records.count), ...this.facts.ofScanned(records, file) };
  }

  parsed(entries: readonly unknown[], _first: number, file: JobFile): CountedFile {
    const tally = new Tally(this.texts, this.places.length);
    const records = entries.map(recordOfEntry);
    for (const record of records) this.countParsed(record, tally);
    return { ...tally.end(entries.length), ...this.facts.ofParsed(records, file) };
  }

  /** Whether it may be a row of LookupEvents, with the record inside. */
  private isRow(records: ScannedRecords, record: number): boolean {
    const { spans } = records;
    if (!spans) return records.value(record, this.row) !== undefined;
    return spans[2 * (record * this.fields.length + this.row)] !== ABSENT;
  }

  /** False where a field can't be told without a parse. */
  private count(records: ScannedRecords, record: number, tally: Tally): boolean {
    const { spans, bytes } = records;
    for (let at = 0; at < this.places.length; at++) {
      const place = this.places[at]!;
      if (!spans) {
        const value = records.value(record, place);
        if (value === DOUBTFUL) return false;
        const text = valueText(value);
        tally.key[at] = text === undefined ? 0 : this.texts.idOfText(text);
        continue;
      }
      const span = 2 * (record * this.fields.length + place);
      const start = spans[span]!;
      if (start >= 0) tally.key[at] = this.texts.idOf(bytes, start, spans[span + 1]!);
      else if (start === DOUBT) return false;
      else if (start === TRUE) tally.key[at] = this.texts.idOfText("true");
      else if (start === FALSE) tally.key[at] = this.texts.idOfText("false");
      else tally.key[at] = 0;
    }
    tally.count();
    return true;
  }

  private countParsed(record: unknown, tally: Tally): void {
    if (!isJsonObject(record)) {
      tally.noRecords++;
      return;
    }
    if (!this.parsedTest(record)) return;
    if (this.time) {
      const { from = -Infinity, to = Infinity } = this.range;
      const time = recordTime(record);
      if (time === undefined) {
        tally.undated++;
        return;
      }
      if (time < from || time > to) return;
    }
    for (const [at, path] of this.paths.entries()) {
      const text = valueText(fieldOf(record, path));
      tally.key[at] = text === undefined ? 0 : this.texts.idOfText(text);
    }
    tally.count();
  }
}

function textOf(records: ScannedRecords, record: number): string {
  return records.bytes.toString("utf8", records.start(record), records.end(record));
}

/** Two numbers below this fit into one that is quick to look up. */
const MANY = 2 ** 15;

/** Counts keys that are made of the numbers of texts; 0 stands for null. */
class Tally {
  readonly key: number[];
  undated = 0;
  noRecords = 0;
  private readonly counts = new Map<number | string, number>();

  constructor(
    private readonly texts: TextTable,
    width: number,
  ) {
    texts.begin();
    this.key = Array.from({ length: width }, () => 0);
  }

  count(): void {
    const { key } = this;
    const first = key[0]!;
    const second = key[1]!;
    const isPair = key.length === 2 && first < MANY && second < MANY;
    const name = key.length === 1 ? first : isPair ? first * MANY + second : key.join(",");
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  end(records: number): CountedFile {
    const keys: (string | null)[] = [];
    for (const name of this.counts.keys())
      for (const id of this.idsOf(name)) keys.push(id === 0 ? null : this.texts.textOf(id));
    const counts = [...this.counts.values()];
    return { count: records, noRecords: this.noRecords, undated: this.undated, keys, counts };
  }

  private idsOf(name: number | string): number[] {
    if (this.key.length === 0) return [];
    if (typeof name === "string") return name.split(",").map(Number);
    return this.key.length === 1 ? [name] : [Math.floor(name / MANY), name % MANY];
  }
}

/** Undefined where a text is no JSON, which counts as no record. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
