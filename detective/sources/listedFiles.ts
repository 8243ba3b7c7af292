import { FileProblems } from "./fileGaps";
import type { LogFile } from "./logFileList";
import { LogKey } from "./logKey";
import { NameStore } from "./nameStore";

/** So many files are worth all threads. */
const MANY = 64;

/** Files that were found by the million: kept by their names, and made when it is their turn. */
export class ListedFiles {
  readonly problems = new FileProblems();
  private readonly names = new NameStore();

  /** @param many called once there are many of them */
  constructor(
    private readonly fileOf: (name: string) => LogFile,
    private readonly many?: () => void,
  ) {}

  get length(): number {
    return this.names.length;
  }

  add(name: string): void {
    this.names.add(name);
    if (this.length === MANY) this.many?.();
  }

  /** In the order of their ranks, and of one rank in that of their names. */
  *inOrder(rank?: (key: LogKey) => number): Generator<LogFile> {
    const ofName = rank && ((name: string) => rank(this.fileOf(name).key));
    for (const name of this.names.inOrder(ofName)) yield this.fileOf(name);
  }
}
