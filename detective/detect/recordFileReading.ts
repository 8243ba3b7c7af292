import { archiveScan } from "../archive/scan/archiveScan";
import { recordOfEntry } from "../archive/scan/recordOfEntry";
import { isJsonObject } from "../json";
import { Coverage, Gap } from "../source";
import { entriesOfFile } from "../sources/entriesOfFile";
import { FilesRead } from "../sources/filesRead";
import { ListedFiles } from "../sources/listedFiles";
import { LogFile, LogFileList, filesInOrder } from "../sources/logFileList";
import { LogKey } from "../sources/logKey";
import { LogFilesOptions } from "../sources/logScope";
import { readJob } from "../sources/readJob";
import { scanOptions } from "../sources/scanOptions";
import { count } from "../wording";
import { RawRecord } from "./detection";
import { RecordQuery, RecordReading } from "./recordReading";
import { RecordScope } from "./recordScope";

/** Reads files side by side, and hands out every record of theirs in turn with its place; nothing is kept. */
export class RecordFileReading implements RecordReading {
  private readonly scope: RecordScope;
  private readonly read: FilesRead;
  private undated = 0;

  constructor(
    source: string,
    private readonly list: (scope: RecordScope) => Promise<LogFileList | ListedFiles>,
    private readonly query: RecordQuery,
    private readonly options: LogFilesOptions,
  ) {
    this.scope = new RecordScope(query, options);
    this.read = new FilesRead(source);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RawRecord> {
    const job = readJob({ range: { from: this.scope.start, to: this.scope.end } });
    for await (const one of archiveScan(await this.files(), job, scanOptions(this.options))) {
      this.read.took({ ...one, result: {} });
      if (!one.result) continue;
      const { entries, indexes, problem } = await entriesOfFile(one.file, one.result);
      if (problem !== undefined) this.read.report(one.file, problem);
      for (let at = 0; at < entries.length; at++) {
        const record = recordOfEntry(entries[at]);
        if (!this.takes(record, one.file.key)) continue;
        yield { record, source: one.file.name, index: indexes?.[at] ?? at };
      }
    }
    this.read.ended = true;
  }

  coverage(): Coverage {
    const undated: Gap[] = [];
    if (this.undated > 0) {
      const detail = `${count(this.undated, "record")} without a readable time not asked: they may lie in the time range.`;
      undated.push({ reason: "dirty-records", inherent: false, detail });
    }
    return this.read.coverage(this.query, this.read.handedOut > 0, undated);
  }

  /**
   * As they were delivered, where their names say it, and of the others by name before them: what correlations put in
   * the order of their times is then nearly in that order.
   */
  private async files(): Promise<Iterable<LogFile>> {
    const list = await this.list(this.scope);
    this.read.addAll(list.problems);
    return filesInOrder(list, ({ from = 0 }: LogKey) => from);
  }

  private takes(record: unknown, key: LogKey): boolean {
    const takes = this.scope.takes(record, key);
    if (takes === undefined) this.undated++;
    if (!takes) return false;
    if (isJsonObject(record)) this.read.note(record, key);
    this.read.handedOut++;
    return true;
  }
}
