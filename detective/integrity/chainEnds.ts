import type { LogPlace } from "./digestName";
import type { ChainEnd } from "./judgeEnds";
import { endOf, type JudgedDigest } from "./loadedDigest";

interface Chain {
  /** Oldest first. */
  readonly digests: readonly JudgedDigest[];
}

/**
 * Up to where the digests of one account and Region go, trail by trail.
 *
 * @param others trails that are not asked for
 * @param at `newest` is when the newest log file was made that came after all digests, in ms since 1970
 */
export function chainEnds(
  chains: readonly (Chain & { summary: { trail: string; homeRegion: string } })[],
  others: readonly Chain[],
  { newest, ...place }: LogPlace & { newest: number | undefined },
): ChainEnd[] {
  const latest = [...chains, ...others]
    .flatMap(hourly)
    .reduce((a, each) => Math.max(a, endOf(each)), -Infinity);
  return chains.flatMap((chain) => {
    const { trail, homeRegion } = chain.summary;
    const digests = hourly(chain);
    // What somebody forged may say that it is newer.
    const sound = digests.filter(({ verdict }) => verdict !== "invalid");
    const [first, last] = [digests[0], sound.at(-1) ?? digests.at(-1)];
    if (!first || !last) return [];
    const start = first.digest && !first.digest.previous ? first.digest.startTime : undefined;
    const end = endOf(last);
    return [
      {
        ...place,
        trail,
        homeRegion,
        ...(start !== undefined && { start }),
        end,
        last: last.key,
        // What came later is not of a trail that ended before others.
        ...(newest !== undefined && end === latest && { newestLog: newest }),
      },
    ];
  });
}

function hourly({ digests }: Chain): JudgedDigest[] {
  return digests.filter(({ name }) => !name.backfill);
}
