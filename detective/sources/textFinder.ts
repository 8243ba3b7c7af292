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

  constructor(private readonly needle: Buffer) {}

  turnTo(bytes: Buffer): void {
    this.bytes = bytes;
    this.next = -1;
  }

  after(start: number): number {
    if (this.next < start) {
      const found = this.bytes.indexOf(this.needle, start);
      this.next = found < 0 ? Infinity : found;
    }
    return this.next;
  }
}
