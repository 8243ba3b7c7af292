import { availableParallelism } from "node:os";
import { Readable } from "node:stream";
import { EntryStream } from "../../sources/entryStream";
import { isJsonObject } from "../../json";
import { count } from "../../wording";
import { loadJob } from "./loadJob";
import { RecordScanner } from "./recordScanner";
import { recordScannerFor } from "./recordScannerFor";
import { FileScan, LONG_PACKED, scanFile } from "./scanFile";
import { JobFile, JobOrder, ScanJob } from "./scanJob";
import { ScanThreads } from "./scanThreads";

/** A file to be scanned; `LogFile` is one. */
export interface ScanFile {
  /** What people find it by: a path, or an `s3://` address. */
  readonly name: string;
  /** What its place says. */
  readonly key: { readonly region?: string; readonly accountId?: string };
  /** Where it lies on disk, so that the thread that scans it reads it. @default `read` is called on this thread */
  readonly path?: string;
  /** @throws Error whose message says why it can't be read, and what to do */
  read(): Promise<Buffer>;
  /** Its bytes piece by piece, where they are more than so many; absent where a file is only had whole. */
  stream?(longerThan: number): Promise<AsyncIterable<Buffer> | undefined>;
}

/** Files, or what lists them and says when it knows that there are many, so that the threads start while it goes on. */
export type ScanFiles<File> =
  Iterable<File> | AsyncIterable<File> | ((many: () => void) => Promise<Iterable<File>>);

/** How files are scanned. */
export interface ScanOptions {
  /** How many threads; 0 does all on this one. @default one a core, where there are more than a handful of files */
  readonly threads?: number;
  /** How many files are in work or wait for their turn at most. @default 4 a thread */
  readonly ahead?: number;
  readonly signal?: AbortSignal;
}

/** What one file came to, or a piece of a very long one. */
export interface ScannedFile<File, Result> {
  readonly file: File;
  /** What the job made of it; absent where nothing was read. */
  readonly result?: Result;
  /** More of the same file follows. */
  readonly more: boolean;
  /** Why nothing of it could be read. */
  readonly failure?: string;
  /** Why some of its records are missing or can't be read. */
  readonly problem?: string;
  /** It is a digest, which is no log file. */
  readonly digest: boolean;
}

/** So many files are done here at once: threads that have to be started first would not be quicker. */
const FEW = 8;
const LINES = /\.(jsonl|ndjson)(\.gz)?$/i;

/**
 * Does a job with every file, on all cores, and hands out what it came to in the order of the files.
 *
 * Files are taken from the list while others are at work, and never more than `ahead` of the consumer; a very long file
 * comes in pieces, when it is its turn. A file that ends its thread, by a fault or for want of memory, is named and the
 * others go on. A consumer that leaves early ends the threads.
 * @throws the signal's reason, once it is aborted
 */
export async function* archiveScan<File extends ScanFile, Result>(
  files: ScanFiles<File>,
  job: JobOrder<Result>,
  options: ScanOptions = {},
): AsyncGenerator<ScannedFile<File, Result>> {
  const scan = new Scan(files, job, options);
  try {
    yield* scan.results();
  } finally {
    await scan.end();
  }
}

interface Turn<File, Result> {
  file: File;
  found: Promise<FileScan<Result> | { failure: string }>;
}

class Scan<File extends ScanFile, Result> {
  private readonly threads: ScanThreads<Result>;
  private readonly here: Here<Result>;
  private readonly ahead: number;
  private readonly turns: Turn<File, Result>[] = [];
  private readonly iterator: Iterator<File> | AsyncIterator<File>;
  private taken = 0;
  private listed = false;
  private ended = false;
  private taking = false;
  private listFailure?: { error: unknown };
  /** Wakes who waits for a turn, and who waits for room. */
  private wake: () => void = () => {};
  private changed = new Promise<void>((done) => (this.wake = done));

  constructor(
    files: ScanFiles<File>,
    job: JobOrder<Result>,
    private readonly options: ScanOptions,
  ) {
    const count = options.threads ?? availableParallelism();
    this.threads = new ScanThreads(job, count);
    this.here = new Here(job);
    this.ahead = options.ahead ?? 4 * Math.max(count, 1);
    const all = typeof files === "function" ? listed(files, () => this.threads.startAll()) : files;
    this.iterator = Symbol.asyncIterator in all ? all[Symbol.asyncIterator]() : all[Symbol.iterator]();
  }

  async *results(): AsyncGenerator<ScannedFile<File, Result>> {
    const { signal } = this.options;
    signal?.throwIfAborted();
    const aborted = () => this.stir();
    signal?.addEventListener("abort", aborted);
    void this.list();
    try {
      for (;;) {
        signal?.throwIfAborted();
        const turn = this.turns[0];
        if (turn) {
          const found = await this.unlessAborted(turn.found);
          this.turns.shift();
          this.stir();
          yield* this.told(turn.file, found);
        } else if (this.listed) break;
        else await this.changed;
      }
      if (this.listFailure) throw this.listFailure.error;
    } finally {
      signal?.removeEventListener("abort", aborted);
    }
  }

  async end(): Promise<void> {
    this.ended = true;
    this.stir();
    await this.threads.end();
    if (this.listed) return;
    const ended = Promise.resolve(this.iterator.return?.());
    // Where it is at its next file, it ends after that, which may take long.
    if (this.taking) ended.catch(() => {});
    else await ended;
  }

  private stir(): void {
    this.wake();
    this.changed = new Promise((done) => (this.wake = done));
  }

  private async unlessAborted<T>(found: Promise<T>): Promise<T> {
    const { signal } = this.options;
    if (!signal) return found;
    let settled = false;
    const settle = () => (settled = true);
    found.then(settle, settle);
    while (!settled) {
      await Promise.race([found, this.changed]);
      signal.throwIfAborted();
    }
    return found;
  }

  /** Takes files as long as there is room for them. */
  private async list(): Promise<void> {
    try {
      while (!this.ended) {
        if (this.turns.length >= this.ahead) {
          await this.changed;
          continue;
        }
        this.taking = true;
        const next = await this.iterator.next();
        this.taking = false;
        if (next.done) break;
        if (this.ended) return;
        const found = this.work(next.value);
        // A failure is raised when its turn comes; until then it must not count as unhandled.
        found.catch(() => {});
        this.turns.push({ file: next.value, found });
        this.stir();
      }
    } catch (error) {
      this.listFailure = { error };
    }
    this.listed = !this.ended;
    this.stir();
  }

  private work(file: File): Promise<FileScan<Result> | { failure: string }> {
    const isHere = this.taken++ < FEW && this.options.threads === undefined && !this.threads.isStarted;
    const asked = { file: jobFile(file), lines: LINES.test(file.name) };
    if (isHere || this.options.threads === 0) return this.read(file, (bytes) => this.here.scan(bytes, asked));
    if (file.path === undefined) return this.read(file, (bytes) => this.threads.scanBytes(bytes, asked));
    return this.threads.scanPath(file.path, asked).then((found) => {
      // Whoever made the file says best why it can't be read.
      if (found === "unread") return this.read(file, (bytes) => this.threads.scanBytes(bytes, asked));
      return found;
    });
  }

  private async read(
    file: File,
    scan: (bytes: Buffer) => Promise<FileScan<Result> | { failure: string }>,
  ): Promise<FileScan<Result> | { failure: string }> {
    let bytes: Buffer;
    try {
      const long = await file.stream?.(LONG_PACKED);
      if (long) {
        // It is opened again when it is its turn.
        if (long instanceof Readable) long.destroy();
        return { long: true };
      }
      bytes = await file.read();
    } catch (error) {
      return { failure: reasonOf(error) };
    }
    return scan(bytes);
  }

  private async *told(
    file: File,
    found: FileScan<Result> | { failure: string },
  ): AsyncGenerator<ScannedFile<File, Result>> {
    if ("failure" in found) yield { file, more: false, digest: false, failure: found.failure };
    else if (found.long) yield* this.long(file);
    else {
      const { result, problem, digest = false } = found;
      yield {
        file,
        more: false,
        digest,
        ...(result !== undefined && { result }),
        ...(problem !== undefined && { problem }),
      };
    }
  }

  /** A file that is read entry by entry, here. */
  private async *long(file: File): AsyncGenerator<ScannedFile<File, Result>> {
    let entries: EntryStream;
    try {
      const stream = (await file.stream?.(LONG_PACKED)) ?? pieces(await file.read());
      entries = new EntryStream(stream, LINES.test(file.name));
    } catch (error) {
      yield { file, more: false, digest: false, failure: reasonOf(error) };
      return;
    }
    let first = 0;
    let whole = 0;
    for await (const some of entries) {
      this.options.signal?.throwIfAborted();
      if (some.length === 0) continue;
      whole += some.filter(isJsonObject).length;
      yield { file, more: true, digest: false, result: this.here.job.parsed(some, first, jobFile(file)) };
      first += some.length;
    }
    const { problem } = entries;
    const said = problem !== undefined && { problem: `${problem}; ${count(whole, "whole record")} read` };
    yield { file, more: false, digest: false, ...said };
  }
}

/** The job as this thread does it. */
class Here<Result> {
  private made?: { job: ScanJob<Result>; scanner: RecordScanner };
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly order: JobOrder<Result>) {}

  get job(): ScanJob<Result> {
    return this.loaded().job;
  }

  /** One at a time, with turns for others in between. */
  scan(
    bytes: Buffer,
    asked: { file: JobFile; lines: boolean },
  ): Promise<FileScan<Result> | { failure: string }> {
    const turn = this.last.then(() => new Promise((done) => setImmediate(done)));
    const found = turn.then(() => scanFile(bytes, { ...this.loaded(), ...asked }));
    this.last = found.catch(() => {});
    return found;
  }

  private loaded() {
    if (!this.made) {
      const job = loadJob(this.order);
      this.made = { job, scanner: recordScannerFor(job.fields) };
    }
    return this.made;
  }
}

async function* listed<File>(
  list: (many: () => void) => Promise<Iterable<File>>,
  many: () => void,
): AsyncGenerator<File> {
  yield* await list(many);
}

function jobFile({ name, key: { region, accountId } }: ScanFile): JobFile {
  return {
    name,
    ...(region !== undefined && { region }),
    ...(accountId !== undefined && { account: accountId }),
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// eslint-disable-next-line @typescript-eslint/require-await -- read as a stream is
async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  const PIECE = 1024 * 1024;
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}
