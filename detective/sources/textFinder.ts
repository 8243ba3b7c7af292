/** Whether a text stands in parts of JSON bytes that are asked for from the first to the last. */
export class TextFinder {
  private readonly places: readonly Places[];

  /** @param text without what JSON has to escape */
  constructor(text: string) {
    // Any letter may be written as its code, a slash behind a backslash.
    const ways = [text, "\\u", ...(text.includes("/") ? ["\\/"] : [])];
    this.places = ways.map((way) => new Places(Buffer.from(way)));
  }

  turnTo(bytes: Buffer): void {
    for (const place of this.places) place.turnTo(bytes);
  }

  /** It may also where it doesn't: where something is escaped. */
  mayStandIn(start: number, end: number): boolean {
    for (const place of this.places) if (place.after(start) < end) return true;
    return false;
  }
}

/** The places of a needle, each looked for once. */
export class Places {
  private bytes: Buffer = Buffer.alloc(0);
  private next = -1;

  /** @param before what has to stand before it: of a long needle a rare end is found sooner than the whole */
  constructor(
    private readonly needle: Buffer,
    private readonly before?: Buffer,
  ) {}

  turnTo(bytes: Buffer): void {
    this.bytes = bytes;
    this.next = -1;
  }

  after(start: number): number {
    while (this.next < start) {
      const from = Math.max(start, this.next + 1);
      const found = this.bytes.indexOf(this.needle, from);
      this.next = found < 0 ? Infinity : this.isPlace(found) ? found : -1;
      if (this.next < 0) start = found + 1;
    }
    return this.next;
  }

  private isPlace(found: number): boolean {
    const { before } = this;
    if (!before) return true;
    return (
      found >= before.length &&
      this.bytes.compare(before, 0, before.length, found - before.length, found) === 0
    );
  }
}
