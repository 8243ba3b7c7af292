import { ScannedRecords } from "../archive/scan/recordScanner";

/** So many combinations are told from each other before all are forgotten. */
const MOST = 50_000;

/** Combinations of fields' values by numbers: the same for the same values, made without a text for each. */
export class Combinations {
  /** What was found of each; undefined where nothing was yet. */
  verdicts: (boolean | undefined)[] = [];
  private texts = new TextNumbers();
  private steps = new StepTable();

  /** Turns to another file; numbers that were given before may count no more. */
  begin(): void {
    if (this.steps.size < MOST && this.texts.size < MOST) return;
    this.texts = new TextNumbers();
    this.steps = new StepTable();
    this.verdicts = [];
  }

  /** @param places the fields', among `width` that were scanned */
  of(
    { bytes }: ScannedRecords,
    spans: Int32Array,
    record: number,
    places: readonly number[],
    width: number,
  ): number {
    let combination = 0;
    for (let at = 0; at < places.length; at++) {
      const span = 2 * (record * width + places[at]!);
      const start = spans[span]!;
      // What is no text is told by its kind, which is below 0.
      const value = start < 0 ? start : this.texts.of(bytes, start, spans[span + 1]!);
      combination = this.steps.from(combination, value);
    }
    return combination;
  }
}

/** Texts by numbers from 1, told from each other by their bytes. */
class TextNumbers {
  private places = new Int32Array(1 << 10);
  private readonly texts: Buffer[] = [Buffer.alloc(0)];
  private readonly hashes: number[] = [0];

  get size(): number {
    return this.texts.length;
  }

  of(bytes: Buffer, start: number, end: number): number {
    const hash = sampledHash(bytes, start, end);
    const mask = this.places.length - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const number = this.places[place]!;
      if (number === 0) return this.add(bytes, start, end, hash, place);
      if (this.hashes[number] === hash && isSame(this.texts[number]!, bytes, start, end)) return number;
    }
  }

  private add(bytes: Buffer, start: number, end: number, hash: number, place: number): number {
    const number = this.texts.length;
    this.texts.push(Buffer.from(bytes.subarray(start, end)));
    this.hashes.push(hash);
    this.places[place] = number;
    if (2 * number > this.places.length) this.grow();
    return number;
  }

  private grow(): void {
    this.places = new Int32Array(2 * this.places.length);
    const mask = this.places.length - 1;
    for (let number = 1; number < this.hashes.length; number++) {
      let place = this.hashes[number]! & mask;
      while (this.places[place] !== 0) place = (place + 1) & mask;
      this.places[place] = number;
    }
  }
}

/** Of some 16 bytes all over the text: all of them are compared anyway. */
function sampledHash(bytes: Buffer, start: number, end: number): number {
  const length = end - start;
  const stride = (length >> 4) + 1;
  let hash = length;
  for (let at = end - 1; at >= start; at -= stride) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function isSame(text: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let at = 0; at < text.length; at++) if (text[at] !== bytes[start + at]) return false;
  return true;
}

/** From a combination and one value more to the longer combination, as numbers from 1. */
class StepTable {
  /** Three numbers a place: from, value, to; 0 as the last is a free one. */
  private table = new Int32Array(3 * (1 << 10));
  size = 0;

  from(combination: number, value: number): number {
    const place = this.placeOf(combination, value);
    const known = this.table[place + 2]!;
    if (known !== 0) return known;
    this.table[place] = combination;
    this.table[place + 1] = value;
    const longer = (this.table[place + 2] = ++this.size);
    if (6 * this.size > this.table.length) this.grow();
    return longer;
  }

  private placeOf(combination: number, value: number): number {
    const { table } = this;
    const mask = table.length / 3 - 1;
    let hash = Math.imul(combination, 0x9e3779b1) ^ Math.imul(value, 0x85ebca77);
    hash ^= hash >>> 15;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const place = 3 * slot;
      if (table[place + 2] === 0 || (table[place] === combination && table[place + 1] === value))
        return place;
    }
  }

  private grow(): void {
    const old = this.table;
    this.table = new Int32Array(2 * old.length);
    for (let at = 0; at < old.length; at += 3) {
      if (old[at + 2] === 0) continue;
      const place = this.placeOf(old[at]!, old[at + 1]!);
      this.table[place] = old[at]!;
      this.table[place + 1] = old[at + 1]!;
      this.table[place + 2] = old[at + 2]!;
    }
  }
}
