import type { Measure } from "./measure";
import { ownRecords } from "./ownRecords";
import { Held } from "./sighting";

/** Of chains of one length: the place of the last rule, and when the chain that ends there began, the latest of them. */
type Chains = ReadonlyMap<number, number>;

/**
 * The longest chain of rules that matched in the order of the correlation, each at the same time as the one before or
 * later.
 *
 * Times are whole seconds: of records of one time any order counts. A record is one link, whatever it matches.
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

  /** Takes in the records of a moment: to each chain as many rules after its last one as have a record each. */
  private settle(): void {
    if (this.moment.length === 0) return;
    const { time } = this.moment[0]!.sighting;
    const recordsAt = recordsByPosition(this.moment);
    this.moment = [];
    const positions = [...recordsAt.keys()].sort((a, b) => a - b);
    const before = this.chains;
    const after: Map<number, number>[] = before.map((chains) => new Map(chains));
    const lengthen = (length: number, last: number, start: number) => {
      const own = ownRecords(recordsAt);
      for (const position of positions) {
        if (position <= last) continue;
        const longer = length + own(position);
        while (after.length < longer) after.push(new Map());
        later(after[longer - 1]!, position, start);
      }
    };
    lengthen(0, -1, time);
    for (const [shorter, chains] of before.entries())
      for (const [last, start] of chains) lengthen(shorter + 1, last, start);
    this.chains = after;
  }
}

/** Of records that match the same rules no more than those rules are many: others add nothing. */
function recordsByPosition(moment: readonly Held[]): ReadonlyMap<number, readonly number[]> {
  const records = new Map<string, number[]>();
  for (const { sighting, position } of moment) {
    const same = records.get(sighting.key);
    if (same) same.push(position);
    else records.set(sighting.key, [position]);
  }
  const alike = new Map<string, number>();
  const found = new Map<number, number[]>();
  let number = 0;
  for (const positions of records.values()) {
    const kind = [...positions].sort((a, b) => a - b).join(" ");
    const many = alike.get(kind) ?? 0;
    if (many === positions.length) continue;
    alike.set(kind, many + 1);
    number++;
    for (const position of positions) {
      const at = found.get(position);
      if (at) at.push(number);
      else found.set(position, [number]);
    }
  }
  return found;
}

function later(chains: Map<number, number>, position: number, start: number): void {
  if (start > (chains.get(position) ?? -Infinity)) chains.set(position, start);
}
