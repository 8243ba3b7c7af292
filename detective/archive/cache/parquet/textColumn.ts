import { randomInt } from "node:crypto";

/** What stands in `entries` for no value. */
export const NOTHING = -1;

// An imported constant is looked up each time it is used.
const NONE = NOTHING;
/** So many places are looked at for a text that is there already: whoever makes texts to collide wins nothing. */
const MOST_PROBES = 16;
const NOT_ASCII = 0x80808080 | 0;
/** Then the numbers begin anew. */
const MOST_BASE = 2 ** 30;
/** So many places for texts that were there lately. */
const RECENT = 1024;

/** The rows of a column of texts as they lie in memory: where their numbers begin among them all, and their bytes. */
export interface PackedTexts {
  readonly numbers: Int32Array;
  readonly bytes: DataView<ArrayBuffer>;
  readonly texts: number;
  readonly starts: number;
  readonly entries: number;
  readonly begin: number;
  readonly rows: number;
}

/**
 * The texts of one column, row by row: each text once, and of each row which one it is.
 *
 * A text may stand twice where looking for it would take too long, or where nearly every row has its own.
 */
export class TextColumn {
  /** Of each row the number of its text, or `NOTHING`. */
  entries = new Int32Array(1024);
  rows = 0;
  /** Rows without a text. */
  nothings = 0;
  /** Where each text begins in `view`; behind the last one's, where it ends. */
  starts = new Int32Array(1024);
  texts = 0;
  /** Their bytes, and room for more. */
  view = new DataView(new ArrayBuffer(16 * 1024));
  /** Where a text is looked for: its number and `base`, or a lower one, which is of those that were forgotten. */
  private places = new Int32Array(1024);
  private hashes = new Int32Array(1024);
  /** Texts that were there lately, by a few of their bytes: most of the time one look is enough. */
  private readonly recent = new Int32Array(RECENT);
  private base = 1;
  /** The numbers here of another column's texts. */
  private own = new Int32Array(1024);
  private readonly seed = randomInt(1, 0x7fffffff);

  /** @param unique nearly every row has a text of its own: they are not looked for. @default false */
  constructor(readonly unique = false) {}

  /** How many bytes its texts have together. */
  get length(): number {
    return this.starts[this.texts]!;
  }

  /** The bytes of its texts; valid until there are more. */
  get bytes(): Buffer {
    return Buffer.from(this.view.buffer, 0, this.length);
  }

  addNothing(): void {
    this.nothings++;
    this.push(NONE);
  }

  /** Every row has the same text, or none has any. */
  get isUniform(): boolean {
    return this.nothings === this.rows || (this.texts === 1 && this.nothings === 0);
  }

  /** @returns false, and adds nothing, where there is a byte that is not ASCII: it may be no UTF-8 */
  add(source: DataView, start: number, end: number): boolean {
    if (this.unique) {
      if (!isAscii(source, start, end)) return false;
      this.push(this.append(source, start, end));
      return true;
    }
    const place = placeOf(source, start, end);
    const known = this.recent[place]! - this.base;
    if (known >= 0 && this.isSame(known, source, start, end)) {
      this.push(known);
      return true;
    }
    if (!isAscii(source, start, end)) return false;
    const entry = this.textOf(source, start, end);
    this.recent[place] = this.base + entry;
    this.push(entry);
    return true;
  }

  /** A text in UTF-8. */
  addUtf8(text: Uint8Array): void {
    this.push(this.textOf(viewOf(text), 0, text.length));
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
    if (text === undefined) this.nothings += count - 1;
  }

  /** The rows of another column. */
  addAll({ numbers, bytes, texts, starts, entries, begin, rows }: PackedTexts): void {
    const own = (this.own = this.own.length < texts ? new Int32Array(2 * texts) : this.own);
    if (this.unique) {
      const first = this.texts;
      const at = this.appendAll(new Uint8Array(bytes.buffer, begin, numbers[starts + texts]), texts);
      for (let text = 0; text < texts; text++) {
        own[text] = first + text;
        this.starts[first + text + 1] = at + numbers[starts + text + 1]!;
      }
      this.texts += texts;
    } else
      for (let text = 0; text < texts; text++) {
        const start = begin + numbers[starts + text]!;
        own[text] = this.textOf(bytes, start, begin + numbers[starts + text + 1]!);
      }
    this.reserve(rows);
    const all = this.entries;
    let at = this.rows;
    for (let row = entries; row < entries + rows; row++) {
      const entry = numbers[row]!;
      if (entry < 0) this.nothings++;
      all[at++] = entry < 0 ? NONE : own[entry]!;
    }
    this.rows = at;
  }

  /** Whether a row has this text. */
  holds(text: string): boolean {
    const bytes = Buffer.from(text);
    const source = viewOf(bytes);
    for (let entry = 0; entry < this.texts; entry++)
      if (this.isSame(entry, source, 0, bytes.length)) return true;
    return false;
  }

  /** Forgets all rows, and keeps the memory. */
  clear(): void {
    this.rows = 0;
    this.nothings = 0;
    this.base += this.texts;
    this.texts = 0;
    this.starts[0] = 0;
    if (this.base < MOST_BASE) return;
    this.base = 1;
    this.places.fill(0);
    this.recent.fill(0);
  }

  private textOf(source: DataView, start: number, end: number): number {
    if (this.unique) return this.append(source, start, end);
    const hash = hashOf(source, start, end, this.seed);
    const mask = this.places.length - 1;
    let place = hash & mask;
    for (let probe = 0; probe < MOST_PROBES; probe++) {
      const entry = this.places[place]! - this.base;
      if (entry < 0) {
        const added = this.append(source, start, end);
        this.hashes[added] = hash;
        this.places[place] = this.base + added;
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

  private append(source: DataView, start: number, end: number): number {
    let at = this.starts[this.texts]!;
    if (at + end - start > this.view.byteLength) this.roomFor(end - start);
    const { view } = this;
    let from = start;
    for (; from + 4 <= end; from += 4, at += 4) view.setInt32(at, source.getInt32(from, true), true);
    for (; from < end; from++, at++) view.setUint8(at, source.getUint8(from));
    if (this.texts + 2 > this.starts.length) this.starts = longer(this.starts);
    if (this.texts + 1 > this.hashes.length) this.hashes = longer(this.hashes);
    this.starts[this.texts + 1] = at;
    return this.texts++;
  }

  /** @returns where they begin */
  private appendAll(bytes: Uint8Array, texts: number): number {
    const at = this.length;
    this.roomFor(bytes.length);
    new Uint8Array(this.view.buffer).set(bytes, at);
    while (this.texts + texts + 2 > this.starts.length) this.starts = longer(this.starts);
    while (this.texts + texts + 1 > this.hashes.length) this.hashes = longer(this.hashes);
    return at;
  }

  private roomFor(length: number): void {
    const at = this.length;
    if (at + length <= this.view.byteLength) return;
    const more = new Uint8Array(Math.max(2 * this.view.byteLength, at + length));
    more.set(new Uint8Array(this.view.buffer, 0, at));
    this.view = new DataView(more.buffer);
  }

  private isSame(entry: number, source: DataView, start: number, end: number): boolean {
    let own = this.starts[entry]!;
    if (this.starts[entry + 1]! - own !== end - start) return false;
    const { view } = this;
    let at = start;
    // Eight bytes as a number: two that are the same number are the same bytes, but for the two zeros, of which one is
    // all NULs, and the other nearly: those are compared once more.
    for (; at + 8 <= end; at += 8, own += 8) {
      const eight = source.getFloat64(at, true);
      if (view.getFloat64(own, true) !== eight) {
        // What is no number is not even the same as itself.
        if (!Number.isNaN(eight) || !isSameWord(view, own, source, at)) return false;
      } else if (eight === 0 && !isSameWord(view, own, source, at)) return false;
    }
    for (; at < end; at++, own++) if (view.getUint8(own) !== source.getUint8(at)) return false;
    return true;
  }

  private grow(): void {
    const places = new Int32Array(2 * this.places.length);
    const mask = places.length - 1;
    for (const numbered of this.places) {
      if (numbered < this.base) continue;
      let place = this.hashes[numbered - this.base]! & mask;
      while (places[place] !== 0) place = (place + 1) & mask;
      places[place] = numbered;
    }
    this.places = places;
  }
}

function isSameWord(a: DataView, at: number, b: DataView, place: number): boolean {
  return (
    a.getInt32(at, true) === b.getInt32(place, true) &&
    a.getInt32(at + 4, true) === b.getInt32(place + 4, true)
  );
}

/**
 * A sum of a text: of a long one, of its beginning, its middle and its end. Texts that have the same are told apart by
 * their bytes.
 */
function hashOf(source: DataView, start: number, end: number, seed: number): number {
  let hash = seed ^ (end - start);
  let at = start;
  if (end - start <= 32)
    for (; at + 4 <= end; at += 4) {
      hash = Math.imul(hash ^ source.getInt32(at, true), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
  else {
    const middle = (start + end) >>> 1;
    for (const place of [start, start + 4, middle, middle + 4, end - 16, end - 12, end - 8, end - 4]) {
      hash = Math.imul(hash ^ source.getInt32(place, true), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    at = end;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ source.getUint8(at), 0x85ebca77);
  return hash ^ (hash >>> 13);
}

function isAscii(source: DataView, start: number, end: number): boolean {
  let all = 0;
  let at = start;
  for (; at + 4 <= end; at += 4) all |= source.getInt32(at, true);
  for (; at < end; at++) all |= source.getUint8(at);
  return (all & NOT_ASCII) === 0;
}

function placeOf(source: DataView, start: number, end: number): number {
  const length = end - start;
  if (length < 4) return length;
  const words = source.getInt32(end - 4, true) ^ Math.imul(source.getInt32(start + (length >>> 2), true), 31);
  const mix = Math.imul(words ^ length, 0x9e3779b1);
  return (mix ^ (mix >>> 16)) & (RECENT - 1);
}

/** Bytes to be read as words. */
export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function longer(array: Int32Array): Int32Array<ArrayBuffer> {
  const more = new Int32Array(2 * array.length);
  more.set(array);
  return more;
}
