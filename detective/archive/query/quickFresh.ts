import { join } from "node:path";
import { CacheFolder } from "../cache/cacheFolder";
import { CacheManifest, CachedPartition } from "../cache/cacheFormat";
import { DayScope } from "../cache/dayScope";
import { FilePlace } from "../cache/filePlace";
import { UNKNOWN_VERSION } from "../cache/versionStamp";
import { parseLogKey } from "../../sources/logKey";
import { QuerySource } from "./querySource";

/**
 * The partitions of a cache that are wanted, where every folder and every file of the archive is as it was when the cache
 * was built: that shows without listing it.
 *
 * @returns undefined where something is not: then the archive has to be listed
 */
export function quickFresh(
  cache: CacheFolder,
  { folders, partitions }: CacheManifest,
  source: QuerySource,
  scope: DayScope,
  opens: (place: FilePlace) => boolean,
): readonly CachedPartition[] | undefined {
  const { disk } = source;
  if (!folders || !disk) return undefined;
  for (const [folder, version] of folders)
    if (version === UNKNOWN_VERSION || disk.folderVersion(folder) !== version) return undefined;
  const wanted: CachedPartition[] = [];
  for (const partition of partitions.filter(opens)) {
    const detail = cache.wholeDetail(partition);
    if (!detail) return undefined;
    const { parts, empty } = detail;
    const files = [...parts.flatMap((part) => part.files), ...empty];
    const opened = scope.opensAll
      ? files
      : files.filter(([name]) => scope.opens(parseLogKey(join(disk.absolute, name))));
    if (opened.length === 0) continue;
    if (opened.length < files.length) return undefined;
    for (const [name, version] of files)
      if (version === UNKNOWN_VERSION || disk.fileVersion(name) !== version) return undefined;
    wanted.push(partition);
  }
  return wanted;
}
