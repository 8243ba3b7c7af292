import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { QueryError } from "../../source";
import type { LogBucketClient } from "../../sources/bucketReader";
import type { FileProblems } from "../../sources/fileGaps";
import { LogFilesOptions, LogScope, checkOptions } from "../../sources/logScope";
import { lockFolder } from "../folderLock";
import { OWN_FOLDER } from "./mirrorPath";
import { Pull } from "./pull";
import { PullScope } from "./pullScope";
import { isFatal, whyNotWritten } from "./whyNotWritten";

/** Which bucket is mirrored where. */
export interface MirrorOptions {
  /** An S3 client in the bucket's Region, best with as many sockets as requests may run at once (64). */
  client: LogBucketClient;
  /** Its name, without `s3://`. */
  bucket: string;
  /** A folder of the bucket, or one object. @default the whole bucket */
  prefix?: string;
  /** The folder of the mirror; made where it isn't there. */
  folder: string;
  /** Ends it: what was fetched stays, and the next pull goes on from there. */
  signal?: AbortSignal;
  onProgress?: (progress: PullProgress) => void;
}

/** Which bucket is mirrored where, and what of it. */
export interface PullOptions
  extends MirrorOptions, Pick<LogFilesOptions, "accounts" | "regions" | "deliveryDays"> {
  /** Digests too, and their metadata. @default true */
  digests?: boolean;
  /** From when on; by the days of delivery, from the day before. @default all there is */
  startTime?: Date;
  /** Up to when; by the days of delivery, to `deliveryDays` after. @default now */
  endTime?: Date;
}

/** How far a pull is. */
export interface PullProgress {
  /** Objects that were looked at. */
  looked: number;
  fetched: number;
  /** That were fetched. */
  bytes: number;
  unchanged: number;
  /** The most that were on their way at once. */
  concurrency: number;
}

/** What a pull came to. */
export interface PullSummary extends PullProgress {
  /** Objects whose content is another than when they were mirrored before; the earlier file is kept. */
  changed: Named<{ key: string; earlier: string }>;
  /** Objects that the mirror holds and S3 no longer has. */
  gone: Named<string>;
  /** What could not be listed, read or written. */
  problems: FileProblems;
  /** How many objects `object-metadata.json` tells of. */
  metadata?: number;
  /** Why it ended before its end: `interrupted`, or what made it impossible to go on. */
  stopped?: string;
}

/** How many there are, and the first of them. */
export interface Named<T> {
  count: number;
  first: T[];
}

/**
 * Mirrors CloudTrail's objects of a bucket in a folder, each under its key, as they are; a further pull fetches what is
 * new or changed since.
 *
 * Each time the bucket is listed anew (a delivery may come late), and an object is fetched where the mirror has none, or
 * one of another size, ETag or time. Nothing is deleted: what S3 no longer has stays and is named, and of an object that
 * changed the earlier file is kept in `.audit-trail/earlier`. What S3 keeps of digests beside their bytes goes into
 * `object-metadata.json`, for `validate`. Keys that can't be paths, and objects that can't be read, are named in the
 * summary and the rest goes on.
 *
 * Throws QueryError where the bucket doesn't exist, nothing of CloudTrail's lies under the prefix, the folder can't be
 * written or is another bucket's mirror.
 */
export async function pullArchive(options: PullOptions): Promise<PullSummary> {
  const { bucket, digests = true, startTime, endTime } = options;
  if (bucket === "")
    throw new QueryError("bucket: the name is empty; give the bucket that the trail delivers to");
  checkOptions(options);
  const scope = new PullScope(
    { ...(startTime && { startTime }), ...(endTime && { endTime }) },
    options,
    digests,
  );
  return pullScope(options, scope);
}

/** The same of what a scope opens. */
export async function pullScope(options: MirrorOptions, scope: LogScope): Promise<PullSummary> {
  const { folder } = options;
  try {
    await mkdir(join(folder, OWN_FOLDER), { recursive: true });
    const release = lockFolder(join(folder, OWN_FOLDER, "lock"), {
      doing: "writes to this mirror",
      refusal: QueryError,
    });
    try {
      return await new Pull(options, scope).run();
    } finally {
      release();
    }
  } catch (error) {
    const why = whyNotWritten(error, folder);
    if (why === undefined) throw error;
    throw isFatal(error) ? new Error(why, { cause: error }) : new QueryError(`${folder}: ${why}`);
  }
}
