import { checkQuery } from "../sources/checkQuery";
import { ListFiles } from "../sources/fileReading";
import { givenPaths, listFiles } from "../sources/logFiles";
import { LogFilesOptions, checkOptions } from "../sources/logScope";
import { S3LogFilesOptions, S3_AHEAD, listBucket } from "../sources/s3LogFiles";
import { RecordFileReading } from "./recordFileReading";
import { RecordSource } from "./recordReading";

/**
 * The records of log files on disk as they were delivered: what `logFiles` reads, with nothing put right, taken out or
 * counted once.
 *
 * A record's index counts every entry of its file's list, or every line that isn't blank, whatever it holds; of several
 * documents on lines, their entries. Files of any length are read in bounded memory.
 * @throws QueryError on options that can't be meant
 */
export function fileRecords(paths: string | readonly string[], options: LogFilesOptions = {}): RecordSource {
  const given = givenPaths(paths);
  const list: ListFiles = (scope, many) => listFiles(given, scope, options.signal, many);
  return sourceOf(`log files in ${given.join(", ")}`, list, options);
}

/**
 * The same of log files in a bucket.
 *
 * @throws QueryError on options that can't be meant
 */
export function s3FileRecords(options: S3LogFilesOptions): RecordSource {
  const { bucket, prefix = "" } = options;
  const list: ListFiles = (scope, many) => listBucket(options, scope, many);
  return sourceOf(`log files in s3://${bucket}/${prefix}`, list, { concurrency: S3_AHEAD, ...options });
}

function sourceOf(name: string, list: ListFiles, options: LogFilesOptions): RecordSource {
  checkOptions(options);
  return {
    name,
    read(query = {}) {
      checkQuery(query, Date.now());
      return new RecordFileReading(name, list, query, options);
    },
  };
}
