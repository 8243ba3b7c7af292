/**
 * Shares a total among those who want of it: who wants little gets all of it, and the others get the same.
 *
 * @returns one share for each, in the order of `wanted`
 */
export function fairShares(wanted: readonly number[], total: number): number[] {
  const shares = wanted.map(() => 0);
  const smallestFirst = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]!);
  let left = total;
  smallestFirst.forEach((index, done) => {
    const share = Math.min(wanted[index]!, Math.floor(left / (wanted.length - done)));
    shares[index] = share;
    left -= share;
  });
  return shares;
}
