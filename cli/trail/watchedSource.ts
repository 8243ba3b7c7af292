import { redact, type CloudTrailEvent, type EventQuery, type Reading, type Source } from "../../detective";

export interface WatchedOptions {
  /** Stops every reading; what was read before it is kept, and the coverage says that it is not all. */
  signal: AbortSignal;
  /** Called with each event. */
  took: (event: CloudTrailEvent) => void;
  /** Redacts every event before anybody sees it, so that no form of no answer can forget to. */
  redacted: boolean;
}

/** A source as a command reads it: it can be interrupted, it is watched, and its secrets are hidden. */
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
    const { signal, took, redacted } = this.options;
    const iterator = this.reading[Symbol.asyncIterator]();
    const stopped = untilAborted(signal);
    let ended = false;
    try {
      for (;;) {
        const next = await Promise.race([iterator.next(), stopped.promise]);
        if (next === undefined) return;
        if (next.done) {
          ended = true;
          return;
        }
        took(next.value);
        yield redacted ? redact(next.value) : next.value;
      }
    } finally {
      stopped.release();
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

function untilAborted(signal: AbortSignal): { promise: Promise<undefined>; release: () => void } {
  let stop = () => {};
  const promise = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  return { promise, release: () => signal.removeEventListener("abort", stop) };
}
