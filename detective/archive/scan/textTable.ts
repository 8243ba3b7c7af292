/** So many texts are kept from one file to the next. */
const MOST = 1 << 16;
const RECENT_MASK = 1023;

/** Texts by numbers, told from each other by their bytes: each is made once, however often it stands in a file. */
export class TextTable {
  /** 0 in a free place, else the number of a text. */
  private places = new Int32Array(1 << 12);
  private readonly recent = new Int32Array(RECENT_MASK + 1);
  private hashes: number[] = [0];
  private values: Buffer[] = [Buffer.alloc(0)];
  private texts: (string | undefined)[] = [undefined];

  /** Forgets what it has where that is much; numbers given before count no more. */
  begin(): void {
    if (this.values.length <= MOST) return;
    this.places = new Int32Array(1 << 12);
    this.recent.fill(0);
    this.hashes = [0];
    this.values = [Buffer.alloc(0)];
    this.texts = [undefined];
  }

  /** From 1. */
  idOf(bytes: Buffer, start: number, end: number): number {
    // Nearly all are among the last that were asked for; those are told by a few of their bytes, and then compared.
    const length = end - start;
    const place =
      length === 0
        ? 0
        : (length + 7 * bytes[start]! + 31 * bytes[end - 1]! + 57 * bytes[start + (length >> 1)]!) &
          RECENT_MASK;
    const recent = this.recent[place]!;
    if (recent !== 0 && isSame(this.values[recent]!, bytes, start, end)) return recent;
    return (this.recent[place] = this.find(bytes, start, end));
  }

  private find(bytes: Buffer, start: number, end: number): number {
    let hash = end - start;
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hash ^= hash >>> 13;
    const mask = this.places.length - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const id = this.places[place]!;
      if (id === 0) return this.add(bytes, start, end, hash, place);
      if (this.hashes[id] === hash && isSame(this.values[id]!, bytes, start, end)) return id;
    }
  }

  idOfText(text: string): number {
    const bytes = Buffer.from(text);
    return this.idOf(bytes, 0, bytes.length);
  }

  textOf(id: number): string {
    return (this.texts[id] ??= this.values[id]!.toString("utf8"));
  }

  private add(bytes: Buffer, start: number, end: number, hash: number, place: number): number {
    const id = this.values.length;
    this.values.push(Buffer.from(bytes.subarray(start, end)));
    this.hashes.push(hash);
    this.texts.push(undefined);
    this.places[place] = id;
    if (2 * id > this.places.length) this.grow();
    return id;
  }

  private grow(): void {
    this.places = new Int32Array(2 * this.places.length);
    const mask = this.places.length - 1;
    for (let id = 1; id < this.hashes.length; id++) {
      let place = this.hashes[id]! & mask;
      while (this.places[place] !== 0) place = (place + 1) & mask;
      this.places[place] = id;
    }
  }
}

/** Whether a text is the same bytes as a span; told here, as a call out of JavaScript costs more than short texts do. */
export function isSame(value: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (value.length !== end - start) return false;
  for (let at = 0; at < value.length; at++) if (value[at] !== bytes[start + at]) return false;
  return true;
}
