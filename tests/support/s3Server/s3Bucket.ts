import { createHash } from "node:crypto";
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** An object as the server holds it: its bytes, or the file that has them. */
export interface S3Object {
  body: Buffer | { path: string; size: number };
  /** What its `x-amz-meta-` headers say, without that beginning. */
  metadata?: Readonly<Record<string, string>>;
  /** @default 2026-01-01 */
  lastModified?: Date;
  /** Other headers, for example `x-amz-server-side-encryption-aws-kms-key-id`. */
  headers?: Readonly<Record<string, string>>;
  /** @default "STANDARD" */
  storageClass?: string;
}

export interface S3PageRequest {
  prefix: string;
  delimiter: string;
  /** Keys and folders up to this one are left out. */
  after: string;
  max: number;
}

export interface S3Page {
  keys: string[];
  folders: string[];
  /** What the next page begins after; absent on the last one. */
  next?: string;
}

/** What a server serves under a bucket's name; `memoryBucket` and `folderBucket` make one. */
export interface S3Bucket {
  region: string;
  page(request: S3PageRequest): S3Page;
  get(key: string): S3Object | undefined;
  put(key: string, object: S3Object): void;
  delete(key: string): void;
}

/** A bucket whose objects are given, and can be put and deleted. */
export class MemoryBucket implements S3Bucket {
  private readonly objects = new Map<string, S3Object>();
  private sorted?: string[];

  constructor(
    objects: Readonly<Record<string, S3Object | Buffer | string>> = {},
    readonly region = "us-east-1",
  ) {
    for (const [key, object] of Object.entries(objects)) {
      const body = typeof object === "string" ? Buffer.from(object) : object;
      this.put(key, Buffer.isBuffer(body) ? { body } : body);
    }
  }

  get(key: string): S3Object | undefined {
    return this.objects.get(key);
  }

  put(key: string, object: S3Object): void {
    if (!this.objects.has(key)) this.sorted = undefined;
    this.objects.set(key, object);
  }

  delete(key: string): void {
    if (this.objects.delete(key)) this.sorted = undefined;
  }

  keys(): readonly string[] {
    return (this.sorted ??= [...this.objects.keys()].sort(byBytes));
  }

  page({ prefix, delimiter, after, max }: S3PageRequest): S3Page {
    const keys = this.keys();
    const page: Required<Omit<S3Page, "next">> = { keys: [], folders: [] };
    let last = "";
    // A folder that was named stands for all that is in it.
    const isFolder = delimiter !== "" && after.length > prefix.length && after.endsWith(delimiter);
    const start = isFolder ? `${after}\u{10FFFF}` : after;
    let at = start >= prefix ? firstFrom(keys, start) : firstFrom(keys, prefix);
    if (keys[at] === start && start !== "") at++;
    while (at < keys.length && keys[at]!.startsWith(prefix)) {
      if (page.keys.length + page.folders.length === max) return { ...page, next: last };
      const key = keys[at]!;
      const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
      if (end < 0) {
        page.keys.push((last = key));
        at++;
      } else {
        page.folders.push((last = key.slice(0, end + delimiter.length)));
        at = firstFrom(keys, `${last}\u{10FFFF}`);
      }
    }
    return page;
  }
}

/** A bucket with the files below a folder as its objects, each under its path; read when it is asked for. */
export async function folderBucket(
  folder: string,
  {
    region,
    metadata = {},
  }: { region?: string; metadata?: Readonly<Record<string, Readonly<Record<string, string>>>> } = {},
): Promise<MemoryBucket> {
  const bucket = new MemoryBucket({}, region);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const key = path.slice(folder.replace(/\/*$/, "/").length);
    const { size, mtime } = await stat(path);
    bucket.put(key, {
      body: { path, size },
      lastModified: mtime,
      ...(metadata[key] && { metadata: metadata[key] }),
    });
  }
  return bucket;
}

export function sizeOf({ body }: S3Object): number {
  return Buffer.isBuffer(body) ? body.length : body.size;
}

export async function bytesOf({ body }: S3Object): Promise<Buffer> {
  return Buffer.isBuffer(body) ? body : readFile(body.path);
}

/** As S3 makes it of an object that was put at one go; of a file, of its place and length. */
export function etagOf({ body }: S3Object): string {
  const said = Buffer.isBuffer(body) ? body : `${body.path} ${body.size}`;
  return `"${createHash("md5").update(said).digest("hex")}"`;
}

/** S3 sorts keys by their UTF-8 bytes. */
function byBytes(a: string, b: string): number {
  if (/[\uD800-\uFFFF]/.test(a) || /[\uD800-\uFFFF]/.test(b))
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Where the first key from `text` on lies. */
function firstFrom(keys: readonly string[], text: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (byBytes(keys[middle]!, text) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
