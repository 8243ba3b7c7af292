/**
 * What several generators yield, in their order; while one is read, the first item of others after it is on its way.
 *
 * @param ahead how many may be, shared with generators inside generators
 */
export async function* sideBySide<T>(
  parts: Iterable<() => AsyncGenerator<T, void>>,
  ahead: { room: number },
): AsyncGenerator<T, void> {
  const waiting = parts[Symbol.iterator]();
  const begun: { items: AsyncGenerator<T, void>; first: Promise<IteratorResult<T>> }[] = [];
  try {
    for (;;) {
      while (begun.length === 0 || ahead.room > 0) {
        const next = waiting.next();
        if (next.done) break;
        const items = next.value();
        ahead.room--;
        const first = items.next();
        // A failure is raised when its turn comes; until then it must not count as unhandled.
        first.catch(() => undefined);
        begun.push({ items, first });
      }
      const one = begun.shift();
      if (!one) return;
      ahead.room++;
      const first = await one.first;
      if (first.done) continue;
      yield first.value;
      yield* one.items;
    }
  } finally {
    ahead.room += begun.length;
    for (const { items } of begun) void items.return(undefined).catch(() => undefined);
  }
}
