/** Does `work` on each item, up to `count` at a time, and hands the results out in the items' order. */
export async function* inTurn<T, R>(
  items: Iterable<T>,
  count: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  const iterator = items[Symbol.iterator]();
  const start = () => {
    const next = iterator.next();
    if (next.done) return;
    const result = work(next.value);
    // A failure is raised when its turn comes; until then it must not count as unhandled.
    result.catch(() => {});
    running.push(result);
  };
  for (let index = 0; index < count; index++) start();
  for (let first = running.shift(); first; first = running.shift()) {
    const result = await first;
    start();
    yield result;
  }
}
