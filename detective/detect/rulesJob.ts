import { FactReader, SeenFacts } from "../archive/scan/fileFacts";
import { recordOfEntry } from "../archive/scan/recordOfEntry";
import { DOUBTFUL, ScannedRecords } from "../archive/scan/recordScanner";
import { JobFile, JobOrder, ScanJob } from "../archive/scan/scanJob";
import { isJsonObject } from "../json";
import { compileRules } from "../sigma/match/compileRules";
import { RecordMatcher } from "../sigma/recordMatcher";
import { SigmaRule } from "../sigma/rule";
import { deepEntries } from "../sources/deepEntries";
import { LogFilesOptions } from "../sources/logScope";
import { ROW } from "../sources/needsTest";
import { RecordQuery } from "./recordReading";
import { RecordScope } from "./recordScope";
import { RuleSieve } from "./ruleSieve";

/** Which rules are asked of which records; plain data. */
export interface RulesParams {
  readonly rules: readonly SigmaRule[];
  readonly query: RecordQuery;
  readonly options: Pick<LogFilesOptions, "accounts" | "regions">;
}

/** What rules found in a file, and what the coverage has to know of it. */
export interface FileMatches extends SeenFacts {
  /** How many entries there are in all. */
  readonly count: number;
  /** Of how many entries the rules were asked, or would have been where they are no JSON objects. */
  readonly taken: number;
  /** Of those, how many are no JSON objects. */
  readonly noRecords: number;
  /** How many were left out as they have no time that can be read. */
  readonly undated: number;
  /** The places in the file of the records that rules match, and the places of these rules. */
  readonly indexes: readonly number[];
  readonly rules: readonly (readonly number[])[];
  /** The records as JSON; of a file that had to be parsed, absent. */
  readonly texts?: readonly string[];
  /** As they were parsed; absent where there are texts. */
  readonly entries?: readonly unknown[];
  /** Of `entries`, those that are here as JSON, since they nest too deep to be handed over. */
  readonly deep?: readonly number[];
  /** It turned out to be no JSON; what is here is nothing. */
  readonly broken?: true;
}

/** Asks rules of the records of each file. */
export function rulesJob(params: RulesParams): JobOrder<FileMatches> {
  return { module: __filename, params };
}

export function prepare(params: RulesParams): ScanJob<FileMatches> {
  return new RulesJob(params);
}

/** The records that rules matched, as parsing their file gives them. */
export function recordsIn({ texts, entries = [], deep = [] }: FileMatches): unknown[] {
  if (texts) return texts.map((text) => JSON.parse(text) as unknown);
  const all = [...entries];
  for (const at of deep) all[at] = JSON.parse(all[at] as string);
  return all;
}

/** What `RecordScope` looks at. */
const PLACE = ["eventTime", "awsRegion", "recipientAccountId"] as const;

/** Where the rules match more of so many records than this share, looking first costs more than it saves. */
const ENOUGH = 2_000;
const MOST_PASS = 0.6;

class RulesJob implements ScanJob<FileMatches> {
  readonly fields: readonly string[];
  private readonly row: number;
  private readonly place: readonly number[];
  private readonly scope: RecordScope;
  private readonly sieve: RuleSieve;
  private readonly matcher: RecordMatcher;
  private readonly placeOf: ReadonlyMap<SigmaRule, number>;
  private readonly facts: FactReader;
  private sifted = 0;
  private passed = 0;

  constructor({ rules, query, options }: RulesParams) {
    this.scope = new RecordScope(query, options);
    this.sieve = new RuleSieve(rules);
    this.matcher = compileRules(rules);
    this.placeOf = new Map(rules.map((rule, place) => [rule, place]));
    this.fields = [
      ...new Set([ROW, ...this.sieve.fields, ...FactReader.fields, ...(this.scope.takesAll ? [] : PLACE)]),
    ];
    this.row = this.fields.indexOf(ROW);
    this.place = PLACE.map((field) => this.fields.indexOf(field));
    this.facts = new FactReader(this.fields);
  }

  scanned(records: ScannedRecords, file: JobFile): FileMatches {
    const found = new Found();
    const texts: string[] = [];
    this.sieve.turnTo(records, this.fields);
    try {
      for (let record = 0; record < records.count; record++) {
        const text = this.scannedOne(records, record, file, found);
        if (text !== undefined) texts.push(text);
      }
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return { count: 0, ...new Found(), broken: true };
    }
    return { count: records.count, ...found, texts, ...this.facts.ofScanned(records, file) };
  }

  parsed(entries: readonly unknown[], first: number, file: JobFile): FileMatches {
    const found = new Found();
    const matched: unknown[] = [];
    const records = entries.map(recordOfEntry);
    for (const [at, record] of records.entries())
      if (this.takes(record, file, found) && this.matches(record, first + at, found)) matched.push(record);
    return {
      count: entries.length,
      ...found,
      ...deepEntries(matched),
      ...this.facts.ofParsed(records, file),
    };
  }

  /** The record's text where a rule matches it. */
  private scannedOne(
    records: ScannedRecords,
    record: number,
    file: JobFile,
    found: Found,
  ): string | undefined {
    const isRow = typeof (records.value(record, this.row) ?? undefined) !== "undefined";
    if (!isRow) {
      const takes = this.scope.takesAll || this.takesScanned(records, record, file, found);
      if (takes === false) return undefined;
      if (takes === true && !this.mayMatch(records, record)) {
        found.taken++;
        return undefined;
      }
    }
    const text = records.bytes.toString("utf8", records.start(record), records.end(record));
    const parsed = recordOfEntry(JSON.parse(text) as unknown);
    if (!this.takes(parsed, file, found) || !this.matches(parsed, record, found)) return undefined;
    return isRow ? JSON.stringify(parsed) : text;
  }

  private mayMatch(records: ScannedRecords, record: number): boolean {
    if (this.sifted > ENOUGH && this.passed > MOST_PASS * this.sifted) return true;
    this.sifted++;
    const may = this.sieve.may(records, record);
    if (may) this.passed++;
    return may;
  }

  /** Undefined where a parse has to tell. */
  private takesScanned(
    records: ScannedRecords,
    record: number,
    file: JobFile,
    found: Found,
  ): boolean | undefined {
    const seen: Record<string, unknown> = {};
    for (const [at, field] of PLACE.entries()) {
      const value = records.value(record, this.place[at]!);
      if (value === DOUBTFUL) return undefined;
      seen[field] = value;
    }
    const takes = this.scope.takes(seen, keyOf(file));
    if (takes === undefined) found.undated++;
    return takes === true;
  }

  private takes(record: unknown, file: JobFile, found: Found): boolean {
    const takes = this.scope.takes(record, keyOf(file));
    if (takes === undefined) found.undated++;
    if (!takes) return false;
    found.taken++;
    if (isJsonObject(record)) return true;
    found.noRecords++;
    return false;
  }

  private matches(record: unknown, index: number, found: Found): boolean {
    const matches = this.matcher.match(record);
    if (matches.length === 0) return false;
    found.indexes.push(index);
    found.rules.push(matches.map(({ rule }) => this.placeOf.get(rule)!));
    return true;
  }
}

class Found {
  taken = 0;
  noRecords = 0;
  undated = 0;
  readonly indexes: number[] = [];
  readonly rules: number[][] = [];
}

function keyOf({ region, account }: JobFile) {
  return { ...(region !== undefined && { region }), ...(account !== undefined && { accountId: account }) };
}
