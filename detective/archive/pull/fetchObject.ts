import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { BucketReader, ObjectHead } from "../../sources/bucketReader";
import type { ListedObject } from "../../sources/listLogObjects";
import { OWN_FOLDER } from "./mirrorPath";

/** What became of an object that was fetched. */
export interface Fetched extends ObjectHead {
  /** In bytes. */
  size: number;
  /** Where the file went that was there before with other content; below the mirror. */
  earlier?: string;
}

/** Most log files are written at one go. */
const WRITE_BYTES = 1024 * 1024;

/** Fetches objects into a mirror: each stands under its path whole, or not at all. */
export class ObjectFetcher {
  private count = 0;
  private readonly folders = new Map<string, Promise<void>>();

  constructor(
    private readonly reader: BucketReader,
    private readonly root: string,
  ) {}

  /** Forgets what a pull left half-written that was killed. */
  async prepare(): Promise<void> {
    await rm(this.parts, { recursive: true, force: true });
    await mkdir(this.parts, { recursive: true });
  }

  /** @throws Error whose message says why it could not be read, or whose code says why it could not be written */
  async fetch({ key, size, lastModified }: ListedObject, parts: readonly string[]): Promise<Fetched> {
    const path = join(this.root, ...parts);
    const part = join(this.parts, String(this.count++));
    try {
      const head = await this.download(key, { size, lastModified }, part);
      await this.folderOf(path);
      const earlier = await this.setAside(path, part, parts);
      await rename(part, path);
      return { ...head, ...(earlier !== undefined && { earlier }) };
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  /** Ends it: nothing of what was half-written stays. */
  async close(): Promise<void> {
    await rm(this.parts, { recursive: true, force: true });
  }

  private get parts(): string {
    return join(this.root, OWN_FOLDER, "parts");
  }

  private async download(
    key: string,
    { size: expected = 0, lastModified }: Pick<ListedObject, "size" | "lastModified">,
    part: string,
  ): Promise<Omit<Fetched, "earlier">> {
    const file = await open(part, "wx");
    try {
      let size = 0;
      let gathered: Buffer[] = [];
      let room = WRITE_BYTES;
      const write = async () => {
        const bytes = gathered.length === 1 ? gathered[0]! : Buffer.concat(gathered);
        [gathered, room] = [[], WRITE_BYTES];
        for (let at = 0; at < bytes.length;) {
          const { bytesWritten } = await file.write(bytes, at, bytes.length - at, size);
          at += bytesWritten;
          size += bytesWritten;
        }
      };
      // Of a longer one no more than this is held at a time.
      const head = await this.reader.read(key, Math.min(expected, 2 * WRITE_BYTES), {
        write: (piece) => {
          gathered.push(piece);
          room -= piece.length;
          return room > 0 ? undefined : write();
        },
        restart: async () => {
          [gathered, room, size] = [[], WRITE_BYTES, 0];
          await file.truncate(0);
        },
      });
      await write();
      const modified = head.lastModified ?? lastModified;
      if (modified) await file.utimes(modified, modified);
      return { ...head, size };
    } finally {
      await file.close();
    }
  }

  /** A link in the mirror must not lead what is written out of it. */
  private folderOf(path: string): Promise<void> {
    const folder = dirname(path);
    const known = this.folders.get(folder);
    if (known) return known;
    const made = (async () => {
      await mkdir(folder, { recursive: true });
      const [real, root] = await Promise.all([realpath(folder), realpath(this.root)]);
      if (real !== root && !real.startsWith(root + sep))
        throw new Error(`its folder ${folder} is a link that leads out of the mirror, to ${real}`);
    })();
    if (this.folders.size > 1000) this.folders.clear();
    this.folders.set(folder, made);
    // A folder that could not be made is tried again for the next file.
    made.catch(() => this.folders.delete(folder));
    return made;
  }

  /** Audit data are never overwritten: a file with other content is kept beside the mirror's own. */
  private async setAside(path: string, part: string, parts: readonly string[]): Promise<string | undefined> {
    const before = await stat(path).catch(() => undefined);
    if (before?.isDirectory()) throw new Error("a folder of that name stands in its place");
    if (!before || (await isSame(path, part))) return undefined;
    const time = before.mtime.toISOString().replace(/[:.]/g, "");
    const name = join(OWN_FOLDER, "earlier", ...parts.slice(0, -1), `${parts.at(-1)!.slice(0, 150)}~${time}`);
    await mkdir(join(this.root, dirname(name)), { recursive: true });
    let earlier = name;
    for (let copy = 2; await exists(join(this.root, earlier)); copy++) earlier = `${name}-${copy}`;
    await rename(path, join(this.root, earlier));
    return earlier;
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function isSame(one: string, other: string): Promise<boolean> {
  const [left, right] = await Promise.all([stat(one), stat(other)]);
  return left.size === right.size && (await hashOf(one)) === (await hashOf(other));
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
