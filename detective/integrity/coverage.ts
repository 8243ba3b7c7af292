import { isMisplaced, logTime } from "./digestName";
import { endOf, type JudgedDigest } from "./loadedDigest";

const MINUTE_MS = 60_000;
/** A file that was made shortly before a digest's end may be named by the next one. */
const DELIVERY_MS = 15 * MINUTE_MS;

/** The times that the digests of a place cover, of all trails that deliver there. */
export class Coverage {
  /** When the first digest begins and the last one ends, in ms since 1970. */
  readonly first: number;
  readonly last: number;
  readonly isEmpty: boolean;
  /** How long after the time in its name a log file may be delivered. */
  private readonly late: number;
  private readonly unproven: { from: number; to: number }[];

  /** @param chains each with its digests oldest first */
  constructor(chains: readonly { digests: readonly JudgedDigest[] }[]) {
    const hourly = chains.map(({ digests }) => digests.filter(({ name }) => !name.backfill));
    const all = hourly.flat();
    this.isEmpty = all.length === 0;
    this.first = all.reduce(
      (a, { digest, name }) => Math.min(a, digest?.startTime ?? name.endTime),
      Infinity,
    );
    this.last = all.reduce((a, each) => Math.max(a, endOf(each)), -Infinity);
    const lengths = all.flatMap(({ digest }) => (digest ? [digest.endTime - digest.startTime] : []));
    // A log file's name tells its minute alone.
    this.late = lengths.reduce((a, b) => Math.max(a, Math.min(b, DELIVERY_MS)), MINUTE_MS);
    this.unproven = hourly.flatMap(unprovenSpans);
  }

  /** What can be said of a log file that no digest names. */
  verdictOf(key: string): "not-named" | "not-covered" | "not-yet-covered" {
    const time = logTime(key);
    if (this.isEmpty) return "not-covered";
    if (time === undefined || isMisplaced(key)) return "not-named";
    if (time >= this.last - this.late) return "not-yet-covered";
    if (time < this.first) return "not-covered";
    // What is wrong with the digests of that time was found already.
    return this.unproven.some(({ from, to }) => time >= from - this.late && time <= to)
      ? "not-covered"
      : "not-named";
  }
}

/** Times within a chain for which no digest is valid or may be. */
function unprovenSpans(digests: readonly JudgedDigest[]): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  let covered: number | undefined;
  for (const { verdict, digest } of digests) {
    if (verdict === "invalid" || !digest) continue;
    if (covered !== undefined && digest.startTime > covered)
      spans.push({ from: covered, to: digest.startTime });
    covered = Math.max(covered ?? -Infinity, digest.endTime);
  }
  // Of a bad digest at either end the time is known by its name only.
  const [first, last] = [digests[0], digests.at(-1)];
  const starts =
    digests.find(({ verdict, digest }) => verdict !== "invalid" && digest)?.digest?.startTime ?? Infinity;
  if (first && starts > first.name.endTime) spans.push({ from: -Infinity, to: starts });
  if (last && (covered ?? -Infinity) < last.name.endTime)
    spans.push({ from: covered ?? -Infinity, to: Infinity });
  return spans;
}
