/** Does `work` on what comes, up to `count` at a time, and hands the results out in the order of their coming. */
export async function* inOrder<T, R>(
  items: AsyncGenerator<T, void>,
  count: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void> {
  const running: Promise<R>[] = [];
  let ended = false;
  try {
    while (!ended || running.length > 0) {
      while (!ended && running.length < count) {
        const next = await items.next();
        ended = next.done === true;
        if (next.done) break;
        const result = work(next.value);
        // A failure is raised when its turn comes; until then it must not count as unhandled.
        result.catch(() => undefined);
        running.push(result);
      }
      const first = running.shift();
      if (first) yield await first;
    }
  } finally {
    // Nothing goes on behind the back of who left early.
    await Promise.allSettled(running);
    await items.return();
  }
}
