import { ScannedField } from "../archive/scan/recordFilter";
import { ScannedRecords } from "../archive/scan/recordScanner";
import { NO, filterFields, parsedTest, recordTest } from "../archive/scan/recordTest";
import { normaliseIp } from "../ipAddress";
import { isJsonObject } from "../json";
import { unversioned } from "../unversioned";
import { JudgedField, NeededRecord, RecordNeeds } from "./recordNeeds";
import { TextFinder } from "./textFinder";

/** The field of a row of LookupEvents that has the record inside, as text: such a row says things of its own. */
export const ROW = "CloudTrailEvent";

/** Asks records whether they can matter, before they are parsed. */
export class NeedsTest {
  private readonly alternatives: readonly Alternative[];

  /** @param fields the scanner's, with those of `fieldsOf` among them */
  constructor(needs: RecordNeeds, fields: readonly ScannedField[]) {
    this.alternatives = [ANY_ROW, ...needs].map(({ fields: filters = [], judged = [], holding = [] }) => ({
      fieldsMay: recordTest([filters], fields),
      parsedMay: parsedTest([filters]),
      judges: judged.map((each) => new Judge(each, fields)),
      texts: holding.map((text) => new TextFinder(text)),
    }));
  }

  static fieldsOf(needs: RecordNeeds): ScannedField[] {
    const judged = needs.flatMap((one) => (one.judged ?? []).map(({ field }) => field));
    return [...filterFields([ANY_ROW, ...needs].map(({ fields = [] }) => fields)), ...judged];
  }

  /** Turns to another file; its records are asked for in their order. */
  turnTo({ bytes }: ScannedRecords): void {
    for (const { texts } of this.alternatives) for (const text of texts) text.turnTo(bytes);
  }

  may(records: ScannedRecords, record: number): boolean {
    for (const { fieldsMay, judges, texts } of this.alternatives) {
      if (fieldsMay(records, record) === NO) continue;
      if (judges.length > 0 && !judges.every((judge) => judge.may(records, record))) continue;
      if (texts.length === 0) return true;
      const [start, end] = [records.start(record), records.end(record)];
      if (texts.every((text) => text.mayStandIn(start, end))) return true;
    }
    return false;
  }

  /** The same of a record that was parsed. */
  parsedMay(entry: unknown): boolean {
    // A text may be a record's.
    return !isJsonObject(entry) || this.alternatives.some(({ parsedMay }) => parsedMay(entry));
  }
}

const ANY_ROW: NeededRecord = { fields: [{ field: ROW }] };

interface Alternative {
  readonly fieldsMay: ReturnType<typeof recordTest>;
  readonly parsedMay: ReturnType<typeof parsedTest>;
  readonly judges: readonly Judge[];
  readonly texts: readonly TextFinder[];
}

const MEANINGS: Readonly<Record<JudgedField["as"], (text: string) => string>> = {
  api: unversioned,
  address: (text) => normaliseIp(text) ?? text,
};
/** So many texts are remembered. */
const MOST_KNOWN = 10_000;

/** Asks one field for what it means. */
class Judge {
  private readonly place: number;
  private readonly oneOf: ReadonlySet<string>;
  private readonly meaning: (text: string) => string;
  private readonly known = new Map<string, boolean>();

  constructor({ field, as, oneOf }: JudgedField, fields: readonly ScannedField[]) {
    this.place = fields.indexOf(field);
    this.oneOf = new Set(oneOf);
    this.meaning = MEANINGS[as];
  }

  may(records: ScannedRecords, record: number): boolean {
    const value = records.value(record, this.place);
    if (typeof value !== "string") return value !== undefined && value !== null;
    let verdict = this.known.get(value);
    if (verdict === undefined) {
      if (this.known.size >= MOST_KNOWN) this.known.clear();
      this.known.set(value, (verdict = this.oneOf.has(this.meaning(value))));
    }
    return verdict;
  }
}
