import { QuerySource } from "../query/querySource";
import { CACHE_VERSION, CachedPartition, cachedColumns, partitionPath } from "./cacheFormat";
import { CacheError, CacheFolder } from "./cacheFolder";
import { DayScope } from "./dayScope";
import { PartitionListing } from "./partitionListing";

/** What a cache covers. */
export interface CacheStatus {
  readonly archive: string;
  readonly version: string;
  /** ISO 8601. */
  readonly written: string;
  readonly bodies: boolean;
  readonly columns: readonly string[];
  readonly partitions: number;
  readonly files: number;
  readonly rows: number;
  /** Of all its files, those that are needed no more too. */
  readonly bytes: number;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** The first and the last day of delivery, as 2026/01/31. */
  readonly days?: { readonly from: string; readonly to: string };
  /** How many files could not be read, or not whole. */
  readonly problems: number;
  /** Files of the cache that nothing needs any more. */
  readonly orphans: { readonly files: number; readonly bytes: number };
  /** Where the archive was looked at: how many partitions are as it has them, and which are not. */
  readonly compared?: {
    readonly fresh: number;
    readonly changed: readonly string[];
    readonly missing: readonly string[];
    readonly gone: readonly string[];
    /** Parts of the archive that could not be listed: what lies there is not known. */
    readonly unlisted: readonly string[];
  };
}

/**
 * What a cache covers and, where the archive is given, what of it is stale.
 *
 * @throws CacheError where there is no cache
 */
export async function cacheStatus(
  path: string,
  source?: QuerySource,
  signal?: AbortSignal,
): Promise<CacheStatus> {
  const cache = new CacheFolder(path);
  const manifest = cache.manifest();
  if (!manifest)
    throw new CacheError(`${path}: there is no cache, or one of another version; archive build makes one`);
  const { partitions, archive, bodies, written } = manifest;
  const values = (key: "account" | "region" | "day") =>
    [...new Set(partitions.flatMap((partition) => partition[key] ?? []))].sort();
  const days = values("day");
  const orphans = [...cache.orphans(manifest)].map((each) => sizeOf(cache, each));
  const sum = (of: (partition: CachedPartition) => number) =>
    partitions.reduce((total, partition) => total + of(partition), 0);
  const orphanBytes = orphans.reduce((total, size) => total + size, 0);
  return {
    archive,
    version: CACHE_VERSION,
    written,
    bodies,
    columns: cachedColumns(bodies),
    partitions: partitions.length,
    files: sum(({ files }) => files),
    rows: sum(({ rows }) => rows),
    bytes: sum(({ bytes }) => bytes) + orphanBytes,
    accounts: values("account"),
    regions: values("region"),
    ...(days.length > 0 && { days: { from: days[0]!, to: days.at(-1)! } }),
    problems: sum(({ problems }) => problems),
    orphans: { files: orphans.length, bytes: orphanBytes },
    ...(source && { compared: await compared(source, archive, cache, partitions, signal) }),
  };
}

async function compared(
  source: QuerySource,
  archive: string,
  cache: CacheFolder,
  partitions: readonly CachedPartition[],
  signal?: AbortSignal,
): Promise<NonNullable<CacheStatus["compared"]>> {
  const own = await source.identity();
  if (own !== archive) throw new CacheError(`${cache.path} is the cache of ${archive}, not of ${own}`);
  const listing = await PartitionListing.of(source, new DayScope({}, {}), undefined, signal);
  const cached = new Map(partitions.map((partition) => [partitionPath(partition), partition]));
  const listed = [...listing.partitions];
  const fresh = new Set(
    listed.flatMap(([name, { stamp }]) => (cache.isFresh(cached.get(name), stamp.toString()) ? [name] : [])),
  );
  return {
    fresh: fresh.size,
    changed: listed.flatMap(([name]) => (cached.has(name) && !fresh.has(name) ? [name] : [])),
    missing: listed.filter(([name]) => !cached.has(name)).map(([name]) => name),
    gone: [...cached.keys()].filter((name) => !listing.partitions.has(name)),
    unlisted: ("named" in listing.problems ? listing.problems.named : listing.problems).map(
      ({ file, reason }) => `${file}: ${reason}`,
    ),
  };
}

/** Another process may have removed it. */
function sizeOf(cache: CacheFolder, path: string): number {
  return cache.size(path) ?? 0;
}
