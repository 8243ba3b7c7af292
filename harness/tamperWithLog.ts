import { gunzipSync, gzipSync } from "node:zlib";
import type { S3 } from "@aws-sdk/client-s3";

/** The calls that changing a log file takes; the SDK's `S3` fits. */
export type LogWriter = Pick<S3, "getObject" | "putObject" | "deleteObject" | "headObject">;

/** A log file that was changed on purpose. */
export interface TamperedLog {
  key: string;
  /** What was done to it, as in "after … in <key>". */
  what: string;
  /** Takes the change away again: the object's older version, which was never gone, is the current one then. */
  restore(): Promise<void>;
}

/**
 * Cuts a record out of a delivered log file, as somebody would who wants it forgotten: the file is put again under its key.
 *
 * @param eventName the record to cut out; where no file has one, the first record of the last file goes
 * @returns undefined where the bucket keeps no older versions: nothing is changed that couldn't be restored
 */
export async function tamperWithLog(
  s3: LogWriter,
  { bucketName: Bucket, keys, eventName }: { bucketName: string; keys: readonly string[]; eventName: string },
): Promise<TamperedLog | undefined> {
  const found = await fileWith(s3, Bucket, keys, eventName);
  if (found === undefined || found.version === undefined) return undefined;
  const { key, records, version } = found;
  const at = Math.max(0, records.findIndex(named(eventName)));
  const cut = records[at]?.eventName ?? "a record";
  const Body = gzipSync(JSON.stringify({ Records: records.toSpliced(at, 1) }));
  const { VersionId } = await s3.putObject({ Bucket, Key: key, Body, ContentType: "application/x-gzip" });
  if (VersionId === undefined || VersionId === version)
    throw new Error(`s3://${Bucket}/${key} was overwritten, though the bucket said that it keeps versions`);
  return {
    key,
    what: `the record of ${cut} was cut out`,
    async restore() {
      await s3.deleteObject({ Bucket, Key: key, VersionId });
      const { VersionId: now } = await s3.headObject({ Bucket, Key: key });
      if (now !== version)
        throw new Error(`s3://${Bucket}/${key} is not the version that CloudTrail delivered`);
    },
  };
}

interface LogRecord {
  eventName?: string;
}

interface LogFile {
  key: string;
  records: LogRecord[];
  version: string | undefined;
}

async function fileWith(
  s3: LogWriter,
  Bucket: string,
  keys: readonly string[],
  eventName: string,
): Promise<LogFile | undefined> {
  let last: LogFile | undefined;
  for (const key of keys) {
    const { Body, VersionId } = await s3.getObject({ Bucket, Key: key });
    const text = gunzipSync((await Body?.transformToByteArray()) ?? "").toString("utf8");
    const { Records: records = [] } = JSON.parse(text) as { Records?: LogRecord[] };
    // What a bucket without versions answers.
    last = { key, records, version: VersionId === "null" ? undefined : VersionId };
    if (records.some(named(eventName))) return last;
  }
  return last;
}

function named(eventName: string): (record: LogRecord) => boolean {
  return (record) => record.eventName === eventName;
}
