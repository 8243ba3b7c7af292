import { isJsonObject } from "../../json";
import { ScannedField } from "./recordFilter";
import { DOUBTFUL, ScannedRecords, SpanKind } from "./recordScanner";
import { JobFile } from "./scanJob";
import { isSame } from "./textTable";

/** What the coverage of a reading tells of its files beside their problems. */
export interface SeenFacts {
  /** Regions that records name, of a file whose place doesn't say its own; absent of the others. */
  readonly regions?: readonly string[];
  /** A data event is in it; told until a thread has said so of one file. */
  readonly dataEvent?: true;
}

const FIELDS = ["awsRegion", "managementEvent", "eventCategory"] as const;
const CATEGORIES = ["Data", "NetworkActivity"];

/** Reads them off the records of files. */
export class FactReader {
  static readonly fields: readonly ScannedField[] = FIELDS;
  private readonly at: readonly [region: number, management: number, category: number];
  private sawDataEvent = false;

  /** @param fields the scanner's, with these among them */
  constructor(fields: readonly ScannedField[]) {
    this.at = FIELDS.map((field) => fields.indexOf(field)) as [number, number, number];
    this.width = fields.length;
  }

  private readonly width: number;

  ofScanned(records: ScannedRecords, { region }: JobFile): SeenFacts {
    return told(
      region === undefined ? this.regionsOf(records) : undefined,
      !this.sawDataEvent && (this.sawDataEvent = this.hasDataEvent(records)),
    );
  }

  ofParsed(entries: readonly unknown[], { region }: JobFile): SeenFacts {
    const regions = new Set<string>();
    let dataEvent = false;
    for (const entry of entries) {
      if (!isJsonObject(entry)) continue;
      if (typeof entry.awsRegion === "string") regions.add(entry.awsRegion);
      dataEvent ||= isDataEvent(entry.managementEvent, entry.eventCategory);
    }
    return told(region === undefined ? regions : undefined, dataEvent);
  }

  private regionsOf(records: ScannedRecords): Set<string> {
    const regions = new Set<string>();
    let last = Buffer.alloc(0);
    const { spans, bytes } = records;
    for (let record = 0; record < records.count; record++) {
      if (spans) {
        // Nearly all the records of a file are of one Region.
        const at = 2 * (record * this.width + this.at[0]);
        const start = spans[at]!;
        if (start >= 0) {
          const end = spans[at + 1]!;
          if (isSame(last, bytes, start, end)) continue;
          last = Buffer.from(bytes.subarray(start, end));
        }
      }
      const region = this.value(records, record, this.at[0]);
      if (typeof region === "string") regions.add(region);
    }
    return regions;
  }

  private hasDataEvent(records: ScannedRecords): boolean {
    const [, management, category] = this.at;
    for (let record = 0; record < records.count; record++) {
      if (records.spans) {
        const first = 2 * record * this.width;
        const at = first + 2 * category;
        const isManagement = records.spans[first + 2 * management] === SpanKind.true;
        // `Management`: told from the others by its length.
        if (isManagement && records.spans[at + 1]! - records.spans[at]! === 10) continue;
      }
      if (isDataEvent(this.value(records, record, management), this.value(records, record, category)))
        return true;
    }
    return false;
  }

  private value(records: ScannedRecords, record: number, field: number): unknown {
    const value = records.value(record, field);
    if (value !== DOUBTFUL) return value;
    const text = records.bytes.toString("utf8", records.start(record), records.end(record));
    const name = FIELDS[this.at.indexOf(field)]!;
    try {
      return (JSON.parse(text) as Record<string, unknown>)[name];
    } catch {
      return undefined;
    }
  }
}

function isDataEvent(managementEvent: unknown, eventCategory: unknown): boolean {
  return managementEvent === false || CATEGORIES.includes(eventCategory as string);
}

function told(regions: ReadonlySet<string> | undefined, dataEvent: boolean): SeenFacts {
  return { ...(regions && { regions: [...regions].sort() }), ...(dataEvent && { dataEvent }) };
}
