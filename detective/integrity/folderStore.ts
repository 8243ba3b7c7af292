import { statSync } from "node:fs";
import { readFile, readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { isJsonObject, type JsonObject } from "../json";
import { ownLines } from "../archive/pull/objectMetadata";
import { hashContent, type HashedContent } from "./hashContent";
import { HashThreads } from "./hashThreads";
import { fileError, readWhole, readWholeHere } from "./readWhole";
import { ObjectMissing, type ListedObject, type ObjectLevel, type ObjectStore } from "./objectStore";

/** What a plain copy loses, kept beside it. */
export const METADATA_FILE = "object-metadata.json";

/** So many wait for the threads, which get several at once. */
const CONCURRENCY = 128;
/** Fewer files than that are hashed before a thread has started. */
const FEW = 64;

/**
 * A copy of a bucket on disk: its objects by their keys, and beside them `object-metadata.json` with what S3 kept of
 * each.
 *
 * @param shift what a copy of a part of the bucket left out: the beginning of each key
 * @throws Error where the metadata are there and can't be read
 */
export async function folderStore(
  folder: string,
  { bucket, shift = "" }: { bucket?: string; shift?: string } = {},
): Promise<FolderStore> {
  return new FolderStore(folder, await readMetadata(join(folder, METADATA_FILE)), bucket, shift);
}

export class FolderStore implements ObjectStore {
  readonly name: string;
  readonly concurrency = CONCURRENCY;
  private threads: HashThreads | undefined;
  private hashed = 0;

  constructor(
    private readonly folder: string,
    /** By key; undefined where there are none. */
    readonly metadata: ReadonlyMap<string, Readonly<Record<string, string>>> | undefined,
    readonly bucket: string | undefined,
    /** What each key begins with, and the folder leaves out. */
    readonly shift: string,
  ) {
    this.name = folder;
  }

  /** The same folder, as a copy of a part of the bucket. */
  shifted(shift: string): FolderStore {
    return new FolderStore(this.folder, this.metadata, this.bucket, shift);
  }

  async level(prefix: string): Promise<ObjectLevel> {
    // The folder lies below the prefix.
    if (this.shift !== prefix && this.shift.startsWith(prefix))
      return { folders: [this.shift.slice(0, this.shift.indexOf("/", prefix.length) + 1)], objects: [] };
    if (!prefix.startsWith(this.shift)) return { folders: [], objects: [] };
    const own = prefix.slice(this.shift.length);
    const level: ObjectLevel = { folders: [], objects: [] };
    for (const { name, isFolder } of await this.entries(own)) {
      if (isFolder) level.folders.push(`${prefix}${name}/`);
      else if (!(own === "" && name === METADATA_FILE)) level.objects.push(`${prefix}${name}`);
    }
    return level;
  }

  async *objects(prefix: string, after = ""): AsyncGenerator<ListedObject> {
    if (prefix.startsWith(this.shift)) yield* this.walk(prefix.slice(this.shift.length), after, new Set());
  }

  hash(key: string): Promise<HashedContent> {
    let path: string;
    try {
      path = this.pathOf(key);
    } catch {
      return Promise.resolve({ problem: "missing" });
    }
    if (this.hashed++ < FEW) return hashContent(() => Buffer.from(readWholeHere(path)), { here: true });
    return (this.threads ??= new HashThreads()).hash(path);
  }

  async close(): Promise<void> {
    await this.threads?.end();
    this.threads = undefined;
  }

  async read(key: string) {
    const path = this.pathOf(key);
    const bytes = await readWhole(path);
    const metadata = this.metadata?.get(key) ?? this.metadata?.get(key.slice(this.shift.length));
    return { bytes, ...(metadata && { metadata }) };
  }

  private async *walk(own: string, after: string, above: ReadonlySet<string>): AsyncGenerator<ListedObject> {
    // A link may lead back up.
    const real = await this.realPath(own);
    if (real === undefined || above.has(real)) return;
    const within = new Set([...above, real]);
    for (const { name, isFolder } of await this.entries(own)) {
      const key = `${this.shift}${own}${name}`;
      // Keys below a folder come in the order of its name with the slash behind it.
      if (isFolder) {
        if (`${key}/` > after || after.startsWith(`${key}/`))
          yield* this.walk(`${own}${name}/`, after, within);
      } else if (key > after && !(own === "" && name === METADATA_FILE)) {
        yield listed(key, join(this.folder, own, name));
      }
    }
  }

  /** Undefined where there is none. */
  private async realPath(own: string): Promise<string | undefined> {
    const path = join(this.folder, own);
    try {
      return await realpath(path);
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw new Error(`${path}: ${fileError(error).message}`, { cause: error });
    }
  }

  /** In the order of keys: a folder counts with the slash at its end. */
  private async entries(own: string): Promise<{ name: string; isFolder: boolean }[]> {
    let entries;
    try {
      entries = await readdir(join(this.folder, own), { withFileTypes: true });
    } catch (error) {
      if (isAbsent(error)) return [];
      throw new Error(`${join(this.folder, own)}: ${fileError(error).message}`, { cause: error });
    }
    const found: { name: string; isFolder: boolean }[] = [];
    for (const entry of entries) {
      const { name } = entry;
      // What a mirror notes for itself, and what a system puts into any folder: whoever reads log files passes it over.
      if (name.startsWith(".")) continue;
      const at = entry.isSymbolicLink()
        ? await stat(join(this.folder, own, name)).catch(() => undefined)
        : entry;
      if (at?.isDirectory()) found.push({ name, isFolder: true });
      else if (at?.isFile()) found.push({ name, isFolder: false });
    }
    const order = ({ name, isFolder }: { name: string; isFolder: boolean }) => (isFolder ? `${name}/` : name);
    return found.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  }

  /** Keys come out of files that nobody has verified. */
  private pathOf(key: string): string {
    const own = key.startsWith(this.shift) ? key.slice(this.shift.length) : "";
    const isSafe = own !== "" && own.split("/").every((part) => part !== "" && part !== "." && part !== "..");
    if (!isSafe || /[\0\\]/.test(own)) throw new ObjectMissing("no file of the folder can have that key");
    return join(this.folder, ...own.split("/"));
  }
}

function isAbsent(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR";
}

function listed(key: string, path: string): ListedObject {
  // When it was written can be set back; when its entry changed can't.
  // One after the other they would be waited for anyway, and a thread for each takes longer than the call.
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return { key, ...(found && { size: Number(found.size), tag: `${found.mtimeNs} ${found.ctimeNs}` }) };
}

async function readMetadata(
  path: string,
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>> | undefined> {
  if (!(await stat(path).catch(() => undefined))) return undefined;
  const metadata = new Map<string, Record<string, string>>();
  const take = (key: string, fields: unknown) => {
    if (!isJsonObject(fields)) return;
    const texts = Object.entries(fields).filter(
      (field): field is [string, string] => typeof field[1] === "string",
    );
    metadata.set(key, Object.fromEntries(texts.map(([name, text]) => [name.toLowerCase(), text])));
  };
  try {
    // As a mirror has it, it may be longer than a text can be.
    for await (const { key, metadata } of ownLines(path)) take(key, metadata);
  } catch {
    metadata.clear();
    for (const [key, fields] of Object.entries(await readObject(path))) take(key, fields);
  }
  return metadata;
}

async function readObject(path: string): Promise<JsonObject> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new Error(`${path}: ${fileError(error).message}`, { cause: error });
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new Error(`${path} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  if (!isJsonObject(value)) throw new Error(`${path} is no JSON object of metadata by key`);
  return value;
}
