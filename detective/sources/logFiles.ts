import { EventQuery, QueryError, Source } from "../source";
import { checkQuery } from "./checkQuery";
import { diskFile } from "./diskFile";
import { FileReading, ListFiles } from "./fileReading";
import { FileWalk } from "./fileWalk";
import { ListedFiles } from "./listedFiles";
import { LogFilesOptions, LogScope, checkOptions } from "./logScope";

/**
 * CloudTrail's log files on disk: folders with all that is below them, or single files, gzip or not.
 *
 * Reads `{"Records": […]}` as delivered, lists and lines of records, and what `aws cloudtrail lookup-events` prints.
 * Events come in the order of the files and are handed out once; of a damaged file what is whole is read, and the
 * coverage names it. Of CloudTrail's key layout, only the folders are opened that the time range, `accounts` and
 * `regions` leave. A link that leads out of a given folder is named and not followed.
 *
 * Reading throws QueryError where a path doesn't exist or has no log file below it.
 * @throws QueryError on options that can't be meant
 */
export function logFiles(paths: string | readonly string[], options: LogFilesOptions = {}): Source {
  const given = givenPaths(paths);
  checkOptions(options);
  const name = `log files in ${given.join(", ")}`;
  return {
    name,
    read(query: EventQuery = {}) {
      checkQuery(query, Date.now());
      const list: ListFiles = (scope, many) => listFiles(given, scope, options.signal, many);
      return new FileReading(name, list, query, options);
    },
  };
}

/** @throws QueryError where there are none, or an empty one */
export function givenPaths(paths: string | readonly string[]): readonly string[] {
  const given = typeof paths === "string" ? [paths] : [...paths];
  if (given.length === 0 || given.some((path) => path === ""))
    throw new QueryError("no log files to read: give the path of a folder or a file");
  return given;
}

/**
 * The log files under paths, as far as a scope opens them.
 *
 * @param many called once there are many of them
 * @throws QueryError where a path doesn't exist or has no log file below it
 */
export async function listFiles(
  paths: readonly string[],
  scope: LogScope,
  signal?: AbortSignal,
  many?: () => void,
): Promise<ListedFiles> {
  const list = new ListedFiles(diskFile, many);
  await new FileWalk(scope, list, signal).through(paths);
  return list;
}
