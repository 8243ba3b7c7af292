import { RecordPlace } from "../../detect/detection";
import { CorrelationType } from "../rule";
import { Measure, measureOf } from "./measure";
import { Held } from "./sighting";

/** So many records of a detection are named one by one, the newest. */
const NAMED = 1_000;

/** What one group of a correlation has in its window, oldest first. */
export class GroupWindow {
  private held: Held[] = [];
  private head = 0;
  private readonly keys = new Set<string>();
  private readonly measure: Measure;
  /** When something came last, in milliseconds since 1970. */
  newest = -Infinity;
  /** Whether its condition was true when something came last. */
  fired = false;

  constructor(private readonly type: CorrelationType) {
    this.measure = measureOf(type);
  }

  get size(): number {
    return this.held.length - this.head;
  }

  /** @returns whether it is new: a copy of a record that is there counts once */
  add(held: Held): boolean {
    const key = this.keyOf(held);
    if (this.keys.has(key)) return false;
    this.keys.add(key);
    this.held.push(held);
    this.measure.add(held);
    this.newest = held.sighting.time;
    return true;
  }

  /** Lets go what lies before; returns how many those were. */
  expire(before: number): number {
    return this.letGo(({ sighting }) => sighting.time < before);
  }

  /** Lets the oldest ones go, so that memory stays bounded. */
  dropOldest(count: number): void {
    let left = count;
    this.letGo(() => left-- > 0);
  }

  value(since: number): number {
    return this.measure.value(since);
  }

  /** What the value at this moment rests on. */
  restsOn(since: number): readonly Held[] {
    const from = this.measure.from(since);
    return this.held.slice(this.head).filter(({ sighting }) => sighting.time >= from);
  }

  private letGo(goes: (held: Held) => boolean): number {
    const before = this.head;
    while (this.head < this.held.length && goes(this.held[this.head]!)) {
      const held = this.held[this.head++]!;
      this.keys.delete(this.keyOf(held));
      this.measure.remove(held);
    }
    const gone = this.head - before;
    if (this.head > 64 && this.head * 2 > this.held.length) {
      this.held = this.held.slice(this.head);
      this.head = 0;
    }
    return gone;
  }

  /** A record that several rules match is several matches where rules are told apart. */
  private keyOf({ sighting, position }: Held): string {
    return this.type === "temporal" || this.type === "temporal_ordered"
      ? `${position} ${sighting.key}`
      : sighting.key;
  }
}

/** The different records of matches, the newest of them by their places. */
export function placesOf(held: readonly Held[]): { places: readonly RecordPlace[]; count: number } {
  const seen = new Set<string>();
  const places: RecordPlace[] = [];
  let hidden = 0;
  for (let index = held.length - 1; index >= 0; index--) {
    const { sighting } = held[index]!;
    const own = sighting.places;
    hidden += sighting.count - own.length;
    for (let at = own.length - 1; at >= 0; at--) {
      const place = own[at]!;
      const key = placeKey(place);
      if (seen.has(key)) continue;
      seen.add(key);
      if (places.length < NAMED) places.push(place);
    }
  }
  return { places: places.reverse(), count: seen.size + hidden };
}

/** Copies of an event are one. */
function placeKey({ eventID, source, index }: RecordPlace): string {
  return eventID ?? `${index} ${source}`;
}
