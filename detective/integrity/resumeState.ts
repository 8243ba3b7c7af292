import { createReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { createInterface } from "node:readline";
import { isJsonObject } from "../json";

/** What is known of an object from an earlier run. */
interface Known {
  size: number;
  tag: string;
  sha256: string;
}

const FORM = "audit-trail validate 1";
const ENOUGH = 500;

/**
 * Hashes of log files that were read before, in a file of lines that a run adds to as it goes: what was killed goes on
 * from there. A file counts as read only while its size and its ETag, or when it was written, are the same.
 */
export class ResumeState {
  private readonly known = new Map<string, Known>();
  private gathered: string[] = [];
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: FileHandle,
    private readonly source: string,
  ) {}

  /**
   * @param source what is validated; hashes of another source don't count
   * @throws Error where the file is there and is no such state, or can't be written
   */
  static async open(path: string, source: string): Promise<ResumeState> {
    const state = new ResumeState(await open(path, "a+"), source);
    let first = true;
    try {
      const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
      for await (const line of lines) {
        if (first && !line.startsWith(`{"state":"${FORM}"`))
          throw new Error(`${path} is no state of an earlier run; name another file, or remove it`);
        if (!first) state.take(line);
        first = false;
      }
      // What a killed run wrote last may be half a line: no hash of it counts, as it is no JSON.
      await state.file.appendFile(first ? `${JSON.stringify({ state: FORM })}\n` : "\n");
    } catch (error) {
      await state.file.close();
      throw error;
    }
    return state;
  }

  /** @returns the hash, where the object is as it was then */
  find(key: string, size: number | undefined, tag: string | undefined): string | undefined {
    const known = this.known.get(key);
    return known && known.size === size && known.tag === tag ? known.sha256 : undefined;
  }

  async add(key: string, size: number | undefined, tag: string | undefined, sha256: string): Promise<void> {
    if (size === undefined || tag === undefined) return;
    this.gathered.push(`${JSON.stringify({ source: this.source, key, size, tag, sha256 })}\n`);
    if (this.gathered.length >= ENOUGH) await this.flush();
  }

  async close(): Promise<void> {
    await this.flush();
    await this.file.close();
  }

  private async flush(): Promise<void> {
    const text = this.gathered.join("");
    this.gathered = [];
    this.writing = this.writing.then(async () => {
      if (text === "") return;
      await this.file.appendFile(text);
      await this.file.datasync();
    });
    await this.writing;
  }

  private take(line: string): void {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return;
    }
    if (!isJsonObject(value) || value.source !== this.source) return;
    const { key, size, tag, sha256 } = value;
    if (typeof key !== "string" || typeof size !== "number" || typeof tag !== "string") return;
    if (typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256))
      this.known.set(key, { size, tag, sha256 });
  }
}
