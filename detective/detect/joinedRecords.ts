import { Coverage, isComplete } from "../source";
import { SigmaRule } from "../sigma/rule";
import { askRecords } from "./askRecords";
import { RawRecord } from "./detection";
import { RecordMatch } from "./engine";
import { RecordQuery, RecordReading, RecordSource } from "./recordReading";

/** Several sources as one, read one after the other. */
export function joinedRecords(sources: readonly [RecordSource, ...RecordSource[]]): RecordSource {
  const [only, ...more] = sources;
  if (more.length === 0) return only;
  return {
    name: sources.map(({ name }) => name).join(", "),
    read: (query) => new JoinedReading(sources, query),
  };
}

class JoinedReading implements RecordReading {
  private readonly readings: readonly RecordReading[];

  constructor(sources: readonly RecordSource[], query: RecordQuery | undefined) {
    this.readings = sources.map((source) => source.read(query));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RawRecord> {
    for (const reading of this.readings) yield* reading;
  }

  async *ask(
    rules: readonly SigmaRule[],
    asked: (records: number, noRecords: number) => void,
  ): AsyncGenerator<RecordMatch> {
    for (const reading of this.readings) yield* askRecords(reading, rules, asked);
  }

  coverage(): Coverage {
    const all = this.readings.map((reading) => reading.coverage());
    const gaps = all.flatMap((each) => each.gaps);
    const files = all.reduce((sum, each) => sum + (each.files ?? 0), 0);
    return {
      ...all[0]!,
      source: all.map(({ source }) => source).join(", "),
      regions: [...new Set(all.flatMap(({ regions }) => regions))].sort(),
      events: all.reduce((sum, { events }) => sum + events, 0),
      ...(files > 0 && { files }),
      complete: isComplete(gaps),
      gaps,
    };
  }
}
