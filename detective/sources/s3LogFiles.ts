import { mirroredFiles } from "../archive/pull/mirroredFiles";
import type { PullProgress } from "../archive/pull/pullArchive";
import { EventQuery, QueryError, Source } from "../source";
import { BucketReader, LogBucketClient } from "./bucketReader";
import { checkQuery } from "./checkQuery";
import { FileReading, ListFiles } from "./fileReading";
import { ListedFiles } from "./listedFiles";
import { Listed, listLogObjects } from "./listLogObjects";
import type { LogFile } from "./logFileList";
import { LogKey, parseLogKey } from "./logKey";
import { LogFilesOptions, LogScope, checkOptions } from "./logScope";

export type { LogBucketClient } from "./bucketReader";

/** Which bucket is read, and what of it. */
export interface S3LogFilesOptions extends LogFilesOptions {
  /** An S3 client in the bucket's Region, best with as many sockets as requests may run at once (64). */
  client: LogBucketClient;
  /** Its name, without `s3://`. */
  bucket: string;
  /** A folder of the bucket, or one object. @default the whole bucket */
  prefix?: string;
  /**
   * A folder that is brought up to date first, with what is read, and read instead of the bucket; see `pullArchive`.
   * @default the bucket is read
   */
  mirror?: string;
  /** How far the mirror is. */
  onMirror?: (progress: PullProgress) => void;
}

/** How many files are asked for ahead: of those, as many are on their way as the bucket serves well. */
export const S3_AHEAD = 64;

/**
 * CloudTrail's log files in a bucket, read as `logFiles` reads them from disk.
 *
 * The bucket is listed along CloudTrail's key layout, Regions and months side by side: other accounts, Regions and days
 * than those asked for are not listed, digests never. As many requests run at once as bring more throughput, and fewer
 * when S3 asks for that. An object that can't be read is named in the coverage and the rest goes on; so is a folder that
 * can't be listed.
 *
 * Reading throws QueryError where the bucket doesn't exist, or no log file lies under the prefix.
 * @throws QueryError on options that can't be meant
 */
export function s3LogFiles(place: S3LogFilesOptions): Source {
  const { bucket, prefix = "" } = place;
  checkBucket(bucket);
  checkOptions(place);
  const name = `log files in s3://${bucket}/${prefix}`;
  return {
    name,
    read(query: EventQuery = {}) {
      checkQuery(query, Date.now());
      const list: ListFiles = (scope, many) => listBucket(place, scope, many);
      return new FileReading(name, list, query, { concurrency: S3_AHEAD, ...place });
    },
  };
}

/**
 * The log files under a prefix, as far as a scope opens them.
 *
 * @param many called once there are many of them
 */
export async function listBucket(
  { client, bucket, prefix = "", mirror, onMirror: onProgress, signal }: S3LogFilesOptions,
  scope: LogScope,
  many?: () => void,
): Promise<ListedFiles> {
  checkBucket(bucket);
  const stop = signal && { signal };
  if (mirror !== undefined) {
    const watched = { ...stop, ...(onProgress && { onProgress }) };
    return mirroredFiles({ client, bucket, prefix, folder: mirror, ...watched }, scope, many);
  }
  const reader = new BucketReader(client, bucket, { ...stop });
  const files = new ListedFiles((entry) => new S3LogFile(reader, entry), many);
  const listed: Listed = { objects: 0, requests: 0, problems: files.problems };
  for await (const batch of listLogObjects(reader, prefix, scope, listed))
    for (const { key, size, etag } of batch) files.add(`${key}\n${size ?? ""}\n${etag ?? ""}`);
  return files;
}

class S3LogFile implements LogFile {
  private readonly object: string;
  private readonly size: number | undefined;
  private readonly etag: string;

  /** @param entry an object's key, and on lines of their own its size and its ETag where they are known */
  constructor(
    private readonly reader: BucketReader,
    entry: string,
  ) {
    const beforeEtag = entry.lastIndexOf("\n");
    const beforeSize = entry.lastIndexOf("\n", beforeEtag - 1);
    const size = entry.slice(beforeSize + 1, beforeEtag);
    this.object = entry.slice(0, beforeSize);
    this.size = size === "" ? undefined : Number(size);
    this.etag = entry.slice(beforeEtag + 1);
  }

  get name(): string {
    return `s3://${this.reader.bucket}/${this.object}`;
  }

  get key(): LogKey {
    return parseLogKey(this.object);
  }

  get version(): string | undefined {
    return this.etag === "" ? undefined : `${this.size} ${this.etag}`;
  }

  async read(): Promise<Buffer> {
    return (await this.reader.get(this.object, this.size)).bytes;
  }

  stream(longerThan: number): Promise<AsyncIterable<Buffer> | undefined> {
    const { size = 0 } = this;
    return Promise.resolve(size > longerThan ? this.reader.stream(this.object) : undefined);
  }
}

function checkBucket(bucket: string): void {
  if (bucket === "")
    throw new QueryError("bucket: the name is empty; give the bucket that the trail delivers to");
}
