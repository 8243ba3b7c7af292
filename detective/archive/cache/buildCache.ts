import { mkdir } from "node:fs/promises";
import { LogFilesOptions } from "../../sources/logScope";
import { LogFile } from "../../sources/logFileList";
import { FileProblems } from "../../sources/fileGaps";
import { scanOptions } from "../../sources/scanOptions";
import { writeFileInPieces } from "../query/partFolder";
import { QuerySource } from "../query/querySource";
import { ScannedFile, archiveScan } from "../scan/archiveScan";
import {
  CACHE_VERSION,
  CacheManifest,
  CachedPart,
  CachedPartition,
  FileVersion,
  cachedColumns,
} from "./cacheFormat";
import { CacheError, CacheFolder, lockCache, syncFolder } from "./cacheFolder";
import { explainCacheError } from "./explainCacheError";
import { FileColumns, columnsJob } from "./columnsJob";
import { DayScope } from "./dayScope";
import { EventRows, isOfRecord } from "./eventRows";
import { FilePlace } from "./filePlace";
import { PartitionChange, partitionChange } from "./partitionChange";
import { ListedPartition, PartitionListing, VersionedFile } from "./partitionListing";
import { refuseInside } from "./refuseInside";
import { findRepeated } from "./repeatedRows";
import { UNKNOWN_VERSION } from "./versionStamp";

/** How a cache is built. */
export interface BuildCacheOptions extends Pick<LogFilesOptions, "threads" | "signal"> {
  /** Keep requestParameters and the like, and the whole records, too. @default false */
  readonly bodies?: boolean;
  /** Told of each file that was read how many records it had. */
  readonly onFile?: (records: number) => void;
}

/** What a building came to. */
export interface CacheBuilt {
  /** All that is in the cache now. */
  readonly manifest: CacheManifest;
  /** Files that were read now. */
  readonly read: number;
  /** Partitions that were made new, or changed, and that are gone. */
  readonly changed: number;
  readonly removed: number;
  /** Why some of the archive is not in the cache. */
  readonly problems: FileProblems;
}

const PART_ROWS = 65_536;
const PART_BYTES = 24 * 1024 * 1024;
/** Files read ahead: the threads have enough to do while a part is written. */
const AHEAD = 128;
/** So long somebody may still read what is needed no more. */
const GRACE_MS = 10 * 60_000;
const SAVE_MS = 5_000;

/**
 * Brings a cache up to what an archive has now: reads files that are new or changed, forgets those that are gone.
 *
 * What is done is kept, wherever it is stopped: a part counts once the manifest names it, which is replaced as a whole.
 * @throws CacheError where the folder has a cache of another archive, another process builds it, or the disk is full
 * @throws QueryError where there is no archive
 */
export async function buildCache(
  source: QuerySource,
  path: string,
  options: BuildCacheOptions = {},
): Promise<CacheBuilt> {
  const archive = await source.identity();
  await refuseInside(path, archive);
  let release = () => {};
  try {
    await mkdir(path, { recursive: true });
    release = lockCache(path);
    const building = new Building(source, new CacheFolder(path), options, archive);
    return await building.run();
  } catch (error) {
    throw explainCacheError(error, path);
  } finally {
    release();
  }
}

/** The work on one partition. */
interface Work extends PartitionChange {
  readonly path: string;
  readonly place: FilePlace;
  readonly stamp: string;
  readonly made: CachedPart[];
  readonly versions: Map<LogFile, VersionedFile>;
  /** Of the part that is being gathered. */
  inPart: Set<VersionedFile>;
  readonly newEmpty: FileVersion[];
  readonly newProblems: { file: string; reason: string }[];
  readonly regions: Set<string>;
  /** A file could not be read at all: it is tried again next time. */
  failed: boolean;
}

class Building {
  private readonly columns: readonly string[];
  private rows: EventRows;
  private readonly bodies: boolean;
  private readonly partitions = new Map<string, CachedPartition>();
  private readonly garbage: [string, number][] = [];
  private readonly before: CacheManifest | undefined;
  private readonly problems = new FileProblems();
  private readonly works = new Map<LogFile, Work>();
  private read = 0;
  private changed = 0;
  private removed = 0;
  private saved = performance.now();

  constructor(
    private readonly source: QuerySource,
    private readonly cache: CacheFolder,
    private readonly options: BuildCacheOptions,
    private readonly archive: string,
  ) {
    const before = cache.manifest();
    if (before && before.archive !== archive)
      throw new CacheError(
        `${cache.path} is the cache of ${before.archive}, not of ${archive}; give another folder with --cache`,
      );
    this.bodies = options.bodies ?? before?.bodies ?? false;
    this.before = before?.bodies === this.bodies ? before : undefined;
    this.garbage.push(...(before?.garbage.map(([file, since]): [string, number] => [file, since]) ?? []));
    if (before && !this.before) for (const each of before.partitions) this.drop([...each.parts, each.detail]);
    for (const each of this.before?.partitions ?? []) this.partitions.set(pathOf(each), each);
    this.columns = cachedColumns(this.bodies).filter((name) => isOfRecord({ name }));
    this.rows = new EventRows(this.columns);
  }

  async run(): Promise<CacheBuilt> {
    const { source, options, partitions } = this;
    // Before the list: what comes after shows.
    const folders = source.disk?.folders();
    const listing = await PartitionListing.of(source, new DayScope({}, {}), undefined, options.signal);
    this.problems.addAll(listing.problems);
    const stale = new Map<string, ListedPartition>();
    for (const [path, listed] of listing.partitions)
      if (!this.cache.isFresh(partitions.get(path), listed.stamp.toString())) stale.set(path, listed);
    for (const [path, partition] of [...partitions]) {
      if (listing.partitions.has(path)) continue;
      partitions.delete(path);
      this.drop([...partition.parts, partition.detail]);
      this.removed++;
    }
    const isChanged = stale.size > 0 || this.removed > 0;
    if (isChanged && this.before?.repeated) this.drop([this.before.repeated]);
    try {
      await this.readAll(listing, stale);
    } catch (error) {
      // What was finished until now is kept.
      this.save();
      throw error;
    }
    // DuckDB needs the memory.
    this.rows = new EventRows([]);
    await this.finish(isChanged);
    if (folders && listing.problems.length === 0) this.folders = folders;
    return {
      manifest: this.save(),
      read: this.read,
      changed: this.changed,
      removed: this.removed,
      problems: this.problems,
    };
  }

  private repeated: string | undefined;
  private folders: readonly FileVersion[] | undefined;

  /** Looks for records that are there more than once, where anything has changed. */
  private async finish(isChanged: boolean): Promise<void> {
    const found = this.before?.repeated;
    if (!isChanged && (!found || this.cache.size(found) !== undefined)) this.repeated = found;
    this.repeated ??= await findRepeated(this.cache, this.manifest(), this.options.signal);
  }

  /** One pass over all files that are to be read, partition after partition. */
  private async readAll(listing: PartitionListing, stale: Map<string, ListedPartition>): Promise<void> {
    const scan = { ahead: AHEAD, ...scanOptions(this.options) };
    let first = 0;
    let last: Work | undefined;
    const files = this.toRead(listing, stale);
    for await (const one of archiveScan(files, columnsJob({ columns: this.columns }), scan)) {
      const work = this.works.get(one.file)!;
      if (last && last !== work) await this.done(last);
      last = work;
      this.take(work, one, first);
      first = one.more ? first + (one.result?.rows ?? 0) : 0;
      if (this.rows.rows >= PART_ROWS || this.rows.bytes >= PART_BYTES) await this.flush(work);
      if (!one.more) this.works.delete(one.file);
    }
    if (last) await this.done(last);
    for (const work of this.idle) await this.done(work);
  }

  /** Partitions of which nothing has to be read. */
  private readonly idle: Work[] = [];

  private *toRead(listing: PartitionListing, stale: Map<string, ListedPartition>): Generator<LogFile> {
    for (const [path, files] of listing.partitionsOf((each) => stale.has(each))) {
      const before = this.partitions.get(path);
      const change = partitionChange(files, before && this.cache.wholeDetail(before));
      const { place, stamp } = stale.get(path)!;
      const work: Work = {
        ...change,
        path,
        place,
        stamp: stamp.toString(),
        made: [],
        versions: new Map(change.reads.map((each) => [each.file, each])),
        inPart: new Set(),
        newEmpty: [],
        newProblems: [],
        regions: new Set(before?.regions),
        failed: false,
      };
      if (change.reads.length === 0) this.idle.push(work);
      for (const { file } of change.reads) {
        this.works.set(file, work);
        yield file;
      }
    }
  }

  private take(work: Work, one: ScannedFile<LogFile, FileColumns>, first: number): void {
    const version = work.versions.get(one.file)!;
    const { result, failure, problem, more } = one;
    const reason = failure ?? problem;
    if (reason !== undefined) work.newProblems.push({ file: version.name, reason });
    work.failed ||= failure !== undefined;
    for (const region of result?.regions ?? []) work.regions.add(region);
    if (result && result.rows > 0) {
      this.rows.add(result, version.name, work.place, first);
      work.inPart.add(version);
    }
    if (more) return;
    this.read++;
    const known =
      work.inPart.has(version) ||
      work.made.some(({ files }) => files.some(([name]) => name === version.name));
    if (!known) work.newEmpty.push([version.name, failure === undefined ? version.version : UNKNOWN_VERSION]);
    this.options.onFile?.(first + (result?.rows ?? 0));
  }

  /** Writes the rows that there are as a part. */
  private async flush(work: Work): Promise<void> {
    const { rows } = this.rows;
    if (rows === 0) return;
    const path = await this.cache.newPart(work.path);
    const dataEvent = this.rows.hasDataEvent;
    const bytes = writeFileInPieces(this.cache.full(path), true, (write) =>
      this.rows.writeTo(write, { sorted: true }),
    );
    work.made.push({
      path,
      rows,
      bytes,
      files: [...work.inPart].map(({ name, version }): FileVersion => [name, version]),
      ...(dataEvent && { dataEvent }),
    });
    work.inPart = new Set();
  }

  private async done(work: Work): Promise<void> {
    await this.flush(work);
    const parts = [...work.keeps, ...work.made];
    const empty = [...work.empty, ...work.newEmpty];
    const problems = [...work.problems, ...work.newProblems];
    await mkdir(this.cache.full(work.path), { recursive: true });
    const detail = this.cache.saveDetail(work.path, { parts, empty, problems });
    syncFolder(this.cache.full(work.path));
    const before = this.partitions.get(work.path);
    const kept = new Set(work.keeps.map(({ path }) => path));
    if (before) this.drop([before.detail, ...before.parts.filter((path) => !kept.has(path))]);
    this.partitions.set(work.path, {
      ...work.place,
      // Never the same: what could not be read is asked for again.
      stamp: work.failed ? `failed ${work.stamp}` : work.stamp,
      files: new Set([...parts.flatMap(({ files }) => files), ...empty].map(([name]) => name)).size,
      rows: parts.reduce((sum, { rows }) => sum + rows, 0),
      bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
      parts: parts.map(({ path }) => path),
      detail,
      problems: problems.length,
      ...(work.regions.size > 0 && { regions: [...work.regions].sort() }),
      ...(parts.some(({ dataEvent }) => dataEvent) && { dataEvent: true as const }),
    });
    this.changed++;
    if (performance.now() - this.saved < SAVE_MS) return;
    this.save();
    this.saved = performance.now();
  }

  private drop(paths: readonly string[]): void {
    const now = Date.now();
    for (const path of paths) this.garbage.push([path, now]);
  }

  private manifest(): CacheManifest {
    return {
      version: CACHE_VERSION,
      archive: this.archive,
      bodies: this.bodies,
      written: new Date().toISOString(),
      partitions: [...this.partitions.values()],
      ...(this.repeated !== undefined && { repeated: this.repeated }),
      ...(this.folders && { folders: this.folders }),
      garbage: this.garbage,
    };
  }

  private save(): CacheManifest {
    const old = Date.now() - GRACE_MS;
    for (const [path, since] of this.garbage) if (since < old) this.cache.remove(path);
    this.garbage.splice(0, this.garbage.length, ...this.garbage.filter(([, since]) => since >= old));
    const manifest = this.manifest();
    this.cache.save(manifest);
    return manifest;
  }
}

function pathOf({ detail }: CachedPartition): string {
  return detail.slice(0, detail.lastIndexOf("/"));
}
