import { archiveScan, ScannedFile } from "../archive/scan/archiveScan";
import { CloudTrailEvent } from "../event";
import { Coverage, EventQuery, Gap, Reading } from "../source";
import { eventOf } from "./eventOf";
import { dirtyGap } from "./dirtyGap";
import { entriesOfFile } from "./entriesOfFile";
import { FilesRead } from "./filesRead";
import { ListedFiles } from "./listedFiles";
import { LogFile, LogFileList, filesInOrder } from "./logFileList";
import { LogKey } from "./logKey";
import { LogFilesOptions, LogScope } from "./logScope";
import { checkWhere, matcherOf } from "./matches";
import { needsOfWhere } from "./needsOfWhere";
import { Newest } from "./newest";
import { FileEntries, ReadParams, readJob } from "./readJob";
import { RecordNeeds, bothNeeds } from "./recordNeeds";
import { scanOptions } from "./scanOptions";
import { SeenEvents } from "./seenEvents";

const DAY_MS = 86_400_000;
/** Records of unusual activity, and no others. */
const INSIGHTS: RecordNeeds = [
  { fields: [{ field: "eventCategory", oneOf: ["Insight"] }] },
  { fields: [{ field: "eventType", oneOf: ["AwsCloudTrailInsight"] }] },
];

export { type LogFile, type LogFileList } from "./logFileList";

/** Lists the files that a scope opens; `many` is called once there are many of them. */
export type ListFiles = (scope: LogScope, many: () => void) => Promise<LogFileList | ListedFiles>;

/** Reads log files side by side; what they hold is judged in their order, counted and forgotten. */
export class FileReading implements Reading {
  private readonly scope: LogScope;
  private readonly matches: (event: CloudTrailEvent) => boolean;
  private readonly params: ReadParams;
  private readonly newest?: Newest;
  private readonly seen = new SeenEvents();
  private readonly read: FilesRead;
  private dirty = 0;
  private undated = 0;
  private skippedOlder = false;

  /** @throws QueryError on conditions that can't be meant */
  constructor(
    source: string,
    private readonly list: ListFiles,
    private readonly query: EventQuery,
    private readonly options: LogFilesOptions,
  ) {
    this.read = new FilesRead(source, options.onFiles);
    this.scope = new LogScope(query, options);
    const where = checkWhere(query.where);
    this.matches = matcherOf(where);
    const needs = bothNeeds(needsOfWhere(where), query.needs);
    this.params = {
      needs: query.category === "insight" ? bothNeeds(INSIGHTS, needs) : needs,
      range: { from: this.scope.start, to: this.scope.end },
    };
    if (query.max !== undefined) this.newest = new Newest(query.max);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<CloudTrailEvent> {
    const { signal } = this.options;
    try {
      const files = async (many: () => void) => {
        const list = await this.list(this.scope, many);
        this.read.addAll(list.problems);
        return this.inOrder(list);
      };
      for await (const one of archiveScan(files, readJob(this.params), scanOptions(this.options))) {
        for await (const event of this.eventsOf(one)) {
          if (this.newest) this.newest.add(event);
          else {
            this.count(event);
            yield event;
          }
        }
      }
    } catch (error) {
      // What was read before is kept, and the coverage says that it is not all.
      if (!signal?.aborted) throw error;
      return;
    }
    const newest = this.newest?.take() ?? [];
    for (const event of newest) this.count(event);
    // Before the hand-over: a reader that takes exactly `max` events and leaves has read to the end.
    this.read.ended = true;
    yield* newest;
  }

  coverage(): Coverage {
    // Insights events tell nothing of data events.
    const some = this.read.records > 0 && this.query.category !== "insight";
    return this.read.coverage(this.query, some, this.gaps());
  }

  /** With `max`, the latest delivered first, and none that can only hold what is older than all that is kept. */
  private *inOrder(list: LogFileList | ListedFiles): Generator<LogFile> {
    const { newest } = this;
    if (!newest) {
      yield* filesInOrder(list);
      return;
    }
    const until = ({ to = Infinity }: LogKey) => to;
    for (const file of filesInOrder(list, (key) => -until(key))) {
      if (newest.oldest > until(file.key) + DAY_MS) {
        this.skippedOlder = true;
        return;
      }
      yield file;
    }
  }

  private async *eventsOf(one: ScannedFile<LogFile, FileEntries>): AsyncGenerator<CloudTrailEvent> {
    const { name, key } = one.file;
    this.read.took(one);
    if (!one.result) return;
    const { entries, indexes, problem } = await entriesOfFile(one.file, one.result);
    if (problem !== undefined) this.read.report(one.file, problem);
    for (const [at, entry] of entries.entries()) {
      const event = eventOf(entry);
      if (!this.wants(event, key)) continue;
      event.origin = { file: name, index: indexes?.[at] ?? at };
      yield event;
    }
  }

  private wants(event: CloudTrailEvent, key: LogKey): boolean {
    if (!this.scope.counts(event, key)) return false;
    const inRange = this.scope.inRange(event);
    if (inRange === false || !this.matches(event) || this.query.keep?.(event) === false) return false;
    if (!this.seen.isFirst(event.eventID)) return false;
    if (inRange === undefined) this.undated++;
    return inRange === true;
  }

  private count(event: CloudTrailEvent): void {
    this.read.handedOut++;
    if (event.unparsed) this.dirty++;
  }

  /** What is missing beside what the files themselves lack. */
  private gaps(): Gap[] {
    const gaps: Gap[] = [];
    if (this.read.ended && (this.newest?.full || this.skippedOlder)) {
      const detail = `Cut after the newest ${this.read.handedOut} events; there are older ones.`;
      gaps.push({ reason: "cut", inherent: false, detail });
    }
    if (this.undated > 0) {
      const detail = `${this.undated} record(s) without a readable time are left out: they may lie in the time range.`;
      gaps.push({ reason: "dirty-records", inherent: false, detail });
    }
    gaps.push(...this.scope.lateGap(), ...dirtyGap(this.dirty));
    return gaps;
  }
}
