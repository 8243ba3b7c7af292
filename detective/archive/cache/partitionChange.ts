import { CachedPart, FileVersion, PartitionDetail } from "./cacheFormat";
import { VersionedFile } from "./partitionListing";
import { UNKNOWN_VERSION } from "./versionStamp";

/** What of a partition stays as it is, and what has to be read. */
export interface PartitionChange {
  readonly keeps: readonly CachedPart[];
  readonly reads: readonly VersionedFile[];
  /** Files without records that are still the same. */
  readonly empty: readonly FileVersion[];
  readonly problems: PartitionDetail["problems"];
}

/** With more parts than this, a partition is read anew and becomes as few as it can be. */
const MOST_SMALL_PARTS = 6;
/** A part with more rows than this is not small. */
const SMALL_ROWS = 32_768;

/**
 * What has changed since a partition was cached: a part stays when all of its files are there and the same; the files of
 * those that don't, and all that are new, are read.
 */
export function partitionChange(
  files: readonly VersionedFile[],
  detail: PartitionDetail | undefined,
): PartitionChange {
  const versions = new Map(files.map(({ name, version }) => [name, version]));
  const isSame = ([name, version]: FileVersion) =>
    version !== UNKNOWN_VERSION && versions.get(name) === version;
  const parts = detail?.parts ?? [];
  const unchanged = wholeFiles(
    parts.filter((part) => part.files.every(isSame)),
    parts,
  );
  const small = unchanged.filter(({ rows }) => rows <= SMALL_ROWS);
  const merges = small.length >= MOST_SMALL_PARTS;
  const keeps = merges
    ? wholeFiles(
        unchanged.filter((part) => !small.includes(part)),
        parts,
      )
    : unchanged;
  const empty = (detail?.empty ?? []).filter(isSame);
  const stay = new Set([...keeps.flatMap((part) => part.files), ...empty].map(([name]) => name));
  return {
    keeps,
    reads: files.filter(({ name }) => !stay.has(name)),
    empty,
    problems: (detail?.problems ?? []).filter(({ file }) => stay.has(file)),
  };
}

/** Without those that have a piece of a file whose other pieces go: such a file is read again, as a whole. */
function wholeFiles(kept: readonly CachedPart[], all: readonly CachedPart[]): readonly CachedPart[] {
  const gone = new Set(
    all.filter((part) => !kept.includes(part)).flatMap(({ files }) => files.map(([name]) => name)),
  );
  const left = kept.filter(({ files }) => !files.some(([name]) => gone.has(name)));
  return left.length === kept.length ? kept : wholeFiles(left, all);
}
