import { realpathSync, statSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { RecordScope } from "../../detect/recordScope";
import { ListedFiles } from "../../sources/listedFiles";
import { givenPaths, listFiles } from "../../sources/logFiles";
import { LogFile, LogFileList } from "../../sources/logFileList";
import { S3LogFilesOptions, listBucket } from "../../sources/s3LogFiles";
import { FilePlace, filePlace } from "../cache/filePlace";
import { FileVersion } from "../cache/cacheFormat";
import { folderVersion, plainFolders } from "../cache/plainFolders";
import { UNKNOWN_VERSION } from "../cache/versionStamp";

/** An archive that SQL is asked of. */
export interface QuerySource {
  /** For people: `log files in ./logs`. */
  readonly name: string;
  /** @throws QueryError where there is nothing to be read */
  list(scope: RecordScope, signal?: AbortSignal): Promise<LogFileList | ListedFiles>;
  placeOf(file: LogFile): FilePlace;
  /** The archive's own name, wherever it is asked from: a real path, or an `s3://` address. */
  identity(): Promise<string>;
  /** What stands before the name of each file in the archive. */
  readonly root: string;
  /** A file's name in the archive. */
  nameOf(file: LogFile): string;
  /** Changes when the file does, as far as can be told without reading it. */
  versionOf(file: LogFile): string;
  /** A single folder on disk, which can be looked at more quickly than by listing it; absent of all others. */
  readonly disk?: {
    readonly absolute: string;
    /** All its folders with their versions; undefined where they don't tell which files there are. */
    folders(): readonly FileVersion[] | undefined;
    /** Of a folder or a file by its path below. */
    folderVersion(folder: string): string;
    fileVersion(name: string): string;
  };
  /** How many files are read ahead. @default a few a thread */
  readonly ahead?: number;
}

/**
 * Log files on disk, as `logFiles` finds them.
 *
 * @throws QueryError where no path is given
 */
export function diskArchive(paths: string | readonly string[]): QuerySource {
  const given = givenPaths(paths);
  const root = given.length === 1 ? rootOf(given[0]!) : "";
  const nameOf = ({ name }: LogFile) => (name.startsWith(root) ? name.slice(root.length) : name);
  return {
    name: `log files in ${given.join(", ")}`,
    list: (scope, signal) => listFiles(given, scope, signal),
    placeOf: placesByFolder(root, given[0]!),
    ...(isFolder(given) && { disk: folderOnDisk(given[0]!) }),
    identity: async () => (await Promise.all(given.map((path) => realpath(path)))).join("\n"),
    root,
    nameOf,
    versionOf: ({ name }) => versionOnDisk(name),
  };
}

/** What a walk through a folder puts before the names of what is in it. */
function rootOf(path: string): string {
  return join(path, "x").slice(0, -1);
}

/**
 * Files of one folder, whose name says all, have one place.
 *
 * @param root what names of files begin with, below a folder that may be a link; "" where there are several
 */
function placesByFolder(root: string, folder: string): (file: LogFile) => FilePlace {
  let last = "";
  let place: FilePlace = {};
  const real = root === "" ? "" : join(realPath(folder), "x").slice(0, -1);
  return (file) => {
    const name = root !== "" && file.name.startsWith(root) ? real + file.name.slice(root.length) : file.name;
    const end = Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1;
    if (end > 0 && end === last.length && name.startsWith(last)) return place;
    const folder = filePlace(`${resolve(name.slice(0, end))}/`);
    if (folder.account === undefined || folder.region === undefined || folder.day === undefined)
      return filePlace(resolve(name));
    last = name.slice(0, end);
    return (place = folder);
  };
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function isFolder(given: readonly string[]): boolean {
  return given.length === 1 && statSync(given[0]!, { throwIfNoEntry: false })?.isDirectory() === true;
}

function folderOnDisk(path: string): NonNullable<QuerySource["disk"]> {
  const absolute = realPath(path);
  return {
    absolute,
    folders: () => plainFolders(absolute),
    folderVersion: (folder) => folderVersion(absolute, folder),
    fileVersion: (name) => versionOnDisk(`${absolute}/${name}`),
  };
}

/** A file that is changed and dated back has its change's time nevertheless. */
function versionOnDisk(path: string): string {
  try {
    const found = statSync(path);
    return `${found.size} ${found.mtimeMs} ${found.ctimeMs}`;
  } catch {
    return UNKNOWN_VERSION;
  }
}

/** The same in a bucket. */
export function s3Archive({
  client,
  bucket,
  prefix = "",
}: Pick<S3LogFilesOptions, "client" | "bucket" | "prefix">): QuerySource {
  const address = `s3://${bucket}/`;
  return {
    name: `log files in ${address}${prefix}`,
    list: (scope) => listBucket({ client, bucket, prefix }, scope),
    placeOf: ({ name }) => filePlace(name.slice(address.length)),
    identity: () => Promise.resolve(`${address}${prefix}`),
    root: address,
    nameOf: ({ name }) => name.slice(address.length),
    versionOf: ({ version }) => version ?? UNKNOWN_VERSION,
    ahead: 64,
  };
}
