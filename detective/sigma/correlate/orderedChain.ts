import type { Measure } from "./measure";
import { Held } from "./sighting";

/** Of chains of one length: the place of the last rule, and when the chain that ends there began, the latest of them. */
type Chains = ReadonlyMap<number, number>;

/**
 * The longest chain of rules that matched in the order of the correlation, each at the same time as the one before or
 * later.
 *
 * Times are whole seconds: of records of one time any order counts. One record is one link, not two in a row.
 */
export class OrderedChain implements Measure {
  /** By their length, from 1. */
  private chains: readonly Chains[] = [];
  /** What came at the moment that is being looked at. */
  private moment: Held[] = [];

  add(held: Held): void {
    this.moment.push(held);
  }

  /** What leaves the window is too old to begin a chain in it. */
  remove(): void {}

  value(since: number): number {
    this.settle();
    return this.longest(since).length;
  }

  from(since: number): number {
    return this.longest(since).start;
  }

  private longest(since: number): { length: number; start: number } {
    for (let length = this.chains.length; length > 0; length--) {
      const start = Math.max(...this.chains[length - 1]!.values());
      if (start >= since) return { length, start };
    }
    return { length: 0, start: since };
  }

  /** Takes in the records of a moment: those of the first rules first. */
  private settle(): void {
    if (this.moment.length === 0) return;
    const records = new Map<string, number[]>();
    for (const { sighting, position } of this.moment) {
      const same = records.get(sighting.key);
      if (same) same.push(position);
      else records.set(sighting.key, [position]);
    }
    const { time } = this.moment[0]!.sighting;
    this.moment = [];
    const inOrder = [...records.values()].sort(
      (a, b) => Math.min(...a) - Math.min(...b) || Math.max(...a) - Math.max(...b),
    );
    for (const positions of inOrder) this.link(positions, time);
  }

  private link(positions: readonly number[], time: number): void {
    const before = this.chains;
    const after = [...before, new Map<number, number>()].map((chains) => new Map(chains));
    for (const position of positions) {
      later(after[0]!, position, time);
      for (const [shorter, chains] of before.entries()) {
        for (const [earlier, start] of chains)
          if (earlier < position) later(after[shorter + 1]!, position, start);
      }
    }
    if (after.at(-1)!.size === 0) after.pop();
    this.chains = after;
  }
}

function later(chains: Map<number, number>, position: number, start: number): void {
  if (start > (chains.get(position) ?? -Infinity)) chains.set(position, start);
}
