/** Hands on what comes until a signal is aborted; after that nothing is waited for. */
export async function* untilAborted<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  let stop = () => {};
  const stopped = () => stop();
  signal.addEventListener("abort", stopped, { once: true });
  let ended = false;
  try {
    while (!signal.aborted) {
      // Not Promise.race: a promise that stays pending would keep what each of 200,000 races left with it.
      const next = await new Promise<IteratorResult<T> | undefined>((resolve, reject) => {
        stop = () => resolve(undefined);
        iterator.next().then(resolve, reject);
      });
      ended = next?.done === true;
      if (next === undefined || next.done) return;
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
