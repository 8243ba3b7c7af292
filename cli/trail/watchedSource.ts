import type { CloudTrailEvent, EventQuery, Reading, Source } from "../../detective";
import { untilAborted } from "./untilAborted";

export interface WatchedOptions {
  /** Stops every reading; what was read before it is kept, and the coverage says that it is not all. */
  signal: AbortSignal;
  /** Called with each event. */
  took: (event: CloudTrailEvent) => void;
}

/** A source as a command reads it: it can be interrupted, and it is watched. */
export function watchedSource(source: Source, options: WatchedOptions): Source {
  return {
    ...source,
    read: (query?: EventQuery) => new WatchedReading(source.read(query), options),
  };
}

class WatchedReading implements Reading {
  constructor(
    private readonly reading: Reading,
    private readonly options: WatchedOptions,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<CloudTrailEvent> {
    const { signal, took } = this.options;
    for await (const event of untilAborted(this.reading, signal)) {
      took(event);
      yield event;
    }
  }

  coverage() {
    return this.reading.coverage();
  }
}
