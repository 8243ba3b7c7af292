import { isJsonObject } from "../json";
import { EventQuery, QueryError, Source } from "../source";
import { checkQuery } from "./checkQuery";
import { explainS3Error } from "./explainS3Error";
import { FileReading, LogFileList } from "./fileReading";
import { parseLogKey } from "./logKey";
import { LogFilesOptions, LogScope, checkOptions } from "./logScope";

/** The two calls that are used of an S3 client; the SDK's aggregated `S3` class fits. */
export interface LogBucketClient {
  listObjectsV2(input: {
    Bucket: string;
    Prefix?: string;
    Delimiter?: string;
    StartAfter?: string;
    ContinuationToken?: string;
  }): Promise<{
    Contents?: readonly { Key?: string; Size?: number }[];
    CommonPrefixes?: readonly { Prefix?: string }[];
    NextContinuationToken?: string;
  }>;
  getObject(input: {
    Bucket: string;
    Key: string;
  }): Promise<{ Body?: { transformToByteArray(): Promise<Uint8Array> } }>;
}

/** Which bucket is read, and what of it. */
export interface S3LogFilesOptions extends LogFilesOptions {
  /** An S3 client in the bucket's Region. */
  client: LogBucketClient;
  /** Its name, without `s3://`. */
  bucket: string;
  /** A folder of the bucket, or one object. @default the whole bucket */
  prefix?: string;
}

const GET_ATTEMPTS = 2;

/**
 * CloudTrail's log files in a bucket, read as `logFiles` reads them from disk.
 *
 * The bucket is listed along CloudTrail's key layout: other accounts, Regions and days than those asked for are not
 * listed, digests never. An object that can't be read is named in the coverage and the rest goes on; so is a folder
 * that can't be listed.
 *
 * Reading throws QueryError where the bucket doesn't exist, or no log file lies under the prefix.
 * @throws QueryError on options that can't be meant
 */
export function s3LogFiles({ client, bucket, prefix = "", ...options }: S3LogFilesOptions): Source {
  if (bucket === "")
    throw new QueryError("bucket: the name is empty; give the bucket that the trail delivers to");
  checkOptions(options);
  const name = `log files in s3://${bucket}/${prefix}`;
  return {
    name,
    read(query: EventQuery = {}) {
      checkQuery(query, Date.now());
      const list = (scope: LogScope) => new Listing(client, bucket, scope).under(prefix);
      return new FileReading(name, list, query, options);
    },
  };
}

/** The log files under a prefix, as far as a scope opens them. */
export function listBucket(
  { client, bucket, prefix }: Required<Pick<S3LogFilesOptions, "client" | "bucket" | "prefix">>,
  scope: LogScope,
): Promise<LogFileList> {
  if (bucket === "")
    throw new QueryError("bucket: the name is empty; give the bucket that the trail delivers to");
  return new Listing(client, bucket, scope).under(prefix);
}

/** Goes down the folders as far as they tell accounts, kinds and Regions apart, and lists the rest at one go. */
class Listing {
  private readonly list: LogFileList = { files: [], problems: [] };
  private passed = false;

  constructor(
    private readonly client: LogBucketClient,
    private readonly bucket: string,
    private readonly scope: LogScope,
  ) {}

  async under(prefix: string): Promise<LogFileList> {
    const isFolder = prefix === "" || prefix.endsWith("/");
    await (isFolder ? this.folder(prefix) : this.folderOrObject(prefix));
    if (this.list.files.length === 0 && this.list.problems.length === 0 && !this.passed) {
      throw new QueryError(
        `s3://${this.bucket}/${prefix}: no log file is there; give the prefix that holds AWSLogs/, or one below it`,
      );
    }
    return this.list;
  }

  /** `logs` is the folder `logs/` or an object of that name, not `logs-of-others/`. */
  private async folderOrObject(prefix: string): Promise<void> {
    const folders = await this.page({ Prefix: prefix, Delimiter: "/" }, (key) => {
      if (key === prefix) this.add(key);
      return true;
    });
    if (folders.includes(`${prefix}/`)) await this.folder(`${prefix}/`);
  }

  private async folder(prefix: string): Promise<void> {
    const { region, from } = parseLogKey(prefix);
    if (region !== undefined) return this.days(prefix, from === undefined);
    const folders = await this.page({ Prefix: prefix, Delimiter: "/" }, (key) => {
      this.add(key);
      return true;
    });
    for (const folder of folders) {
      if (this.scope.opens(parseLogKey(folder))) await this.folder(folder);
      else this.passed = true;
    }
  }

  /** Everything of a Region, in the order of its days: from the first day asked for to the last. */
  private async days(prefix: string, whole: boolean): Promise<void> {
    const { from, to } = this.scope.delivered;
    const start = whole && Number.isFinite(from) ? prefix + dayOf(from) : undefined;
    if (start !== undefined) this.passed = true;
    await this.page({ Prefix: prefix, ...(start !== undefined && { StartAfter: start }) }, (key) => {
      this.add(key);
      return (parseLogKey(key).from ?? -Infinity) <= to;
    });
  }

  private add(key: string): void {
    // An empty object that ends in a slash stands for a folder.
    if (key.endsWith("/")) return;
    if (!this.scope.opens(parseLogKey(key))) this.passed = true;
    else if (!/\.(?!jsonl?$|ndjson$|gz$)\w+$/i.test(key)) {
      this.list.files.push({
        name: `s3://${this.bucket}/${key}`,
        key: parseLogKey(key),
        read: () => this.get(key),
      });
    }
  }

  /**
   * Lists page by page, as long as `take` wants more keys; the folders are returned.
   *
   * A failure is noted, not thrown, but for a bucket that isn't there.
   */
  private async page(
    input: { Prefix: string; Delimiter?: string; StartAfter?: string },
    take: (key: string) => boolean,
  ): Promise<string[]> {
    const folders: string[] = [];
    const seen = new Set<string>();
    let token: string | undefined;
    try {
      do {
        const page = await this.client.listObjectsV2({
          Bucket: this.bucket,
          ...input,
          ...(token !== undefined && { ContinuationToken: token }),
        });
        for (const { Prefix } of page.CommonPrefixes ?? []) if (Prefix) folders.push(Prefix);
        for (const { Key } of page.Contents ?? []) if (Key && !take(Key)) return folders;
        token = page.NextContinuationToken;
        if (token !== undefined && seen.has(token))
          throw new Error("S3 returned the same page token twice; stopped to not read in a circle");
        if (token !== undefined) seen.add(token);
      } while (token !== undefined);
    } catch (error) {
      if (isJsonObject(error) && error.name === "NoSuchBucket")
        throw new QueryError(
          `s3://${this.bucket}: there is no such bucket; check its name, and the endpoint`,
        );
      const { region } = parseLogKey(input.Prefix);
      this.list.problems.push({
        file: `s3://${this.bucket}/${input.Prefix}`,
        reason: `could not be listed to the end: ${sentence(explainS3Error(error, { action: "s3:ListBucket", bucket: this.bucket }))}`,
        ...(region !== undefined && { region }),
      });
    }
    return folders;
  }

  /** The client repeats requests that fail, but not an answer that breaks off in the middle. */
  private async get(key: string): Promise<Buffer> {
    for (let attempt = 1; ; attempt++) {
      try {
        const { Body } = await this.client.getObject({ Bucket: this.bucket, Key: key });
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
        return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      } catch (error) {
        if (attempt < GET_ATTEMPTS && !isAnswer(error)) continue;
        const reason = sentence(explainS3Error(error, { action: "s3:GetObject", bucket: this.bucket }));
        throw new Error(reason, { cause: error });
      }
    }
  }
}

/** Whether S3 itself said no. */
function isAnswer(error: unknown): boolean {
  const metadata = isJsonObject(error) ? error.$metadata : undefined;
  const status = isJsonObject(metadata) ? metadata.httpStatusCode : undefined;
  return typeof status === "number" && status >= 300 && status < 500;
}

/** What follows brings its own full stop. */
function sentence(text: string): string {
  return text.replace(/\.$/, "");
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10).replaceAll("-", "/");
}
