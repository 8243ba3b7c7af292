import { createReadStream } from "node:fs";
import { mkdir, open, readFile, rm, stat, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { isJsonObject } from "../../json";
import { QueryError } from "../../source";
import { compareKeys } from "../../sources/compareKeys";
import { mergedByKey } from "./mergedByKey";
import { OWN_FOLDER } from "./mirrorPath";
import { writeWhole } from "./writeWhole";

/** What is known of an object that the mirror holds. */
export interface MirrorEntry {
  key: string;
  /** In bytes. */
  size: number;
  etag?: string;
  /** When S3 had it last written, in ms since 1970. */
  modified?: number;
  /** What its `x-amz-meta-` headers said, without that beginning; of digests. */
  metadata?: Record<string, string>;
}

const WRITE_BYTES = 64 * 1024;

/**
 * What a mirror holds, on disk: a line of JSON an object, in the order of their keys, so that it is compared with S3's
 * lists and renewed line by line, in memory that doesn't grow with it.
 *
 * What a pull finds out is written beside it and put together with it in the end; where that end never came, by the
 * next one.
 */
export class MirrorState {
  private readonly path: string;
  private readonly runningPath: string;
  private running?: FileHandle;
  private buffered = "";
  private lastKey = "";
  /** Undefined of what another pull left. */
  private sorted?: boolean;

  constructor(private readonly folder: string) {
    this.path = join(folder, OWN_FOLDER, "objects.jsonl");
    this.runningPath = join(folder, OWN_FOLDER, "running.jsonl");
  }

  /**
   * Makes the mirror one of a bucket, and puts together what a pull left that was killed.
   *
   * @throws QueryError where it is another bucket's
   */
  async open(bucket: string): Promise<void> {
    await mkdir(join(this.folder, OWN_FOLDER), { recursive: true });
    const path = join(this.folder, OWN_FOLDER, "bucket");
    const known = (await readFile(path, "utf8").catch(() => "")).trim();
    if (known !== "" && known !== bucket) {
      throw new QueryError(
        `${this.folder}: this folder is a mirror of s3://${known}; give s3://${bucket} a folder of its own, so that their objects don't mix`,
      );
    }
    if (known === "") await writeWhole(path, [`${bucket}\n`]);
    if (await stat(this.runningPath).catch(() => undefined)) await this.merge();
    this.sorted = true;
    this.running = await open(this.runningPath, "w");
  }

  /** In the order of their keys. */
  entries(): AsyncGenerator<MirrorEntry, void> {
    return entriesIn(this.path);
  }

  async add(entry: MirrorEntry): Promise<void> {
    if (compareKeys(this.lastKey, entry.key) > 0) this.sorted = false;
    this.lastKey = entry.key;
    this.buffered += `${JSON.stringify(entry)}\n`;
    if (this.buffered.length >= WRITE_BYTES) await this.flush();
  }

  /** Puts what was added together with what was known. */
  async close(): Promise<void> {
    await this.flush();
    await this.running?.close();
    this.running = undefined;
    await this.merge();
  }

  private async flush(): Promise<void> {
    const text = this.buffered;
    this.buffered = "";
    if (text !== "") await this.running?.appendFile(text);
  }

  private async merge(): Promise<void> {
    const sorted = this.sorted ?? (await isSorted(this.runningPath));
    const added = sorted ? entriesIn(this.runningPath) : sortedEntries(this.runningPath);
    await writeWhole(this.path, linesOf(mergedByKey(this.entries(), added)));
    await rm(this.runningPath, { force: true });
  }
}

async function* linesOf(entries: AsyncIterable<MirrorEntry>): AsyncGenerator<string, void> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}

async function isSorted(path: string): Promise<boolean> {
  let last = "";
  for await (const { key } of entriesIn(path)) {
    if (compareKeys(last, key) > 0) return false;
    last = key;
  }
  return true;
}

/** Only where a list was not in the order that S3's are in: then all of them are held. */
async function* sortedEntries(path: string): AsyncGenerator<MirrorEntry, void> {
  const latest = new Map<string, MirrorEntry>();
  for await (const entry of entriesIn(path)) latest.set(entry.key, entry);
  yield* [...latest.values()].sort((a, b) => compareKeys(a.key, b.key));
}

/** A line that is none (the last one of a pull that was killed) stands for nothing: its object is looked at again. */
async function* entriesIn(path: string): AsyncGenerator<MirrorEntry, void> {
  if (!(await stat(path).catch(() => undefined))) return;
  const lines = createInterface({
    input: createReadStream(path, { highWaterMark: 256 * 1024 }),
    crlfDelay: Infinity,
  });
  try {
    for await (const line of lines) {
      const entry = entryOf(line);
      if (entry) yield entry;
    }
  } finally {
    lines.close();
  }
}

function entryOf(line: string): MirrorEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isJsonObject(value) || typeof value.key !== "string" || typeof value.size !== "number")
    return undefined;
  const { key, size, etag, modified, metadata } = value;
  return {
    key,
    size,
    ...(typeof etag === "string" && { etag }),
    ...(typeof modified === "number" && { modified }),
    ...(isJsonObject(metadata) && { metadata: metadata as Record<string, string> }),
  };
}
