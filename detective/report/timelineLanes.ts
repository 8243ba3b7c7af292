import { groupBy } from "../groupBy";
import { Mark, Timeline, TimelineEntry, TimelineSession } from "../timeline/timeline";
import { topMark } from "./marks";

/** The calls within one small part of the line. */
export interface Bar {
  at: number;
  /** Of the fullest bar of the whole drawing, on a logarithmic scale: one call among thousands is still to be seen. */
  height: number;
  entries: readonly TimelineEntry[];
}

/** Marked calls near each other, under the mark that matters most. */
export interface Point {
  at: number;
  mark: Mark;
  entries: readonly TimelineEntry[];
}

/** One session's line, or that of several which had to be put together. */
export interface Lane {
  sessions: readonly TimelineSession[];
  /** How many sessions stand between it and one whose credentials came from outside. */
  depth: number;
  bars: readonly Bar[];
  points: readonly Point[];
}

export const BINS = 60;
const MOST_LANES = 12;
/** Bins this far apart are one run. */
const RUN = 3;

/**
 * The sessions' lines: who was issued by whom stands below the issuer; beyond a dozen, the least telling share one.
 *
 * @param place where on the line an entry stands, from 0 to 1; undefined where it is not drawn
 */
export function timelineLanes(
  timeline: Pick<Timeline, "sessions" | "entries">,
  place: (entry: TimelineEntry) => number | undefined,
): Lane[] {
  const bySession = groupBy(timeline.entries, ({ session }) => session);
  const placed = byIssuer(timeline.sessions).filter(({ session }) => bySession.has(session.id));
  const weight = ({ session }: Placed) => weigh(bySession.get(session.id) ?? []);
  const heaviest = [...placed].sort((a, b) => weight(b) - weight(a));
  const kept = new Set(placed.length <= MOST_LANES ? placed : heaviest.slice(0, MOST_LANES - 1));
  const rest = placed.filter((each) => !kept.has(each)).map(({ session }) => session);
  const lanes = [
    ...placed.filter((each) => kept.has(each)).map(({ session, depth }) => ({ sessions: [session], depth })),
    ...(rest.length > 0 ? [{ sessions: rest, depth: 0 }] : []),
  ];
  const binned = lanes.map(({ sessions }) =>
    bins(
      sessions.flatMap(({ id }) => bySession.get(id) ?? []),
      place,
    ),
  );
  const fullest = binned.flat().reduce((most, { entries }) => Math.max(most, entries.length), 1);
  return lanes.map((lane, index) => ({
    ...lane,
    bars: binned[index]!.map(({ bin, entries }) => ({
      at: (bin + 0.5) / BINS,
      height: Math.log(1 + entries.length) / Math.log(1 + fullest),
      entries,
    })),
    points: points(binned[index]!),
  }));
}

interface Placed {
  session: TimelineSession;
  depth: number;
}

/** Depth first, each level in the order of the sessions' first calls. */
function byIssuer(sessions: readonly TimelineSession[]): Placed[] {
  const ids = new Set(sessions.map(({ id }) => id));
  const inOrder = [...sessions].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const parent = ({ id, issuedBy }: TimelineSession) =>
    issuedBy?.session !== undefined && issuedBy.session !== id && ids.has(issuedBy.session)
      ? issuedBy.session
      : undefined;
  const children = groupBy(inOrder, parent);
  const placed: Placed[] = [];
  const seen = new Set<TimelineSession>();
  const visit = (session: TimelineSession, depth: number) => {
    if (seen.has(session)) return;
    seen.add(session);
    placed.push({ session, depth });
    for (const child of children.get(session.id) ?? []) visit(child, depth + 1);
  };
  for (const root of children.get(undefined) ?? []) visit(root, 0);
  // Those that issued each other in a ring have no root.
  for (const session of inOrder) visit(session, 0);
  return placed;
}

/** Any marked call outweighs any number of others. */
function weigh(entries: readonly TimelineEntry[]): number {
  const marked = entries.filter(({ marks }) => marks.some((mark) => mark !== "denied")).length;
  const denied = entries.some(({ marks }) => marks.includes("denied")) ? 1 : 0;
  return (marked * 2 + denied) * 1e9 + entries.length;
}

type Bin = { bin: number; entries: TimelineEntry[] };

function bins(entries: readonly TimelineEntry[], place: (entry: TimelineEntry) => number | undefined): Bin[] {
  const byBin = groupBy(entries, (entry) => {
    const at = place(entry);
    return at === undefined ? -1 : Math.min(BINS - 1, Math.floor(at * BINS));
  });
  byBin.delete(-1);
  return [...byBin].map(([bin, inside]) => ({ bin, entries: inside })).sort((a, b) => a.bin - b.bin);
}

/** One a bin; of a run of bins under the same mark, the first stands for all. */
function points(binned: readonly Bin[]): Point[] {
  const all: (Point & { lastBin: number; entries: TimelineEntry[] })[] = [];
  for (const { bin, entries } of binned) {
    const marked = entries.filter(({ marks }) => marks.length > 0);
    const mark = topMark(marked.flatMap(({ marks }) => marks));
    if (mark === undefined) continue;
    const last = all.at(-1);
    if (last?.mark === mark && bin - last.lastBin <= RUN) {
      last.entries.push(...marked);
      last.lastBin = bin;
    } else all.push({ at: (bin + 0.5) / BINS, mark, entries: marked, lastBin: bin });
  }
  return all.map(({ at, mark, entries }) => ({ at, mark, entries }));
}
