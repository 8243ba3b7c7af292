/** More names than any trail's services have. */
const MOST_NAMES = 10_000;
/** Longer than any of them. */
const LONGEST_NAME = 200;

/** The same judgement, remembered: a trail has some hundreds of names, millions of times. */
export function byName<T>(judge: (name: string) => Exclude<T, undefined>): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const judged = judge(name);
    // Who makes up names must not fill the memory.
    if (known.size >= MOST_NAMES) known.clear();
    if (name.length <= LONGEST_NAME) known.set(name, judged);
    return judged;
  };
}
