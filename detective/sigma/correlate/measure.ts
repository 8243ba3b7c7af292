import { CorrelationType } from "../rule";
import { Held } from "./sighting";
import { OrderedChain } from "./orderedChain";

/** What a correlation counts in a window: events, different values, different rules, or rules in their order. */
export interface Measure {
  add(held: Held): void;
  remove(held: Held): void;
  /** @param since when the window begins, in milliseconds since 1970 */
  value(since: number): number;
  /** Since when in the window what is counted lies. */
  from(since: number): number;
}

const MEASURES: Readonly<Record<CorrelationType, () => Measure>> = {
  event_count: () => new Events(),
  value_count: () => new Different(({ values }) => values),
  temporal: () => new Different(({ position }) => [position]),
  temporal_ordered: () => new OrderedChain(),
};

export function measureOf(type: CorrelationType): Measure {
  return MEASURES[type]();
}

class Events implements Measure {
  private count = 0;

  add(): void {
    this.count++;
  }

  remove(): void {
    this.count--;
  }

  value(): number {
    return this.count;
  }

  from(since: number): number {
    return since;
  }
}

/** Counts what is different, each as long as one that has it is in the window. */
class Different<T> implements Measure {
  private readonly counts = new Map<T, number>();

  constructor(private readonly valuesOf: (held: Held) => readonly T[]) {}

  add(held: Held): void {
    for (const value of this.valuesOf(held)) this.counts.set(value, (this.counts.get(value) ?? 0) + 1);
  }

  remove(held: Held): void {
    for (const value of this.valuesOf(held)) {
      const left = (this.counts.get(value) ?? 0) - 1;
      if (left > 0) this.counts.set(value, left);
      else this.counts.delete(value);
    }
  }

  value(): number {
    return this.counts.size;
  }

  from(since: number): number {
    return since;
  }
}
