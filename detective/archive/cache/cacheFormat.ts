import { createHash } from "node:crypto";
import { EVENT_COLUMNS } from "../eventColumns";
import { FilePlace } from "./filePlace";

/** Goes up when files of former versions of this program can't be used. */
const FORMAT = 1;

/** What a cache is made of: it changes with the format, and with what a column means. */
export const CACHE_VERSION = `${FORMAT}-${createHash("sha256")
  .update(JSON.stringify(EVENT_COLUMNS.map(({ name, type, field }) => [name, type, field])))
  .digest("hex")
  .slice(0, 12)}`;

/** Everything that is in a cache; written last, and whole. */
export interface CacheManifest {
  readonly version: string;
  /** Which archive it is of: a real path, or an `s3://` address. */
  readonly archive: string;
  /** It has the columns that only few questions look at, too. */
  readonly bodies: boolean;
  /** When it was written, ISO 8601. */
  readonly written: string;
  readonly partitions: readonly CachedPartition[];
  /** A Parquet file of all rows whose eventID stands more than once; "" where there are none, absent where nobody looked. */
  readonly repeated?: string;
  /**
   * All folders of the archive as they were when it was listed, where that is enough to know which files there are, and
   * all of them are in the cache.
   */
  readonly folders?: readonly FileVersion[];
  /** Files that are needed no more, and since when (ms): somebody may be reading them still. */
  readonly garbage: readonly (readonly [file: string, since: number])[];
}

/** The files of one account, Region and day. */
export interface CachedPartition extends FilePlace {
  /** What their names, sizes and times came to. */
  readonly stamp: string;
  readonly files: number;
  readonly rows: number;
  /** Of its Parquet files. */
  readonly bytes: number;
  /** Parquet files, by their paths in the cache. */
  readonly parts: readonly string[];
  /** A file with more: a `PartitionDetail`. */
  readonly detail: string;
  /** How many of its files could not be read, or not whole. */
  readonly problems: number;
  /** Regions that the records of files name whose places don't. */
  readonly regions?: readonly string[];
  readonly dataEvent?: true;
}

/** A log file by its name in the archive, and what tells whether it is still the same. */
export type FileVersion = readonly [name: string, version: string];

/** Which part each file is in, and what is wrong with them. */
export interface PartitionDetail {
  readonly parts: readonly CachedPart[];
  /** Files without a record. */
  readonly empty: readonly FileVersion[];
  readonly problems: readonly { readonly file: string; readonly reason: string }[];
}

export interface CachedPart {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly files: readonly FileVersion[];
  readonly dataEvent?: true;
}

/** The columns of the view that a cache has. */
export function cachedColumns(bodies: boolean): string[] {
  return EVENT_COLUMNS.filter(({ hot }) => bodies || hot).map(({ name }) => name);
}

/** The folder of a partition, by its path in the cache. */
export function partitionPath({ account, region, day }: FilePlace): string {
  return `account=${account ?? UNKNOWN}/region=${region ?? UNKNOWN}/day=${day?.replaceAll("/", "-") ?? UNKNOWN}`;
}

/** What stands for what a file's place doesn't tell. */
const UNKNOWN = "unknown";
