/** A stretch without a long silence; places go from 0 to 1. */
interface Stretch {
  from: number;
  to: number;
  start: number;
  end: number;
}

/** A silence that the scale leaves out: where, and how long it was in ms. */
export interface Silence {
  start: number;
  end: number;
  ms: number;
}

/** A labelled time; `leading` where it begins a stretch. */
export interface Tick {
  at: number;
  time: number;
  leading: boolean;
}

/** Where times stand on a line from 0 to 1. */
export interface TimeScale {
  at: (time: number) => number;
  silences: readonly Silence[];
  ticks: readonly Tick[];
}

const SILENCE_WIDTH = 0.04;
const LEAST_STRETCH = 0.06;
/** Labels nearer to each other than this would touch. */
const TICK_ROOM = 0.1;
const MOST_SILENCES = 5;
/** A silence is so many times longer than the longest pause in the work. */
const SILENCE_RATIO = 6;
const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((n) => n * DAY),
];

/**
 * A scale for an incident: minutes of work between days of silence. Long silences are left out, so that the work is to
 * be seen; within a stretch equal lengths are equal times.
 *
 * @param times in ms since 1970, at least one
 */
export function timeScale(times: readonly number[]): TimeScale {
  const sorted = [...new Set(times)].sort((a, b) => a - b);
  const stretches = layOut(cutAtSilences(sorted));
  return {
    at: (time) => place(stretches, time),
    silences: stretches.slice(1).map(({ from, start }, index) => {
      const before = stretches[index]!;
      return { start: before.end, end: start, ms: from - before.to };
    }),
    ticks: spaced(stretches.flatMap(ticksOf)),
  };
}

function cutAtSilences(sorted: readonly number[]): { from: number; to: number }[] {
  const gaps = sorted
    .slice(1)
    .map((time, index) => ({ index, ms: time - sorted[index]! }))
    .sort((a, b) => b.ms - a.ms);
  const isSilence = (at: number) => {
    const [ms, next] = [gaps[at]!.ms, gaps[at + 1]?.ms];
    return next !== undefined && ms >= MINUTE && ms >= next * SILENCE_RATIO;
  };
  // All down to the last that stands out from those below it.
  const silences = gaps.slice(0, gaps.slice(0, MOST_SILENCES).findLastIndex((_, at) => isSilence(at)) + 1);
  const cuts = silences.map(({ index }) => index).sort((a, b) => a - b);
  const ends = [...cuts, sorted.length - 1];
  return ends.map((end, index) => ({
    from: sorted[index === 0 ? 0 : ends[index - 1]! + 1]!,
    to: sorted[end]!,
  }));
}

function layOut(stretches: readonly { from: number; to: number }[]): Stretch[] {
  const room = 1 - SILENCE_WIDTH * (stretches.length - 1) - LEAST_STRETCH * stretches.length;
  const total = stretches.reduce((sum, { from, to }) => sum + to - from, 0);
  let start = 0;
  return stretches.map(({ from, to }) => {
    const width = LEAST_STRETCH + room * (total > 0 ? (to - from) / total : 1 / stretches.length);
    const stretch = { from, to, start, end: start + width };
    start += width + SILENCE_WIDTH;
    return stretch;
  });
}

function place(stretches: readonly Stretch[], time: number): number {
  const stretch = stretches.findLast(({ from }) => from <= time) ?? stretches[0]!;
  const { from, to, start, end } = stretch;
  if (from === to) return (start + end) / 2;
  return start + (end - start) * Math.min(1, Math.max(0, (time - from) / (to - from)));
}

function ticksOf(stretch: Stretch): Tick[] {
  const { from, to, start, end } = stretch;
  const leading = { at: place([stretch], from), time: from, leading: true };
  const step = STEPS.find((each) => (each / (to - from)) * (end - start) >= TICK_ROOM);
  if (step === undefined || from === to) return [leading];
  const ticks = [leading];
  for (let time = Math.ceil((from + 1) / step) * step; time <= to; time += step)
    ticks.push({ at: place([stretch], time), time, leading: false });
  return ticks;
}

/** Those that have room; one that begins a stretch goes before those that don't. */
function spaced(ticks: readonly Tick[]): Tick[] {
  const kept: Tick[] = [];
  for (const tick of ticks) {
    while (tick.leading && kept.length > 0 && !kept.at(-1)!.leading && tick.at - kept.at(-1)!.at < TICK_ROOM)
      kept.pop();
    if (kept.length === 0 || tick.at - kept.at(-1)!.at >= TICK_ROOM) kept.push(tick);
  }
  return kept;
}
