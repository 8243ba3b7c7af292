import { ScannedField } from "../archive/scan/recordFilter";
import { ScannedRecords } from "../archive/scan/recordScanner";
import { NO, filterFields, parsedTest, recordTest } from "../archive/scan/recordTest";
import { isJsonObject } from "../json";
import { RecordNeeds } from "./recordNeeds";
import { TextFinder } from "./textFinder";

/** The field of a row of LookupEvents that has the record inside, as text: such a row says things of its own. */
export const ROW = "CloudTrailEvent";

/** Asks records whether they can matter, before they are parsed. */
export class NeedsTest {
  private readonly alternatives: readonly Alternative[];

  /** @param fields the scanner's, with those of `fieldsOf` among them */
  constructor(needs: RecordNeeds, fields: readonly ScannedField[]) {
    this.alternatives = [{ fields: [{ field: ROW }] }, ...needs].map(
      ({ fields: filters = [], holding = [] }) => ({
        fieldsMay: recordTest([filters], fields),
        parsedMay: parsedTest([filters]),
        texts: holding.map((text) => new TextFinder(text)),
      }),
    );
  }

  static fieldsOf(needs: RecordNeeds): ScannedField[] {
    return filterFields([[{ field: ROW }], ...needs.map(({ fields = [] }) => fields)]);
  }

  /** Turns to another file; its records are asked for in their order. */
  turnTo({ bytes }: ScannedRecords): void {
    for (const { texts } of this.alternatives) for (const text of texts) text.turnTo(bytes);
  }

  may(records: ScannedRecords, record: number): boolean {
    for (const { fieldsMay, texts } of this.alternatives) {
      if (fieldsMay(records, record) === NO) continue;
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

interface Alternative {
  readonly fieldsMay: ReturnType<typeof recordTest>;
  readonly parsedMay: ReturnType<typeof parsedTest>;
  readonly texts: readonly TextFinder[];
}
