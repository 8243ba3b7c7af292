import { CacheError, CacheFolder } from "../cache/cacheFolder";
import { CacheManifest, CachedPartition, cachedColumns, partitionPath } from "../cache/cacheFormat";
import { DayScope } from "../cache/dayScope";
import { FilePlace } from "../cache/filePlace";
import { PartitionListing } from "../cache/partitionListing";
import { FilesRead } from "../../sources/filesRead";
import { filesInOrder } from "../../sources/logFileList";
import { LogFilesOptions } from "../../sources/logScope";
import { RecordQuery } from "../../detect/recordReading";
import { scanOptions } from "../../sources/scanOptions";
import { quickFresh } from "./quickFresh";
import { QuerySource } from "./querySource";
import { readParts } from "./readParts";

/** Which rows are needed, and where they may lie. */
export interface RowsWanted {
  readonly source: QuerySource;
  readonly query: RecordQuery;
  readonly options: LogFilesOptions;
  readonly columns: readonly string[];
  opens(place: FilePlace): boolean;
  /** Where what is read is written. */
  readonly folder: string;
  readonly cache?: string;
  readonly read: FilesRead;
  readonly onFile?: (records: number) => void;
}

/** Where they are. */
export interface RowsGathered {
  /** Parquet files of the cache, of partitions that are as the archive is now. */
  readonly cached: readonly string[];
  /** Those partitions' places. */
  readonly places: readonly FilePlace[];
  /** The cache's file of rows whose eventID stands more than once; "" for none. */
  readonly repeated?: string;
  /** Parquet files of what was read now. */
  readonly parts: readonly string[];
}

/**
 * Finds the rows in the cache as far as it is fresh, and reads the others from their files.
 *
 * @throws CacheError where there is no cache, or that of another archive
 */
export async function gatherRows(wanted: RowsWanted): Promise<RowsGathered> {
  const { source, query, options, columns, folder, read } = wanted;
  const cache = wanted.cache === undefined ? undefined : await openCache(wanted.cache, source);
  const scope = new DayScope(query, options);
  const opens = (place: FilePlace) => wanted.opens(place);
  let files;
  let fresh: readonly CachedPartition[] = [];
  const isCached = cache && columns.every((name) => cachedColumns(cache.manifest.bodies).includes(name));
  const quick = isCached && quickFresh(cache.folder, cache.manifest, source, scope, opens);
  if (quick) fresh = quick;
  else if (isCached) {
    const listing = await PartitionListing.of(source, scope, opens, options.signal);
    read.addAll(listing.problems);
    fresh = cache.manifest.partitions.filter((partition) =>
      cache.folder.isFresh(partition, listing.partitions.get(partitionPath(partition))?.stamp.toString()),
    );
    const known = new Set(fresh.map(partitionPath));
    if (known.size < listing.partitions.size) files = listing.files((path) => !known.has(path));
  } else {
    const list = await source.list(scope, options.signal);
    read.addAll(list.problems);
    files = opened(filesInOrder(list), (file) => opens(source.placeOf(file)));
  }
  for (const partition of fresh) tell(cache!.folder, partition, source, read);
  const { ahead } = source;
  const parts =
    files &&
    (await readParts({
      files,
      columns,
      folder,
      source,
      scan: { ...(ahead !== undefined && { ahead }), ...scanOptions(options) },
      read,
      ...(wanted.onFile && { onFile: wanted.onFile }),
    }));
  const found = cache?.manifest.repeated;
  const repeated = found && cache.folder.size(found) === undefined ? undefined : found;
  return {
    cached: fresh.flatMap((partition) => partition.parts.map((part) => cache!.folder.full(part))),
    places: fresh,
    ...(repeated !== undefined && { repeated: repeated === "" ? "" : cache!.folder.full(repeated) }),
    parts: parts ?? [],
  };
}

async function openCache(
  path: string,
  source: QuerySource,
): Promise<{ folder: CacheFolder; manifest: CacheManifest }> {
  const folder = new CacheFolder(path);
  const manifest = folder.manifest();
  if (!manifest)
    throw new CacheError(
      `${path}: there is no cache, or one of another version; build it with: audit-trail archive build … --cache ${path}`,
    );
  const archive = await source.identity();
  if (manifest.archive !== archive)
    throw new CacheError(
      `${path} is the cache of ${manifest.archive}, not of ${archive}; give that one's --cache`,
    );
  return { folder, manifest };
}

/** What the coverage has to know of files that were read when the cache was built. */
function tell(cache: CacheFolder, partition: CachedPartition, source: QuerySource, read: FilesRead): void {
  const { region, files, regions = [], problems, dataEvent } = partition;
  read.knows(files, {
    regions: region === undefined ? regions : [region],
    ...(dataEvent && { dataEvent }),
  });
  if (problems === 0) return;
  read.addAll(
    cache.detail(partition).problems.map(({ file, reason }) => ({
      file: source.root + file,
      reason,
      ...(region !== undefined && { region }),
    })),
  );
}

function* opened<T>(files: Iterable<T>, opens: (file: T) => boolean): Generator<T> {
  for (const file of files) if (opens(file)) yield file;
}
