import { FileScan } from "./scanFile";
import { JobFile, JobOrder } from "./scanJob";
import { ScanThread } from "./scanThread";
import type { ScanAnswer, ScanTask } from "./scanWorker";

/** What a thread says of a file; `unread` where it could not open it. */
export type ThreadScan<Result> = FileScan<Result> | { failure: string } | "unread";

/** Of a file that a thread has: how it is told, and how it is asked again of another thread. */
interface Pending<Result> {
  tell(found: ThreadScan<Result>): void;
  task: Omit<ScanTask, "number">;
}

/** Threads that all do one job: started when there is a file for each, and replaced when they end before their time. */
export class ScanThreads<Result> {
  private readonly threads: ScanThread[] = [];
  private readonly pending = new Map<number, Pending<Result>>();
  private next = 0;
  private ended = false;

  constructor(
    private readonly job: JobOrder<Result>,
    private readonly most: number,
  ) {}

  /** A file that the thread reads itself. */
  scanPath(path: string, asked: { file: JobFile; lines: boolean }): Promise<ThreadScan<Result>> {
    return this.ask({ path, ...asked });
  }

  /** A file's bytes. */
  scanBytes(
    bytes: Buffer,
    asked: { file: JobFile; lines: boolean },
  ): Promise<FileScan<Result> | { failure: string }> {
    return this.ask({ bytes, ...asked }) as Promise<FileScan<Result> | { failure: string }>;
  }

  /** Starts all of them, before there is anything to do. */
  startAll(): void {
    while (!this.ended && this.threads.length < this.most) this.start();
  }

  get isStarted(): boolean {
    return this.threads.length > 0;
  }

  async end(): Promise<void> {
    this.ended = true;
    this.pending.clear();
    await Promise.all(this.threads.splice(0).map((thread) => thread.end()));
  }

  private ask(task: Omit<ScanTask, "number">): Promise<ThreadScan<Result>> {
    return new Promise((tell) => {
      if (this.ended) return;
      const number = this.next++;
      this.pending.set(number, { tell, task });
      this.give(number, task);
    });
  }

  private give(number: number, task: Omit<ScanTask, "number">): void {
    this.freest().ask({ number, ...task });
  }

  private freest(): ScanThread {
    let best: ScanThread | undefined;
    for (const thread of this.threads) if (!best || thread.open.length < best.open.length) best = thread;
    if (best && (best.open.length === 0 || this.threads.length >= this.most)) return best;
    return this.start();
  }

  private start(): ScanThread {
    const thread: ScanThread = new ScanThread(
      this.job,
      (answer) => this.answered(answer),
      (why) => this.lost(thread, why),
    );
    this.threads.push(thread);
    return thread;
  }

  private answered({ number, ...found }: ScanAnswer): void {
    const pending = this.pending.get(number);
    this.pending.delete(number);
    if ("unread" in found) pending?.tell("unread");
    else if ("failed" in found) pending?.tell({ failure: found.failed });
    else pending?.tell(found as FileScan<Result>);
  }

  /** The file that it was at is named; those that it had not begun go to others. */
  private lost(thread: ScanThread, why: string): void {
    if (this.ended) return;
    this.threads.splice(this.threads.indexOf(thread), 1);
    const [at, ...others] = thread.open;
    if (at !== undefined) {
      this.pending.get(at)?.tell({ failure: why });
      this.pending.delete(at);
    }
    for (const number of others) this.give(number, this.pending.get(number)!.task);
  }
}
