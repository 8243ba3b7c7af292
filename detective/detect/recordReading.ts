import { Coverage } from "../source";
import { RawRecord } from "./detection";

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
}

/** Where records come from. */
export interface RecordSource {
  readonly name: string;
  /** @throws QueryError on a query that can't be meant */
  read(query?: RecordQuery): RecordReading;
}
