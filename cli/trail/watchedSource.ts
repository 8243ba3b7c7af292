import type { CloudTrailEvent, EventQuery, Reading, Source } from "../../detective";

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
    const iterator = this.reading[Symbol.asyncIterator]();
    let stop = () => {};
    const stopped = () => stop();
    signal.addEventListener("abort", stopped, { once: true });
    let ended = false;
    try {
      while (!signal.aborted) {
        // Not Promise.race: a promise that stays pending would keep what each of 200,000 races left with it.
        const next = await new Promise<IteratorResult<CloudTrailEvent> | undefined>((resolve, reject) => {
          stop = () => resolve(undefined);
          iterator.next().then(resolve, reject);
        });
        ended = next?.done === true;
        if (next === undefined || next.done) return;
        took(next.value);
        yield next.value;
      }
    } finally {
      signal.removeEventListener("abort", stopped);
      const closed = ended ? undefined : iterator.return?.();
      // After an interruption it is not waited for: it may hang in the very request that was interrupted.
      if (signal.aborted) void closed?.then(undefined, () => undefined);
      else await closed;
    }
  }

  coverage() {
    return this.reading.coverage();
  }
}
