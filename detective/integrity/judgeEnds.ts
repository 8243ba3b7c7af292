import { folderOf, placeText, type LogPlace } from "./digestName";
import { integrityFinding, isoTime, type IntegrityFinding } from "./integrityFinding";

const HOUR_MS = 3_600_000;
/** A digest is delivered a while after its hour. */
const LATE_MS = 2 * HOUR_MS;

/** Up to where one trail's digests go in one Region. */
export interface ChainEnd extends LogPlace {
  trail: string;
  homeRegion: string;
  /** When the chain began, where its first digest is there, in ms since 1970. */
  start?: number;
  /** The last digest's end. */
  end: number;
  /** The key of the last digest. */
  last: string;
  /** When the newest log file was delivered that came after it. */
  newestLog?: number;
}

/** A chain that must be there, as CloudTrail itself says. */
export interface Expectation {
  account: string;
  region: string;
  trail: string;
  /** Up to when, in ms since 1970, and how that is known. */
  reaches: { time: number; why: string };
}

/**
 * Finds chains that end too early: by what CloudTrail says, by what was asked for, by log files that came later, and by
 * the same trail's digests in other Regions.
 */
export function judgeEnds(
  ends: readonly ChainEnd[],
  {
    expected = [],
    reaches,
    since,
  }: { expected?: readonly Expectation[]; reaches?: { time: number; why: string }; since?: number },
): IntegrityFinding[] {
  const findings = ends.flatMap((each) => {
    const own = expected.find((one) => isSame(one, each));
    const marks = [
      own?.reaches ?? reaches,
      ofLogs(each),
      own || reaches ? undefined : ofSiblings(each, ends),
    ];
    const missed = marks.find((mark) => mark !== undefined && each.end < mark.time);
    if (!missed) return [];
    return [
      integrityFinding("newest-digests-missing", each, {
        related: [each.last],
        says: `The newest digests are missing: the last one ends at ${isoTime(each.end)}, and ${missed.why}.`,
        from: isoTime(each.end),
        to: isoTime(missed.time),
      }),
    ];
  });
  const late = ends.flatMap((each) => {
    const { start } = each;
    if (since === undefined || start === undefined || start <= since) return [];
    // A trail that was made later: what another one proves meanwhile is no gap.
    const others = ends.filter((one) => one !== each && placeText(one) === placeText(each));
    if (others.some((one) => (one.start ?? -Infinity) <= since && one.end >= start)) return [];
    const says = `No digest of this trail covers ${isoTime(since)} to ${isoTime(start)}, where the first one of that time begins; it proves no log files of that time.`;
    return [integrityFinding("gap", each, { says, from: isoTime(since), to: isoTime(start) })];
  });
  const absent = expected
    .filter((one) => !ends.some((each) => isSame(one, each)))
    .map(({ reaches: { why }, ...one }) => {
      const says = `There are no digests of the trail ${one.trail} in ${one.region} of account ${one.account}, and ${why}.`;
      return integrityFinding("no-digests", one, { says });
    });
  return [...findings, ...late, ...absent];
}

function isSame(
  a: { account: string; region: string; trail: string },
  b: { account: string; region: string; trail: string },
): boolean {
  return a.account === b.account && a.region === b.region && a.trail === b.trail;
}

function ofLogs({ end, newestLog }: ChainEnd): { time: number; why: string } | undefined {
  if (newestLog === undefined || newestLog <= end + LATE_MS) return undefined;
  return { time: newestLog, why: `log files were delivered until ${isoTime(newestLog)}` };
}

/** A trail of all Regions gets a digest in each of them every hour, also an empty one. */
function ofSiblings(own: ChainEnd, ends: readonly ChainEnd[]): { time: number; why: string } | undefined {
  const latest = ends
    .filter(
      (each) =>
        each.trail === own.trail &&
        each.homeRegion === own.homeRegion &&
        folderOf({ ...each, region: "" }, "CloudTrail") === folderOf({ ...own, region: "" }, "CloudTrail"),
    )
    .reduce((a, b) => (b.end > a.end ? b : a));
  if (latest.end <= own.end + LATE_MS) return undefined;
  return {
    time: latest.end,
    why: `those of the same trail in ${latest.region} go on until ${isoTime(latest.end)}`,
  };
}
