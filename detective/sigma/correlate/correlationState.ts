import { SigmaCorrelation } from "../rule";
import { Correlated } from "./correlated";
import { MOST_VALUES } from "./fieldTexts";
import { GroupWindow, placesOf } from "./groupWindow";
import { Grouped, Grouper } from "./groupedBy";
import { meets } from "./meets";
import { Held, Sighted } from "./sighting";
import { whyCorrelated } from "./whyCorrelated";

/** One correlation over matches that come in the order of their times: its groups, each with its window. */
export class CorrelationState {
  readonly groupers: readonly Grouper[];
  /** By their values; the one that something came to last is the last. */
  private readonly groups = new Map<string, GroupWindow>();
  private touched = new Map<string, readonly string[]>();
  /** How many matches its windows hold. */
  held = 0;

  /** @param carry fields that correlations of this one ask for */
  constructor(
    readonly correlation: SigmaCorrelation,
    readonly carry: readonly string[],
  ) {
    const own = carry.filter((field) => !correlation.groupBy.includes(field));
    this.groupers = correlation.of.map((_, position) => new Grouper(correlation, position, own));
  }

  /** Takes a match in; its time is the present, and none that comes after it is older. */
  take(sighting: Sighted, position: number, { groups, values, carried }: Grouped): void {
    if (this.correlation.type === "value_count" && values.length === 0) return;
    const held: Held = { sighting, position, values, ...(carried && { carried }) };
    for (const { key, values: group } of groups) {
      let window = this.groups.get(key);
      if (window) this.groups.delete(key);
      else window = new GroupWindow(this.correlation.type);
      this.groups.set(key, window);
      if (!this.touched.has(key)) {
        this.touched.set(key, group);
        this.held -= window.expire(sighting.time - this.correlation.timespanMs);
        // A window that ran empty ends a burst.
        if (window.size === 0) window.fired = false;
      }
      if (window.add(held)) this.held++;
    }
  }

  /** What became true now, at the time of all that was taken in since it was asked last. */
  *judge(time: number): Generator<Correlated> {
    if (this.touched.size === 0) return;
    const { timespanMs, conditions } = this.correlation;
    const since = time - timespanMs;
    const touched = this.touched;
    this.touched = new Map();
    for (const [key, group] of touched) {
      const window = this.groups.get(key);
      // It may have been let go for want of memory.
      if (!window || window.size === 0) continue;
      const value = window.value(since);
      const holds = meets(value, conditions);
      if (holds && !window.fired) yield this.correlated(group, value, window.restsOn(since));
      window.fired = holds;
    }
    this.forget(since);
  }

  /** Lets go of the oldest half of what it holds; returns how many matches those were. */
  letGo(): number {
    const before = this.held;
    while (this.held > before / 2) {
      const [key, window] = this.groups.entries().next().value ?? [];
      if (key === undefined || !window) break;
      const left = this.groups.size === 1 ? Math.floor(window.size / 2) : 0;
      this.held -= window.size - left;
      if (left === 0) this.groups.delete(key);
      else window.dropOldest(window.size - left);
    }
    return before - this.held;
  }

  /** Groups that nothing came to for so long that their windows are empty are as if they had never been. */
  private forget(since: number): void {
    for (const [key, window] of this.groups) {
      if (window.newest >= since) return;
      this.held -= window.size;
      this.groups.delete(key);
    }
  }

  private correlated(values: readonly string[], value: number, held: readonly Held[]): Correlated {
    const { correlation } = this;
    const last = held.at(-1)!.sighting;
    const { places, count } = placesOf(held);
    return {
      correlation,
      time: last.time,
      place: places.at(-1) ?? last.place,
      brief: last.brief,
      places,
      count,
      values,
      carried: carriedBy(held),
      why: whyCorrelated(correlation, { value, held, group: values }),
    };
  }
}

function carriedBy(held: readonly Held[]): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, Set<string>>();
  for (const { carried } of held) {
    for (const [field, values] of carried ?? []) {
      const known = all.get(field) ?? new Set();
      all.set(field, known);
      for (const value of values) if (known.size < MOST_VALUES) known.add(value);
    }
  }
  return new Map([...all].map(([field, values]) => [field, [...values]]));
}
