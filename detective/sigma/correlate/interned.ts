/** What is remembered; more different values than that would be remembered for nothing. */
const MOST = 100_000;

/** Hands out the same object for everything that is equal by its key: most matches say the same. */
export class Interned<T> {
  private known = new Map<string, T>();

  of(key: string, make: () => T): T {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (this.known.size >= MOST) this.known = new Map();
    const made = make();
    this.known.set(key, made);
    return made;
  }
}
