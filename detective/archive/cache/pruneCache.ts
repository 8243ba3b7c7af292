import { CacheError, CacheFolder, lockCache } from "./cacheFolder";
import { partitionPath } from "./cacheFormat";
import { explainCacheError } from "./explainCacheError";

/** What is taken out of a cache. */
export interface PruneOptions {
  /** Partitions of days before this one, as 2026/01/31. @default none */
  readonly before?: string;
}

/** What was taken out. */
export interface CachePruned {
  readonly partitions: number;
  readonly files: number;
  readonly bytes: number;
}

/**
 * Removes what a cache needs no more, and days that are older than asked; never a log file, and nothing that is not the
 * cache's own.
 *
 * @throws CacheError where there is no cache, or another process builds it
 */
export function pruneCache(path: string, { before }: PruneOptions = {}): CachePruned {
  const cache = new CacheFolder(path);
  const manifest = cache.manifest();
  if (!manifest)
    throw new CacheError(
      `${path}: there is no cache, or one of another version; if it is one, remove the folder and build it again`,
    );
  let release = () => {};
  try {
    release = lockCache(path);
    const old = manifest.partitions.filter(
      ({ day }) => before !== undefined && day !== undefined && day < before,
    );
    const partitions = manifest.partitions.filter((partition) => !old.includes(partition));
    const isOld = new Set(old.map(partitionPath));
    // First it is not the cache's any more, then it is gone.
    cache.save({
      ...manifest,
      partitions,
      garbage: [],
      ...(isOld.size > 0 && { repeated: undefined, folders: undefined }),
    });
    let [files, bytes] = [0, 0];
    for (const orphan of [
      ...cache.orphans({ ...manifest, partitions, ...(isOld.size > 0 && { repeated: "" }) }),
    ]) {
      bytes += cache.size(orphan) ?? 0;
      cache.remove(orphan);
      files++;
    }
    cache.removeTemporary();
    cache.removeEmptyFolders();
    return { partitions: old.length, files, bytes };
  } catch (error) {
    throw explainCacheError(error, path);
  } finally {
    release();
  }
}
