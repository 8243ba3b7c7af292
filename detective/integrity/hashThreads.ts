import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { extname, join } from "node:path";
import { Worker } from "node:worker_threads";
import type { HashedContent } from "./hashContent";

/** More do not make a disk faster. */
const MOST_THREADS = 8;
/** What a thread is asked at once: an answer costs as much as a small file. */
const BATCH = 16;
/** Batches that a thread has before it. */
const AHEAD = 2;

interface Asked {
  path: string;
  tell: (hashed: HashedContent) => void;
}

/** Hashes files of a disk on threads, each read, unpacked and hashed by one of them. */
export class HashThreads {
  private readonly waiting: Asked[] = [];
  private readonly threads: { worker: Worker; batches: Asked[][] }[] = [];
  private ended = false;
  private gathering = false;

  constructor(private readonly most = Math.min(MOST_THREADS, availableParallelism())) {}

  hash(path: string): Promise<HashedContent> {
    return new Promise((tell) => {
      this.waiting.push({ path, tell });
      if (this.waiting.length >= BATCH) return this.give();
      if (this.gathering) return;
      this.gathering = true;
      setImmediate(() => {
        this.gathering = false;
        this.give();
      });
    });
  }

  async end(): Promise<void> {
    this.ended = true;
    await Promise.all(this.threads.splice(0).map(({ worker }) => worker.terminate()));
  }

  private give(): void {
    while (this.waiting.length > 0 && !this.ended) {
      const free = this.freest();
      if (!free) return;
      const batch = this.waiting.splice(0, BATCH);
      free.batches.push(batch);
      free.worker.ref();
      free.worker.postMessage(batch.map(({ path }) => path));
    }
  }

  private freest(): { worker: Worker; batches: Asked[][] } | undefined {
    const [best] = [...this.threads].sort((a, b) => a.batches.length - b.batches.length);
    if (best?.batches.length === 0) return best;
    if (this.threads.length < this.most) return this.start();
    return best && best.batches.length < AHEAD ? best : undefined;
  }

  private start(): { worker: Worker; batches: Asked[][] } {
    const extension = extname(__filename);
    const worker = new Worker(join(__dirname, `hashWorker${extension}`), {
      // From the sources, a thread needs what reads TypeScript.
      execArgv: extension === ".ts" ? ["-r", createRequire(__filename).resolve("tsx/cjs")] : [],
    });
    const thread = { worker, batches: [] as Asked[][] };
    this.threads.push(thread);
    worker.unref();
    worker.on("message", (answers: HashedContent[]) => {
      const batch = thread.batches.shift() ?? [];
      // An idle thread keeps no process alive.
      if (thread.batches.length === 0) worker.unref();
      batch.forEach(({ tell }, index) => tell(answers[index]!));
      this.give();
    });
    let why = "the thread that read it ended by itself";
    worker.on("error", (error: Error) => (why = `the thread that read it failed (${error.message})`));
    worker.once("exit", () => {
      if (this.ended) return;
      this.threads.splice(this.threads.indexOf(thread), 1);
      // What it was at may be what ended it.
      for (const { tell } of thread.batches.flat()) tell({ problem: "unreadable", why });
      this.give();
    });
    return thread;
  }
}
