/**
 * The known key that another one is a slip of the pen for: other case, or one or (from eight letters on) two edits.
 */
export function nearKey(key: string, known: readonly string[]): string | undefined {
  if (key.length > 32) return undefined;
  const lower = key.toLowerCase();
  return known.find(
    (other) =>
      key !== other &&
      other.length >= 4 &&
      Math.abs(other.length - lower.length) <= 2 &&
      edits(lower, other) <= (other.length >= 8 ? 2 : 1),
  );
}

/** Letters put in, taken out, changed, and neighbours swapped (Damerau and Levenshtein, restricted). */
function edits(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, place) => place);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + changed);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}
