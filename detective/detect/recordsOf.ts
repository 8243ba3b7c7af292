import { RecordReading } from "./recordReading";

/** Records that a program holds already, as a reading. */
export function recordsOf(records: readonly unknown[], source: string): RecordReading {
  let events = 0;
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- nothing to wait for: they are here
    async *[Symbol.asyncIterator]() {
      for (const [index, record] of records.entries()) {
        events++;
        yield { record, source, index };
      }
    },
    coverage: () => ({ source, regions: [], events, complete: true, gaps: [] }),
  };
}
