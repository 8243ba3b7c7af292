/** How many events all parts of a reading hold that nobody has taken yet: what bounds its memory. */
export class ReadAhead {
  private held = 0;

  /** @param most how many may be held beside what the merge waits for */
  constructor(private readonly most: number) {}

  /** How many more may be read before anyone needs them. */
  get room(): number {
    return this.most - this.held;
  }

  get buffered(): number {
    return this.held;
  }

  add(count: number): void {
    this.held += count;
  }
}
