import { randomInt } from "node:crypto";

/** How many eventIDs are remembered at least. */
const REMEMBERED = 1_000_000;

/**
 * Tells the second copy of an event by its eventID, in bounded memory: of an id 64 bits are kept, and of ids at least the
 * last million (at most 32 MB). Copies lie in the same minute's files; what a reading of two copies of one archive hands
 * out more than so many events apart it hands out twice.
 */
export class SeenEvents {
  private recent: IdSet;
  private former: IdSet;

  constructor(private readonly remembered = REMEMBERED) {
    this.recent = new IdSet(remembered);
    this.former = new IdSet(0);
  }

  /** Whether this is the first time; an event without an id can't be told apart and is always the first. */
  isFirst(eventID: string | undefined): boolean {
    if (eventID === undefined) return true;
    hash(eventID);
    if (this.former.has(high, low) || !this.recent.add(high, low)) return false;
    if (this.recent.size >= this.remembered) {
      this.former = this.recent;
      this.recent = new IdSet(this.remembered);
    }
    return true;
  }
}

/** Whoever writes records can't choose ids that are taken for one another: the sums begin anew in every process. */
const [SEED_HIGH, SEED_LOW] = [randomInt(2 ** 32), randomInt(2 ** 32)];

/** The last text's sum: two numbers that would otherwise be an object for every event. */
let high = 0;
let low = 0;

function hash(text: string): void {
  let [a, b] = [SEED_HIGH, SEED_LOW];
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    a = Math.imul(a ^ char, 0x9e3779b1);
    a ^= a >>> 15;
    b = Math.imul(b ^ char, 0x85ebca77);
    b ^= b >>> 13;
  }
  a = Math.imul(a ^ (b >>> 16), 0xc2b2ae3d);
  b = Math.imul(b ^ (a >>> 15), 0x27d4eb2f);
  high = a >>> 0;
  // Nothing is a place that is free.
  low = b >>> 0 || 1;
}

/** Pairs of numbers in one table that grows with them. */
class IdSet {
  size = 0;
  private table = new Uint32Array(2 * 1024);

  constructor(private readonly most: number) {}

  has(a: number, b: number): boolean {
    return this.size > 0 && this.table[this.placeOf(a, b) + 1] !== 0;
  }

  /** @returns whether it is new */
  add(a: number, b: number): boolean {
    const place = this.placeOf(a, b);
    if (this.table[place + 1] !== 0) return false;
    this.table[place] = a;
    this.table[place + 1] = b;
    this.size++;
    // At least a quarter stays free.
    if (this.size < this.most && this.size * 8 > this.table.length * 3) this.grow();
    return true;
  }

  /** Where the pair is, or where it belongs. */
  private placeOf(a: number, b: number): number {
    const { table } = this;
    const mask = table.length / 2 - 1;
    for (let slot = a & mask; ; slot = (slot + 1) & mask) {
      const place = 2 * slot;
      if (table[place + 1] === 0 || (table[place] === a && table[place + 1] === b)) return place;
    }
  }

  private grow(): void {
    const old = this.table;
    this.table = new Uint32Array(2 * old.length);
    for (let place = 0; place < old.length; place += 2) {
      const b = old[place + 1]!;
      if (b === 0) continue;
      const free = this.placeOf(old[place]!, b);
      this.table[free] = old[place]!;
      this.table[free + 1] = b;
    }
  }
}
