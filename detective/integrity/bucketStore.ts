import { setMaxListeners } from "node:events";
import { isJsonObject } from "../json";
import {
  BucketReader,
  type BucketReaderOptions,
  type LogBucketClient,
  type ObjectPage,
} from "../sources/bucketReader";
import { explainS3Error } from "../sources/explainS3Error";
import { ObjectMissing, type ListedObject, type ObjectLevel, type ObjectStore } from "./objectStore";

/** So many wait for the reader, which decides how many are on their way. */
const CONCURRENCY = 64;
/** An organization has fewer accounts. */
const MOST_FOLDERS = 20_000;

/** So many beside folders are told. */
const MOST_OBJECTS = 1000;

/** A bucket as a store of log files and digests. */
export function bucketStore(
  client: LogBucketClient,
  bucket: string,
  options: BucketReaderOptions = {},
): ObjectStore {
  // Each request listens to it.
  if (options.signal) setMaxListeners(0, options.signal);
  const reader = new BucketReader(client, bucket, options);
  return {
    name: `s3://${bucket}`,
    bucket,
    concurrency: CONCURRENCY,
    async level(prefix) {
      const level: ObjectLevel = { folders: [], objects: [] };
      for await (const page of pages(reader, { Prefix: prefix, Delimiter: "/" })) {
        for (const { Prefix } of page.CommonPrefixes ?? []) if (Prefix) level.folders.push(Prefix);
        for (const { Key } of page.Contents ?? [])
          if (Key && !Key.endsWith("/") && level.objects.length < MOST_OBJECTS) level.objects.push(Key);
        if (level.folders.length <= MOST_FOLDERS) continue;
        throw new Error(
          `s3://${bucket}/${prefix} has more than ${MOST_FOLDERS} folders; give the prefix that holds AWSLogs/`,
        );
      }
      return level;
    },
    async *objects(prefix, after): AsyncGenerator<ListedObject> {
      const input = { Prefix: prefix, ...(after !== undefined && { StartAfter: after }) };
      for await (const page of pages(reader, input)) {
        for (const { Key, Size, ETag } of page.Contents ?? []) {
          if (!Key || Key.endsWith("/")) continue;
          yield {
            key: Key,
            ...(Size !== undefined && { size: Size }),
            ...(ETag !== undefined && { tag: ETag }),
          };
        }
      }
    },
    async read(key) {
      try {
        const { bytes, metadata } = await reader.get(key);
        return { bytes, metadata };
      } catch (error) {
        const { cause } = error as Error;
        if (isJsonObject(cause) && (cause.name === "NoSuchKey" || cause.name === "NotFound"))
          throw new ObjectMissing("there is no such object", { cause: error });
        throw error;
      }
    },
  };
}

/** The next page is asked for while one is looked at. */
async function* pages(
  reader: BucketReader,
  input: { Prefix: string; Delimiter?: string; StartAfter?: string },
) {
  const seen = new Set<string>();
  const ask = (token?: string): Promise<ObjectPage> => {
    const page = reader.page({ ...input, ...(token !== undefined && { ContinuationToken: token }) });
    page.catch(() => {});
    return page;
  };
  try {
    let next: Promise<ObjectPage> | undefined = ask();
    while (next) {
      const page: ObjectPage = await next;
      const token = page.NextContinuationToken;
      if (token !== undefined && seen.has(token))
        throw new Error("S3 returned the same page token twice; stopped to not read in a circle");
      if (token !== undefined) seen.add(token);
      next = token === undefined ? undefined : ask(token);
      yield page;
    }
  } catch (error) {
    const why = explainS3Error(error, { action: "s3:ListBucket", bucket: reader.bucket });
    throw new Error(`s3://${reader.bucket}/${input.Prefix} could not be listed: ${why.replace(/\.$/, "")}`, {
      cause: error,
    });
  }
}
