import { realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { CacheError } from "./cacheFolder";

/**
 * Whoever reads the archive would take the cache's files for log files.
 *
 * @throws CacheError where a cache's folder lies in the archive, by whatever path
 */
export async function refuseInside(path: string, archive: string): Promise<void> {
  const below = relative(archive, await realPlace(resolve(path)));
  if (archive.startsWith("s3://") || below === ".." || below.startsWith(`..${sep}`) || isAbsolute(below))
    return;
  if (below.split(sep).some((part) => part.startsWith("."))) return;
  throw new CacheError(
    `${path} lies in the archive ${archive}, whose files would be mixed up with the cache's; give a folder outside of it with --cache`,
  );
}

/** Where a path leads that may not be there yet. */
async function realPlace(path: string): Promise<string> {
  const above = dirname(path);
  return realpath(path).catch(async () =>
    above === path ? path : join(await realPlace(above), basename(path)),
  );
}
