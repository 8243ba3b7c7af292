/**
 * How many positions can have a record of their own, as positions are added one after the other.
 *
 * @param recordsAt the records at each position
 * @returns adds a position, and gives how many of those added so far can
 * Source: Kuhn's algorithm (matchings in bipartite graphs by augmenting paths)
 */
export function ownRecords(recordsAt: ReadonlyMap<number, readonly number[]>): (position: number) => number {
  const takenBy = new Map<number, number>();
  let size = 0;
  const place = (position: number, tried: Set<number>): boolean => {
    for (const record of recordsAt.get(position) ?? []) {
      if (tried.has(record)) continue;
      tried.add(record);
      const holder = takenBy.get(record);
      if (holder !== undefined && !place(holder, tried)) continue;
      takenBy.set(record, position);
      return true;
    }
    return false;
  };
  return (position) => (place(position, new Set()) ? ++size : size);
}
