import { timeOf } from "../event";
import { TimelineEntry } from "../timeline/timeline";
import { Silence, Tick, timeScale } from "./timeScale";

/** Where a timeline's entries stand on a line from 0 to 1. */
export interface TimelineLayout {
  /** True where so little time passed that entries are set in their order, and not to scale. */
  inOrder: boolean;
  /** Undefined for an entry without a readable time. */
  place: (entry: TimelineEntry) => number | undefined;
  silences: readonly Silence[];
  ticks: readonly Tick[];
}

/** CloudTrail's times are whole seconds: within so many ms they tell less than the order does. */
const SHORT = 3_000;

/**
 * Lays entries out on a time scale, or in their order.
 *
 * @param entries oldest first
 * @returns undefined where none has a readable time
 */
export function timelineLayout(entries: readonly TimelineEntry[]): TimelineLayout | undefined {
  const timed = entries.flatMap((entry) => {
    const time = timeOf(entry.event);
    return time === undefined ? [] : { entry, time };
  });
  const [first, last] = [timed[0], timed.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  if (timed.length > 1 && Math.abs(last.time - first.time) <= SHORT) return ordered(timed);
  const { at, silences, ticks } = timeScale(timed.map(({ time }) => time));
  const place = ({ event }: TimelineEntry) => {
    const time = timeOf(event);
    return time === undefined ? undefined : at(time);
  };
  return { inOrder: false, place, silences, ticks };
}

function ordered(timed: readonly { entry: TimelineEntry; time: number }[]): TimelineLayout {
  const places = new Map(timed.map(({ entry }, index) => [entry, (index + 0.5) / timed.length]));
  const ticks = timed.flatMap(({ time }, index): Tick[] =>
    index === 0 || timed[index - 1]!.time !== time ? [{ at: index / timed.length, time, leading: true }] : [],
  );
  return { inOrder: true, place: (entry) => places.get(entry), silences: [], ticks };
}
