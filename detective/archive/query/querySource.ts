import { resolve } from "node:path";
import { RecordScope } from "../../detect/recordScope";
import { ListedFiles } from "../../sources/listedFiles";
import { givenPaths, listFiles } from "../../sources/logFiles";
import { LogFile, LogFileList } from "../../sources/logFileList";
import { S3LogFilesOptions, listBucket } from "../../sources/s3LogFiles";
import { FilePlace, filePlace } from "../cache/filePlace";

/** An archive that SQL is asked of. */
export interface QuerySource {
  /** For people: `log files in ./logs`. */
  readonly name: string;
  /** @throws QueryError where there is nothing to be read */
  list(scope: RecordScope, signal?: AbortSignal): Promise<LogFileList | ListedFiles>;
  placeOf(file: LogFile): FilePlace;
}

/**
 * Log files on disk, as `logFiles` finds them.
 *
 * @throws QueryError where no path is given
 */
export function diskArchive(paths: string | readonly string[]): QuerySource {
  const given = givenPaths(paths);
  return {
    name: `log files in ${given.join(", ")}`,
    list: (scope, signal) => listFiles(given, scope, signal),
    placeOf: ({ name }) => filePlace(resolve(name)),
  };
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
  };
}
