import { extname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { createRequire } from "node:module";
import { JobOrder } from "./scanJob";
import type { ScanAnswer, ScanTask } from "./scanWorker";

/** What a thread may hold, in MB: far more than files need that are not read piece by piece. */
const HEAP_MB = 2048;

/** A thread that does one job, and what it was asked and hasn't answered. */
export class ScanThread {
  /** In the order in which it is at them. */
  readonly open: number[] = [];
  private readonly worker: Worker;

  /** @param ended its end that nobody asked for, and why */
  constructor(job: JobOrder<unknown>, answered: (answer: ScanAnswer) => void, ended: (why: string) => void) {
    const file = join(__dirname, `scanWorker${extname(__filename)}`);
    this.worker = new Worker(file, {
      workerData: { job },
      execArgv: extname(__filename) === ".ts" ? ["-r", createRequire(__filename).resolve("tsx/cjs")] : [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    this.worker.unref();
    let why = "the thread that read it ended by itself";
    this.worker.on("message", (answer: ScanAnswer) => {
      this.open.shift();
      // An idle thread keeps no process alive whose consumer has walked off.
      if (this.open.length === 0) this.worker.unref();
      answered(answer);
    });
    this.worker.on("error", (error: Error) => (why = whyEnded(error)));
    this.worker.once("exit", () => ended(why));
  }

  ask(task: ScanTask): void {
    this.open.push(task.number);
    this.worker.ref();
    this.worker.postMessage(task);
  }

  async end(): Promise<void> {
    this.worker.removeAllListeners();
    this.worker.on("error", () => {});
    await this.worker.terminate();
  }
}

function whyEnded(error: Error & { code?: string }): string {
  return error.code === "ERR_WORKER_OUT_OF_MEMORY"
    ? `reading it took more than ${HEAP_MB / 1024} GB of memory`
    : `the thread that read it failed (${error.message})`;
}
