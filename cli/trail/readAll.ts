import { newestFirst, type CloudTrailEvent, type EventSet, type Reading } from "../../detective";

/** What was read, and whether the reader stopped it. */
export interface Read extends EventSet {
  interrupted: boolean;
}

/** Reads to the end, or until the signal; what was read before it is kept, and the coverage says that it is not all. */
export async function readAll(
  reading: Reading,
  signal: AbortSignal,
  each: (count: number, event: CloudTrailEvent) => void = () => {},
): Promise<Read> {
  const events: CloudTrailEvent[] = [];
  const iterator = reading[Symbol.asyncIterator]();
  const stopped = untilAborted(signal);
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), stopped.promise]);
      if (next === undefined || next.done) break;
      events.push(next.value);
      each(events.length, next.value);
    }
  } finally {
    stopped.release();
  }
  // Not waited for: it may hang in the very request that was interrupted.
  if (signal.aborted) void iterator.return?.().then(undefined, () => undefined);
  return { events: newestFirst(events), coverage: reading.coverage(), interrupted: signal.aborted };
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
