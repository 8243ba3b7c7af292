import { CloudTrailEvent } from "../event";
import { Coverage, EventQuery, Gap, Reading } from "../source";
import { eventOf } from "./eventOf";
import { dirtyGap } from "./dirtyGap";
import { FileProblem } from "./fileGaps";
import { FilesRead } from "./filesRead";
import { inTurn } from "./inTurn";
import { LogKey } from "./logKey";
import { LogFilesOptions, LogScope } from "./logScope";
import { checkWhere, matcher } from "./matches";
import { mayHold } from "./mayHold";
import { Newest } from "./newest";
import { recordsIn } from "./recordsIn";
import { Unpacked, unpack } from "./unpack";
import { count } from "../wording";

/** A file that may hold records, wherever it lies. */
export interface LogFile {
  /** What people find it by: a path, or an `s3://` address. */
  name: string;
  key: LogKey;
  /** @throws Error whose message says why it can't be read, and what to do */
  read(): Promise<Buffer>;
  /** Its bytes piece by piece, where they are more than so many; absent where a file is only had whole. */
  stream?(longerThan: number): Promise<AsyncIterable<Buffer> | undefined>;
}

/** What was found of an archive. */
export interface LogFileList {
  files: LogFile[];
  /** Parts of it that could not be listed. */
  problems: FileProblem[];
}

/** What a file turned out to hold, or why it can't be said. */
type Opened = { file: LogFile } & ({ unpacked: Unpacked } | { failure: string });

const DAY_MS = 86_400_000;
/** How a file begins and ends that needn't be parsed to know that it is one of CloudTrail's, and whole. */
const BEGINNING = /^\s*\{\s*"Records"\s*:\s*\[/;
const END = /\]\s*\}\s*$/;
const REGION = /"awsRegion"\s*:\s*"([a-z0-9-]+)"/;
const DATA_EVENT = /"managementEvent"\s*:\s*false|"eventCategory"\s*:\s*"(?:Data|NetworkActivity)"/;

/** Reads log files one after the other; what they hold is judged, counted and forgotten. */
export class FileReading implements Reading {
  private readonly scope: LogScope;
  private readonly matches: (event: CloudTrailEvent) => boolean;
  private readonly mayHold: (bytes: Buffer) => boolean;
  private readonly newest?: Newest;
  private readonly seen = new Set<string>();
  private readonly read: FilesRead;
  private records = 0;
  private dirty = 0;
  private undated = 0;
  private skippedOlder = false;

  /** @throws QueryError on conditions that can't be meant */
  constructor(
    source: string,
    private readonly list: (scope: LogScope) => Promise<LogFileList>,
    private readonly query: EventQuery,
    private readonly options: LogFilesOptions,
  ) {
    this.read = new FilesRead(source);
    this.scope = new LogScope(query, options);
    this.matches = matcher(query.where);
    this.mayHold = mayHold(checkWhere(query.where));
    if (query.max !== undefined) this.newest = new Newest(query.max);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<CloudTrailEvent> {
    const { files, problems } = await this.list(this.scope);
    this.read.problems.push(...problems);
    const opened = inTurn(this.inOrder(files), this.options.concurrency ?? 4, open);
    for await (const one of opened) {
      for (const event of this.eventsOf(one)) {
        if (this.newest) this.newest.add(event);
        else {
          this.count(event);
          yield event;
        }
      }
    }
    const newest = this.newest?.take() ?? [];
    for (const event of newest) this.count(event);
    // Before the hand-over: a reader that takes exactly `max` events and leaves has read to the end.
    this.read.ended = true;
    yield* newest;
  }

  coverage(): Coverage {
    // Insights events tell nothing of data events.
    const some = this.records > 0 && this.query.category !== "insight";
    return this.read.coverage(this.query, some, this.gaps());
  }

  /** With `max`, the latest delivered first, and none that can only hold what is older than all that is kept. */
  private *inOrder(files: LogFile[]): Generator<LogFile> {
    const { newest } = this;
    const byName = (a: LogFile, b: LogFile) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
    if (!newest) return yield* files.sort(byName);
    const until = ({ key }: LogFile) => key.to ?? Infinity;
    for (const file of files.sort((a, b) => until(b) - until(a) || byName(a, b))) {
      if (newest.oldest > until(file) + DAY_MS) {
        this.skippedOlder = true;
        return;
      }
      yield file;
    }
  }

  private *eventsOf(one: Opened): Generator<CloudTrailEvent> {
    const { name, key } = one.file;
    if (key.region !== undefined) this.read.regions.add(key.region);
    if ("failure" in one) return this.read.report(one.file, one.failure);
    const { bytes, proven, problem } = one.unpacked;
    if (proven && !this.mayHold(bytes) && this.isWhole(bytes)) return this.passOver(key, bytes);
    const found = recordsIn(bytes.toString("utf8"));
    if (found.digest) return;
    this.read.files++;
    const whole = found.records.filter((record) => typeof record !== "string").length;
    if (problem) this.read.report(one.file, `${problem}; ${count(whole, "whole record")} read`);
    else if (found.problem) this.read.report(one.file, found.problem);
    this.records += found.records.length;
    for (const [index, record] of found.records.entries()) {
      const event = eventOf(record);
      if (event.awsRegion !== undefined && key.region === undefined) this.read.regions.add(event.awsRegion);
      this.read.note(event);
      if (!this.wants(event, key)) continue;
      event.origin = { file: name, index };
      yield event;
    }
  }

  private wants(event: CloudTrailEvent, key: LogKey): boolean {
    if (!this.scope.counts(event, key)) return false;
    const inRange = this.scope.inRange(event);
    if (inRange === false || !this.matches(event) || this.query.keep?.(event) === false) return false;
    if (event.eventID !== undefined) {
      if (this.seen.has(event.eventID)) return false;
      this.seen.add(event.eventID);
    }
    if (inRange === undefined) this.undated++;
    return inRange === true;
  }

  /** A file of CloudTrail's from its beginning to its end, as far as that shows without parsing it. */
  private isWhole(bytes: Buffer): boolean {
    return (
      BEGINNING.test(bytes.toString("latin1", 0, 40)) && END.test(bytes.toString("latin1", bytes.length - 40))
    );
  }

  private passOver(key: LogKey, bytes: Buffer): void {
    this.read.files++;
    this.records++;
    const beginning = bytes.toString("latin1", 0, 20_000);
    const region = key.region ?? REGION.exec(beginning)?.[1];
    if (region !== undefined) this.read.regions.add(region);
    this.read.sawDataEvent ||= DATA_EVENT.test(beginning);
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
    gaps.push(...dirtyGap(this.dirty));
    return gaps;
  }
}

async function open(file: LogFile): Promise<Opened> {
  try {
    return { file, unpacked: await unpack(await file.read()) };
  } catch (error) {
    return { file, failure: error instanceof Error ? error.message : String(error) };
  }
}
