import { ScannedFile, archiveScan } from "../archive/scan/archiveScan";
import { SeenFacts } from "../archive/scan/fileFacts";
import { recordOfEntry } from "../archive/scan/recordOfEntry";
import { JobOrder } from "../archive/scan/scanJob";
import { SigmaRule } from "../sigma/rule";
import { Coverage, Gap } from "../source";
import { entriesOfFile, readAgain } from "../sources/entriesOfFile";
import { FileRead, FilesRead } from "../sources/filesRead";
import { ListFiles } from "../sources/fileReading";
import { LogFile, filesInOrder } from "../sources/logFileList";
import { LogKey } from "../sources/logKey";
import { LogFilesOptions } from "../sources/logScope";
import { readJob } from "../sources/readJob";
import { scanOptions } from "../sources/scanOptions";
import { count as counted } from "../wording";
import { RawRecord } from "./detection";
import { RecordMatch } from "./engine";
import { RecordQuery, RecordReading } from "./recordReading";
import { RecordScope } from "./recordScope";
import { FileMatches, RulesParams, prepare, recordsIn, rulesJob } from "./rulesJob";

/** Reads files side by side; their records are handed out in turn, each with its place, or asked where they are read. */
export class RecordFileReading implements RecordReading {
  private readonly scope: RecordScope;
  private readonly read: FilesRead;
  private undated = 0;

  constructor(
    source: string,
    private readonly list: ListFiles,
    private readonly query: RecordQuery,
    private readonly options: LogFilesOptions,
  ) {
    this.scope = new RecordScope(query, options);
    this.read = new FilesRead(source, options.onFiles);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RawRecord> {
    const range = { from: this.scope.start, to: this.scope.end };
    for await (const one of this.scanned(readJob({ range }))) {
      if (!one.result) continue;
      const { entries, indexes, problem } = await entriesOfFile(one.file, one.result);
      if (problem !== undefined) this.read.report(one.file, problem);
      for (let at = 0; at < entries.length; at++) {
        const record = recordOfEntry(entries[at]);
        if (!this.takes(record, one.file.key)) continue;
        yield { record, source: one.file.name, index: indexes?.[at] ?? at };
      }
    }
  }

  async *ask(
    rules: readonly SigmaRule[],
    asked: (records: number, noRecords: number) => void,
  ): AsyncGenerator<RecordMatch> {
    const { accounts, regions } = this.options;
    const options = { ...(accounts && { accounts }), ...(regions && { regions }) };
    const params: RulesParams = { rules, query: this.query, options };
    for await (const one of this.scanned(rulesJob(params))) {
      if (!one.result) continue;
      const { result, problem } = one.result.broken
        ? await this.askedHere(one.file, params)
        : { result: one.result };
      if (problem !== undefined) this.read.report(one.file, problem);
      this.read.handedOut += result.taken;
      this.undated += result.undated;
      asked(result.taken - result.noRecords, result.noRecords);
      const records = recordsIn(result);
      for (let at = 0; at < records.length; at++) {
        const place = { record: records[at], source: one.file.name, index: result.indexes[at]! };
        for (const rule of result.rules[at]!) yield { rule: rules[rule]!, at: place };
      }
    }
  }

  coverage(): Coverage {
    const gaps: Gap[] = this.scope.lateGap();
    if (this.undated > 0) {
      const detail = `${counted(this.undated, "record")} without a readable time not asked: they may lie in the time range.`;
      gaps.push({ reason: "dirty-records", inherent: false, detail });
    }
    return this.read.coverage(this.query, this.read.handedOut > 0, gaps);
  }

  private async *scanned<Result extends SeenFacts & { count: number }>(
    job: JobOrder<Result>,
  ): AsyncGenerator<ScannedFile<LogFile, Result>> {
    try {
      for await (const one of archiveScan((many) => this.files(many), job, scanOptions(this.options))) {
        this.read.took(one.result ? { ...one, result: this.asked(one.result) } : one);
        yield one;
      }
      this.read.ended = true;
    } catch (error) {
      // What was read before is told, and the coverage says that it is not all.
      if (!this.options.signal?.aborted) throw error;
    }
  }

  /** A file that isn't in a Region's folder may hold others than were asked for. */
  private asked({ count, regions, dataEvent }: SeenFacts & { count: number }): FileRead["result"] {
    return {
      count,
      ...(regions && { regions: regions.filter((region) => this.options.regions?.includes(region) ?? true) }),
      ...(dataEvent && { dataEvent }),
    };
  }

  private async askedHere(
    file: LogFile,
    params: RulesParams,
  ): Promise<{ result: FileMatches; problem?: string }> {
    const { entries, problem } = await readAgain(file);
    const { name, key } = file;
    const { region, accountId: account } = key;
    const result = prepare(params).parsed(entries, 0, {
      name,
      ...(region !== undefined && { region }),
      ...(account !== undefined && { account }),
    });
    return { result, ...(problem !== undefined && { problem }) };
  }

  /**
   * As they were delivered, where their names say it, and of the others by name before them: what correlations put in
   * the order of their times is then nearly in that order.
   */
  private async files(many: () => void): Promise<Iterable<LogFile>> {
    const list = await this.list(this.scope, many);
    this.read.addAll(list.problems);
    return filesInOrder(list, ({ from = 0 }: LogKey) => from);
  }

  private takes(record: unknown, key: LogKey): boolean {
    const takes = this.scope.takes(record, key);
    if (takes === undefined) this.undated++;
    if (!takes) return false;
    this.read.handedOut++;
    return true;
  }
}
