import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  writeSync,
} from "node:fs";
import { mkdir } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import { lockFolder } from "../folderLock";
import { CACHE_VERSION, CacheManifest, CachedPartition, PartitionDetail } from "./cacheFormat";

/** The one file that says what is in a cache. */
const MANIFEST = "audit-trail-cache.json";

/** A cache that can't be used, or that is no cache; the message says what to do. */
export class CacheError extends Error {
  override readonly name = "CacheError";
}

/**
 * Keeps others from building the same cache; reading it needs no lock.
 *
 * @returns how to let go of it
 * @throws CacheError where another process that still runs has it
 */
export function lockCache(folder: string): () => void {
  return lockFolder(join(folder, "build.lock"), { doing: "builds this cache", refusal: CacheError });
}

/** A folder with a cache in it. */
export class CacheFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
  }

  /** What is in it; undefined where there is none, or one of another version of this program. */
  manifest(): CacheManifest | undefined {
    let text: string;
    try {
      text = readFileSync(join(this.path, MANIFEST), "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw new CacheError(`${this.path}: the cache can't be read (${(error as Error).message})`, {
        cause: error,
      });
    }
    let manifest: CacheManifest | null;
    try {
      manifest = JSON.parse(text) as CacheManifest | null;
    } catch (error) {
      throw new CacheError(
        `${join(this.path, MANIFEST)} is damaged; remove the folder ${this.path}, and build the cache again`,
        { cause: error },
      );
    }
    return manifest?.version === CACHE_VERSION ? manifest : undefined;
  }

  /** Replaces what the cache says of itself, at once or not at all. */
  save(manifest: CacheManifest): void {
    const temporary = join(this.path, `.${MANIFEST}-${token()}`);
    try {
      writeDurably(temporary, JSON.stringify(manifest));
      renameSync(temporary, join(this.path, MANIFEST));
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    syncFolder(this.path);
  }

  /** Whether a partition is cached as the archive has it now, and all of it is there. */
  isFresh(partition: CachedPartition | undefined, stamp: string | undefined): boolean {
    return partition?.stamp === stamp && partition !== undefined && this.wholeDetail(partition) !== undefined;
  }

  /** The detail of a partition all of whose files are there, as long as they were written; undefined of any other. */
  wholeDetail(partition: CachedPartition): PartitionDetail | undefined {
    try {
      const detail = this.detail(partition);
      return detail.parts.every(({ path, bytes }) => this.size(path) === bytes) ? detail : undefined;
    } catch {
      return undefined;
    }
  }

  /** In bytes; undefined where there is no such file. */
  size(path: string): number | undefined {
    return statSync(this.full(path), { throwIfNoEntry: false })?.size;
  }

  detail({ detail }: CachedPartition): PartitionDetail {
    return JSON.parse(readFileSync(this.full(detail), "utf8")) as PartitionDetail;
  }

  /** @returns its path in the cache */
  saveDetail(folder: string, detail: PartitionDetail): string {
    const path = `${folder}/files-${token()}.json`;
    writeDurably(this.full(path), JSON.stringify(detail));
    return path;
  }

  /** A path in the cache as the file system has it. */
  full(path: string): string {
    return join(this.path, ...path.split("/"));
  }

  /** A path for a new part of a partition, whose folder is there then. */
  async newPart(folder: string): Promise<string> {
    await mkdir(this.full(folder), { recursive: true });
    return `${folder}/part-${token()}.parquet`;
  }

  remove(path: string): void {
    rmSync(this.full(path), { force: true });
  }

  /** Every file of the cache's own that its manifest doesn't name, by its path in the cache. */
  *orphans(manifest: CacheManifest | undefined): Generator<string> {
    const named = new Set(manifest?.partitions.flatMap(({ parts, detail }) => [...parts, detail]));
    if (manifest?.repeated) named.add(manifest.repeated);
    for (const path of this.own("")) if (!named.has(path)) yield path;
  }

  /** What a build that was killed left on its way; nobody may be building. */
  removeTemporary(): void {
    for (const entry of readdirSync(this.path, { withFileTypes: true }))
      if (entry.isDirectory() && /^\.tmp-[0-9a-f]{16}$/.test(entry.name))
        rmSync(join(this.path, entry.name), { recursive: true, force: true });
  }

  /** Folders of partitions that have nothing in them. */
  removeEmptyFolders(folder = ""): void {
    for (const entry of readdirSync(this.full(folder), { withFileTypes: true })) {
      if (!entry.isDirectory() || !OWN_FOLDER.test(entry.name)) continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      this.removeEmptyFolders(path);
      try {
        rmdirSync(this.full(path));
      } catch {
        // There is something in it.
      }
    }
  }

  /** Only files that are named as this program names them are its own: nothing else is ever removed. */
  private *own(folder: string): Generator<string> {
    for (const entry of readdirSync(this.full(folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && OWN_FOLDER.test(entry.name)) yield* this.own(path);
      else if (entry.isFile() && OWN_FILE.test(entry.name)) yield path;
    }
  }
}

const OWN_FOLDER = /^(?:account|region|day)=[\w-]+$/;
const OWN_FILE =
  /^(?:part-[0-9a-f]{16}\.parquet|repeated-[0-9a-f]{16}\.parquet|files-[0-9a-f]{16}\.json|\.audit-trail-cache\.json-[0-9a-f]{16})$/;

/** A name that there is no other of. */
export function token(): string {
  return randomBytes(8).toString("hex");
}

/** The folder's own entries, where the file system takes such a wish. */
export function syncFolder(path: string): void {
  try {
    const folder = openSync(path, "r");
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // Not on Windows, and not on every network's disk.
  }
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, "wx", 0o600);
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } catch (error) {
    closeSync(file);
    rmSync(path, { force: true });
    throw error;
  }
  closeSync(file);
}
