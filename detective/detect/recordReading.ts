import { Coverage } from "../source";
import { SigmaRule } from "../sigma/rule";
import { RawRecord } from "./detection";
import { RecordMatch } from "./engine";

/** Which records to read; everything left out means no restriction. */
export interface RecordQuery {
  /** Inclusive; so are those without a readable time left out where a range is asked, and named. @default all */
  startTime?: Date;
  /** Inclusive. @default all */
  endTime?: Date;
}

/** One run through a source's records, as they were delivered, in an order of the source's own. */
export interface RecordReading extends AsyncIterable<RawRecord> {
  /** Final once the iteration has ended; before that it says so itself. */
  coverage(): Coverage;
  /**
   * Asks rules of the records where they are read, instead of handing them out: the matches come in the order of the
   * records, and of one record in that of the rules. Absent from a reading that only hands out.
   *
   * @param asked told now and then of how many records they were asked, and how many others were no JSON objects
   */
  ask?(
    rules: readonly SigmaRule[],
    asked: (records: number, noRecords: number) => void,
  ): AsyncIterable<RecordMatch>;
}

/** Where records come from. */
export interface RecordSource {
  readonly name: string;
  /** @throws QueryError on a query that can't be meant */
  read(query?: RecordQuery): RecordReading;
}
