import { RecordQuery } from "../../detect/recordReading";
import { RecordScope } from "../../detect/recordScope";
import { LogFilesOptions } from "../../sources/logScope";

const DAY_MS = 86_400_000;

/** Opens all files of a day, or none: what is cached of a day is the whole of it. */
export class DayScope extends RecordScope {
  override readonly delivered: { from: number; to: number };
  /** Every file that a cache has is opened. */
  readonly opensAll: boolean;

  constructor(query: RecordQuery, options: LogFilesOptions) {
    super(query, options);
    this.opensAll = ![query.startTime, query.endTime, options.accounts, options.regions].some(
      (given) => given !== undefined,
    );
    const { from, to } = new RecordScope(query, options).delivered;
    this.delivered = {
      from: Math.floor(from / DAY_MS) * DAY_MS,
      to: Math.floor(to / DAY_MS) * DAY_MS + DAY_MS - 1,
    };
  }
}
