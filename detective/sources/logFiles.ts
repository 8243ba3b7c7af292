import { createReadStream } from "node:fs";
import { open, readFile, readdir, realpath, stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { EventQuery, QueryError, Source } from "../source";
import { checkQuery } from "./checkQuery";
import { FileReading, LogFile, LogFileList } from "./fileReading";
import { parseLogKey } from "./logKey";
import { LogFilesOptions, LogScope, checkOptions } from "./logScope";

/**
 * CloudTrail's log files on disk: folders with all that is below them, or single files, gzip or not.
 *
 * Reads `{"Records": […]}` as delivered, lists and lines of records, and what `aws cloudtrail lookup-events` prints.
 * Events come in the order of the files and are handed out once; of a damaged file what is whole is read, and the
 * coverage names it. Of CloudTrail's key layout, only the folders are opened that the time range, `accounts` and
 * `regions` leave.
 *
 * Reading throws QueryError where a path doesn't exist or has no log file below it.
 * @throws QueryError on options that can't be meant
 */
export function logFiles(paths: string | readonly string[], options: LogFilesOptions = {}): Source {
  const given = typeof paths === "string" ? [paths] : [...paths];
  if (given.length === 0 || given.some((path) => path === ""))
    throw new QueryError("no log files to read: give the path of a folder or a file");
  checkOptions(options);
  const name = `log files in ${given.join(", ")}`;
  return {
    name,
    read(query: EventQuery = {}) {
      checkQuery(query, Date.now());
      return new FileReading(name, (scope) => listFiles(given, scope), query, options);
    },
  };
}

/** What the name alone says; other files are looked into. */
const LOG_NAME = /\.(json|jsonl|ndjson)(\.gz)?$|\.gz$/i;

/** The log files under paths, as far as a scope opens them. */
export async function listFiles(paths: readonly string[], scope: LogScope): Promise<LogFileList> {
  const list: LogFileList = { files: [], problems: [] };
  const walk = new Walk(scope, list);
  for (const path of paths) await walk.from(path);
  return list;
}

class Walk {
  private readonly visited = new Set<string>();

  constructor(
    private readonly scope: LogScope,
    private readonly list: LogFileList,
  ) {}

  async from(path: string): Promise<void> {
    let found;
    try {
      found = await stat(path);
    } catch (error) {
      throw new QueryError(
        `${path}: ${why(error)}; give the path of a folder or a file with CloudTrail's logs`,
      );
    }
    if (!found.isDirectory()) return this.add(path);
    const before = this.list.files.length;
    const passed = await this.folder(path);
    if (this.list.files.length === before && this.list.problems.length === 0 && !passed)
      throw new QueryError(
        `${path}: no log file is in this folder or below it; give one with .json or .json.gz files`,
      );
  }

  /** @returns whether something was passed over that is not asked for */
  private async folder(path: string): Promise<boolean> {
    if (!this.scope.opens(parseLogKey(resolve(path) + sep))) return true;
    let passed = false;
    let entries;
    try {
      // A link may lead back up.
      const real = await realpath(path);
      if (this.visited.has(real)) return false;
      this.visited.add(real);
      entries = await readdir(path);
    } catch (error) {
      this.list.problems.push({ file: path, reason: why(error) });
      return false;
    }
    for (const name of entries.sort()) {
      if (name.startsWith(".")) continue;
      const inner = join(path, name);
      try {
        const found = await stat(inner);
        if (found.isDirectory()) passed = (await this.folder(inner)) || passed;
        else if (!found.isFile()) continue;
        else if (!this.scope.opens(parseLogKey(resolve(inner)))) passed = true;
        else if (LOG_NAME.test(name) || (await looksLikeLog(inner))) this.add(inner);
      } catch (error) {
        this.list.problems.push({ file: inner, reason: why(error) });
      }
    }
    return passed;
  }

  private add(path: string): void {
    const file: LogFile = {
      name: path,
      key: parseLogKey(resolve(path)),
      read: async () => {
        try {
          return await readFile(path);
        } catch (error) {
          throw new Error(why(error), { cause: error });
        }
      },
      stream: async (longerThan) =>
        ((await stat(path).catch(() => undefined))?.size ?? 0) > longerThan
          ? createReadStream(path, { highWaterMark: 1024 * 1024 })
          : undefined,
    };
    this.list.files.push(file);
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

function why(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
      return "there is no such file or folder";
    case "EACCES":
    case "EPERM":
      return "this user may not read it";
    case "ENOTDIR":
      return "a part of the path is a file, not a folder";
    case "ERR_FS_FILE_TOO_LARGE":
      return "it is larger than 2 GB; split it";
    default:
      return message;
  }
}
