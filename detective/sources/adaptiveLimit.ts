export interface AdaptiveLimitOptions {
  /** How many run at first. @default 8 */
  start?: number;
  /** @default 64 */
  most?: number;
  /** How many bytes may be on their way at once; one that is larger goes alone. @default 64 MiB */
  mostBytes?: number;
  /** Milliseconds, of any beginning. @default performance.now */
  now?: () => number;
}

/** Told by a call that the other side is overloaded. */
export type Overloaded = () => void;

const START = 8;
const MOST = 64;
const MOST_BYTES = 64 * 1024 * 1024;
/** What a request costs beside its bytes, so that rounds of small and of large objects compare. */
const REQUEST_BYTES = 64 * 1024;
/** So many more calls must bring at least this share of themselves in throughput. */
const WORTH = 0.1;
/** So many rounds pass before more are tried again where more did not help. */
const HOLD_ROUNDS = 4;
/** A round of fewer calls says little. */
const ROUND = 32;

/**
 * Runs calls side by side, as many as pay: doubles while throughput grows with it, halves when the other side is
 * overloaded, and then adds one eighth a round (additive increase, multiplicative decrease).
 */
export class AdaptiveLimit {
  private limit: number;
  private readonly most: number;
  private readonly mostBytes: number;
  private readonly now: () => number;
  private running = 0;
  private bytes = 0;
  private readonly waiting: { bytes: number; start: () => void }[] = [];
  private doubling = true;
  private hold = 0;
  /** Calls that began before the last cut say nothing of the limit after it. */
  private cuts = 0;
  private measured = { limit: 0, rate: 0 };
  private round = { began: 0, done: 0, moved: 0, full: false };
  /** The most that ran at once. */
  highest = 0;

  constructor({ start = START, most = MOST, mostBytes = MOST_BYTES, now }: AdaptiveLimitOptions = {}) {
    this.most = Math.max(1, most);
    this.limit = Math.min(start, this.most);
    this.mostBytes = mostBytes;
    this.now = now ?? (() => performance.now());
    this.round.began = this.now();
  }

  /** How many may run now. */
  get current(): number {
    return this.limit;
  }

  /**
   * Runs a call when its turn comes.
   *
   * @param bytes how many it will bring, as far as that is known
   */
  async run<T>(bytes: number, call: (overloaded: Overloaded) => Promise<T>): Promise<T> {
    if (!this.fits(bytes) || this.waiting.length > 0) {
      this.round.full = true;
      await new Promise<void>((start) => this.waiting.push({ bytes, start }));
    } else this.begin(bytes);
    const { cuts } = this;
    try {
      return await call(() => this.cut(cuts));
    } finally {
      this.running--;
      this.bytes -= bytes;
      this.finished(bytes);
      this.startWaiting();
    }
  }

  private fits(bytes: number): boolean {
    return this.running < this.limit && (this.running === 0 || this.bytes + bytes <= this.mostBytes);
  }

  private begin(bytes: number): void {
    this.running++;
    this.bytes += bytes;
    this.highest = Math.max(this.highest, this.running);
  }

  private startWaiting(): void {
    for (let next = this.waiting[0]; next && this.fits(next.bytes); next = this.waiting[0]) {
      this.waiting.shift();
      this.begin(next.bytes);
      next.start();
    }
  }

  private cut(since: number): void {
    if (since !== this.cuts) return;
    this.cuts++;
    this.limit = Math.max(1, this.limit >> 1);
    this.doubling = false;
    this.hold = 1;
    this.nextRound({ limit: this.limit, rate: 0 });
  }

  private finished(bytes: number): void {
    const { round } = this;
    round.done++;
    round.moved += bytes + REQUEST_BYTES;
    if (round.done < Math.max(ROUND, 2 * this.limit)) return;
    const rate = round.moved / Math.max(1, this.now() - round.began);
    // Nobody waited: the limit was not what held it up.
    if (!round.full) return this.nextRound(this.measured);
    const { measured, limit } = this;
    const share = measured.limit === 0 ? 1 : limit / measured.limit - 1;
    if (limit > measured.limit && rate < measured.rate * (1 + share * WORTH)) {
      this.limit = measured.limit;
      this.doubling = false;
      this.hold = HOLD_ROUNDS;
      return this.nextRound(measured);
    }
    if (this.hold > 0) this.hold--;
    else this.limit = Math.min(this.most, this.doubling ? limit * 2 : limit + Math.ceil(limit / 8));
    this.nextRound({ limit, rate });
  }

  private nextRound(measured: { limit: number; rate: number }): void {
    this.measured = measured;
    this.round = { began: this.now(), done: 0, moved: 0, full: this.waiting.length > 0 };
  }
}
