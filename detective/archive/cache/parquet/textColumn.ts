import { randomInt } from "node:crypto";

/** What stands in `entries` for no value. */
export const NOTHING = -1;

/** So many places are looked at for a text that is there already: whoever makes texts to collide wins nothing. */
const MOST_PROBES = 16;

/**
 * The texts of one column, row by row: each text once, and of each row which one it is.
 *
 * A text may stand twice where looking for it would take too long, or where nearly every row has its own.
 */
export class TextColumn {
  /** Of each row the number of its text, or `NOTHING`. */
  entries = new Int32Array(4096);
  rows = 0;
  /** Where each text begins in `bytes`; behind the last one's, where it ends. */
  starts = new Int32Array(1024);
  texts = 0;
  bytes = Buffer.allocUnsafe(16 * 1024);
  private places = new Int32Array(2048).fill(NOTHING);
  private hashes = new Int32Array(1024);
  private readonly seed = randomInt(1, 0x7fffffff);

  /** @param unique nearly every row has a text of its own: they are not looked for. @default false */
  constructor(private readonly unique = false) {}

  /** How many bytes its texts have together. */
  get length(): number {
    return this.starts[this.texts]!;
  }

  addNothing(): void {
    this.push(NOTHING);
  }

  /** @returns false, and adds nothing, where there is a byte that is not ASCII: it may be no UTF-8 */
  add(source: Uint8Array, start: number, end: number): boolean {
    const last = this.rows > 0 ? this.entries[this.rows - 1]! : NOTHING;
    if (last !== NOTHING && this.isSame(last, source, start, end)) {
      this.push(last);
      return true;
    }
    let all = 0;
    if (this.unique) {
      for (let at = start; at < end; at++) all |= source[at]!;
      if (all < 0x80) this.push(this.append(source, start, end));
      return all < 0x80;
    }
    let hash = this.seed ^ (end - start);
    for (let at = start; at < end; at++) {
      const byte = source[at]!;
      all |= byte;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    if (all >= 0x80) return false;
    this.push(this.entryOf(source, start, end, hash));
    return true;
  }

  /** A text in UTF-8. */
  addUtf8(text: Uint8Array): void {
    const { length } = text;
    if (this.unique) return this.push(this.append(text, 0, length));
    let hash = this.seed ^ length;
    for (let at = 0; at < length; at++) hash = Math.imul(hash ^ text[at]!, 0x01000193);
    this.push(this.entryOf(text, 0, length, hash));
  }

  addText(text: string): void {
    this.addUtf8(Buffer.from(text));
  }

  /** One text for so many rows; undefined for none. */
  addRepeated(text: string | undefined, count: number): void {
    if (count === 0) return;
    if (text === undefined) this.addNothing();
    else this.addText(text);
    const entry = this.entries[this.rows - 1]!;
    this.reserve(count - 1);
    this.entries.fill(entry, this.rows, this.rows + count - 1);
    this.rows += count - 1;
  }

  /** The rows of another column. */
  addAll(bytes: Uint8Array, starts: Int32Array, entries: Int32Array): void {
    const texts = starts.length - 1;
    const own = new Int32Array(texts);
    if (this.unique) {
      const first = this.texts;
      const at = this.starts[first]!;
      this.appendAll(bytes, starts);
      for (let text = 0; text < texts; text++) {
        own[text] = first + text;
        this.starts[first + text + 1] = at + starts[text + 1]!;
      }
      this.texts += texts;
    } else
      for (let text = 0; text < texts; text++)
        own[text] = this.textOf(bytes, starts[text]!, starts[text + 1]!);
    this.reserve(entries.length);
    let { rows } = this;
    for (const entry of entries) this.entries[rows++] = entry === NOTHING ? NOTHING : own[entry]!;
    this.rows = rows;
  }

  /** Whether a row has this text. */
  holds(text: string): boolean {
    const bytes = Buffer.from(text);
    for (let entry = 0; entry < this.texts; entry++)
      if (this.isSame(entry, bytes, 0, bytes.length)) return true;
    return false;
  }

  /** Forgets all rows, and keeps the memory. */
  clear(): void {
    this.rows = 0;
    this.texts = 0;
    this.starts[0] = 0;
    if (!this.unique) this.places.fill(NOTHING);
  }

  private textOf(source: Uint8Array, start: number, end: number): number {
    let hash = this.seed ^ (end - start);
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ source[at]!, 0x01000193);
    return this.entryOf(source, start, end, hash);
  }

  private entryOf(source: Uint8Array, start: number, end: number, mixed: number): number {
    const hash = mixed ^ (mixed >>> 15);
    const mask = this.places.length - 1;
    let place = hash & mask;
    for (let probe = 0; probe < MOST_PROBES; probe++) {
      const entry = this.places[place]!;
      if (entry === NOTHING) {
        const added = this.append(source, start, end);
        this.hashes[added] = hash;
        this.places[place] = added;
        if (2 * this.texts > this.places.length) this.grow();
        return added;
      }
      if (this.hashes[entry] === hash && this.isSame(entry, source, start, end)) return entry;
      place = (place + 1) & mask;
    }
    const added = this.append(source, start, end);
    this.hashes[added] = hash;
    return added;
  }

  private push(entry: number): void {
    if (this.rows === this.entries.length) this.reserve(1);
    this.entries[this.rows++] = entry;
  }

  private reserve(rows: number): void {
    while (this.rows + rows > this.entries.length) this.entries = longer(this.entries);
  }

  private appendAll(bytes: Uint8Array, starts: Int32Array): void {
    const at = this.length;
    this.roomFor(bytes.length);
    this.bytes.set(bytes, at);
    while (this.texts + starts.length + 1 > this.starts.length) this.starts = longer(this.starts);
    while (this.texts + starts.length > this.hashes.length) this.hashes = longer(this.hashes);
  }

  private roomFor(length: number): void {
    const at = this.length;
    if (at + length <= this.bytes.length) return;
    const more = Buffer.allocUnsafe(Math.max(2 * this.bytes.length, at + length));
    this.bytes.copy(more, 0, 0, at);
    this.bytes = more;
  }

  private append(source: Uint8Array, start: number, end: number): number {
    const at = this.starts[this.texts]!;
    const length = end - start;
    this.roomFor(length);
    if (length < 48)
      for (let index = 0; index < length; index++) this.bytes[at + index] = source[start + index]!;
    else this.bytes.set(source.subarray(start, end), at);
    if (this.texts + 2 > this.starts.length) this.starts = longer(this.starts);
    if (this.texts + 1 > this.hashes.length) this.hashes = longer(this.hashes);
    this.starts[this.texts + 1] = at + length;
    return this.texts++;
  }

  private isSame(entry: number, source: Uint8Array, start: number, end: number): boolean {
    const from = this.starts[entry]!;
    if (this.starts[entry + 1]! - from !== end - start) return false;
    const { bytes } = this;
    // The ends of two texts differ more often than their beginnings.
    for (let at = end - 1, own = from + (end - start) - 1; at >= start; at--, own--)
      if (bytes[own] !== source[at]) return false;
    return true;
  }

  private grow(): void {
    const places = new Int32Array(2 * this.places.length).fill(NOTHING);
    const mask = places.length - 1;
    for (const entry of this.places) {
      if (entry === NOTHING) continue;
      let place = this.hashes[entry]! & mask;
      while (places[place] !== NOTHING) place = (place + 1) & mask;
      places[place] = entry;
    }
    this.places = places;
  }
}

function longer(array: Int32Array): Int32Array<ArrayBuffer> {
  const more = new Int32Array(2 * array.length);
  more.set(array);
  return more;
}
