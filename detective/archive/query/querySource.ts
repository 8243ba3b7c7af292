import { statSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { RecordScope } from "../../detect/recordScope";
import { ListedFiles } from "../../sources/listedFiles";
import { givenPaths, listFiles } from "../../sources/logFiles";
import { LogFile, LogFileList } from "../../sources/logFileList";
import { S3LogFilesOptions, listBucket } from "../../sources/s3LogFiles";
import { FilePlace, filePlace } from "../cache/filePlace";
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
    placeOf: ({ name }) => filePlace(resolve(name)),
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
