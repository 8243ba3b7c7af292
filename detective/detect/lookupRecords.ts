import { CloudTrailEvent } from "../event";
import { Coverage } from "../source";
import { LookupEventsOptions, RegionClient, lookupEvents } from "../sources/lookupEvents";
import { parseLookupRow } from "../sources/lookupRow";
import { RawRecord } from "./detection";
import { recordOfEntry } from "../archive/scan/recordOfEntry";
import { RecordSource } from "./recordReading";

/**
 * The records of the event history, as LookupEvents delivers them: newest first, and each once.
 *
 * @throws QueryError see `lookupEvents`
 */
export function lookupRecords(
  regions: readonly RegionClient[],
  options: Omit<LookupEventsOptions, "parseRow"> = {},
): RecordSource {
  const delivered = new WeakMap<CloudTrailEvent, unknown>();
  const source = lookupEvents(regions, {
    ...options,
    parseRow(row) {
      const event = parseLookupRow(row);
      delivered.set(event, row.CloudTrailEvent === undefined ? null : row);
      return event;
    },
  });
  return {
    name: source.name,
    read(query = {}) {
      const reading = source.read(query);
      return {
        coverage: (): Coverage => reading.coverage(),
        async *[Symbol.asyncIterator](): AsyncGenerator<RawRecord> {
          let index = 0;
          for await (const event of reading)
            yield { record: recordOfEntry(delivered.get(event)), source: source.name, index: index++ };
        },
      };
    },
  };
}
