/** Names that are spelt much like one, the nearest first, at most three; `eventName` is spelt like `event_name`. */
export function nearNames(name: string, names: readonly string[]): string[] {
  const wanted = plain(name.slice(0, 60));
  const most = Math.max(1, Math.floor(wanted.length / 3));
  const same = names.filter((each) => plain(each) === wanted);
  if (same.length > 0) return same.slice(0, 1);
  return names
    .map((each) => ({ each, distance: distanceOf(wanted, plain(each)) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ each }) => each);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** How many letters have to be put in, taken out or changed; nothing where one is a part of the other. */
function distanceOf(a: string, b: string): number {
  if (a.length > 3 && b.length > 3 && (a.includes(b) || b.includes(a))) return 0;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
