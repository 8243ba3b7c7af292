import { type Dirent, opendirSync } from "node:fs";
import { open, realpath, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { METADATA_FILE } from "../archive/pull/mirrorPath";
import { QueryError } from "../source";
import { ListedFiles } from "./listedFiles";
import { parseLogKey } from "./logKey";
import { LogScope } from "./logScope";
import { NameStore } from "./nameStore";
import { whyUnreadable } from "./whyUnreadable";

/** What the name alone says; other files are looked into. */
const LOG_NAME = /\.(json|jsonl|ndjson)(\.gz)?$|\.gz$/i;

/** So many entries of a folder are read at once: each by itself takes twice the time. */
const BATCH = 512;

interface Root {
  readonly path: string;
  readonly real: string;
  readonly isFolder: boolean;
}

/**
 * Finds the log files of folders, in memory that grows with the length of their names alone.
 *
 * A link to what lies in a given folder is passed over, as that is read at its own place, unless this is a hidden one;
 * one that leads out of all of them is named and not followed.
 */
export class FileWalk {
  private roots: readonly Root[] = [];
  /** Where links led that were followed. */
  private readonly followed = new Set<string>();
  /** Something was passed over that is not asked for. */
  private passed = false;

  constructor(
    private readonly scope: LogScope,
    private readonly list: ListedFiles,
    private readonly signal?: AbortSignal,
  ) {}

  /** @throws QueryError where one doesn't exist or has no log file below it */
  async through(paths: readonly string[]): Promise<void> {
    const all: Root[] = [];
    for (const path of paths) all.push(await rootOf(path));
    this.roots = all.filter(
      (one, at) =>
        !all.some((other, place) =>
          one.real === other.real
            ? place < at
            : isListedIn(other, one.real) && (one.isFolder || LOG_NAME.test(one.real)),
        ),
    );
    for (const { path, isFolder } of this.roots) {
      if (!isFolder) {
        this.list.add(path);
        continue;
      }
      const before = this.list.length;
      this.passed = false;
      await this.folder(path);
      if (this.list.length === before && this.list.problems.length === 0 && !this.passed)
        throw new QueryError(
          `${path}: no log file is in this folder or below it; give one with .json or .json.gz files`,
        );
    }
  }

  private async folder(path: string): Promise<void> {
    const place = join(resolve(path), sep);
    if (!this.scope.opens(parseLogKey(place))) {
      this.passed = true;
      return;
    }
    const folders = new NameStore();
    const links = new NameStore();
    try {
      for await (const entries of inBatches(path)) {
        this.signal?.throwIfAborted();
        for (const entry of entries) {
          const { name } = entry;
          if (name.startsWith(".") || name === METADATA_FILE) continue;
          if (entry.isDirectory()) folders.add(name);
          else if (entry.isSymbolicLink()) links.add(name);
          else if (entry.isFile()) await this.file(join(path, name), place + name);
        }
      }
    } catch (error) {
      this.signal?.throwIfAborted();
      this.list.problems.push({ file: path, reason: whyUnreadable(error, path) });
    }
    for (const name of links.inOrder()) await this.link(join(path, name));
    for (const name of folders.inOrder()) await this.folder(join(path, name));
  }

  /** @param place its absolute path */
  private async file(path: string, place: string): Promise<void> {
    if (!this.scope.opens(parseLogKey(place))) {
      this.passed = true;
      return;
    }
    try {
      if (LOG_NAME.test(path) || (await looksLikeLog(path))) this.list.add(path);
    } catch (error) {
      this.list.problems.push({ file: path, reason: whyUnreadable(error, path) });
    }
  }

  private async link(path: string): Promise<void> {
    this.signal?.throwIfAborted();
    let target: string;
    let isFolder: boolean;
    try {
      target = await realpath(path);
      const found = await stat(target);
      isFolder = found.isDirectory();
      if (!isFolder && !found.isFile()) return;
    } catch (error) {
      this.list.problems.push({ file: path, reason: whyUnreadable(error, path) });
      return;
    }
    if (this.roots.some((root) => isListedIn(root, target))) return;
    if (!this.roots.some((root) => isBelow(root.real, target))) {
      const reason = `it is a link that leads out of the folder, to ${target}, and is not followed; give that path as well`;
      this.list.problems.push({ file: path, reason });
      return;
    }
    if (this.followed.has(target)) return;
    this.followed.add(target);
    await (isFolder ? this.folder(path) : this.file(path, resolve(path)));
  }
}

async function rootOf(path: string): Promise<Root> {
  try {
    const found = await stat(path);
    return { path, real: await realpath(path), isFolder: found.isDirectory() };
  } catch (error) {
    throw new QueryError(
      `${path}: ${whyUnreadable(error, path)}; give the path of a folder or a file with CloudTrail's logs`,
    );
  }
}

/** Whether a path is found by going down from a root: it lies below it, and in no hidden folder. */
function isListedIn({ real, isFolder }: Root, path: string): boolean {
  if (!isFolder || !isBelow(real, path)) return path === real;
  return !relative(real, path)
    .split(sep)
    .some((part) => part.startsWith("."));
}

function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** What is in a folder, with turns for others in between. */
async function* inBatches(path: string): AsyncGenerator<Dirent[]> {
  const folder = opendirSync(path, { bufferSize: BATCH });
  try {
    for (let entry = folder.readSync(); entry;) {
      const batch: Dirent[] = [];
      for (; entry && batch.length < BATCH; entry = folder.readSync()) batch.push(entry);
      yield batch;
      if (entry) await new Promise((done) => setImmediate(done));
    }
  } finally {
    folder.closeSync();
  }
}

/** By its first bytes: gzip, or a JSON object or list. */
async function looksLikeLog(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    const start = buffer.subarray(0, bytesRead);
    return (start[0] === 0x1f && start[1] === 0x8b) || /^\uFEFF?\s*[[{]\s*["{]/.test(start.toString("utf8"));
  } finally {
    await file.close();
  }
}
