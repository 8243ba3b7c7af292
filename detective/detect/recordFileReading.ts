import { isJsonObject } from "../json";
import { Coverage, Gap } from "../source";
import { EntryStream } from "../sources/entryStream";
import { LogFile, LogFileList } from "../sources/fileReading";
import { FilesRead } from "../sources/filesRead";
import { inTurn } from "../sources/inTurn";
import { LogFilesOptions } from "../sources/logScope";
import { recordsIn } from "../sources/recordsIn";
import { unpack } from "../sources/unpack";
import { count } from "../wording";
import { RawRecord } from "./detection";
import { RecordQuery, RecordReading } from "./recordReading";
import { RecordScope } from "./recordScope";

/** Longer files are read entry by entry; CloudTrail's own are far shorter. */
const LONG_PACKED = 8 * 1024 * 1024;
const LONG = 32 * 1024 * 1024;

type Opened = { file: LogFile } & (
  { text: string; problem?: string } | { long: EntryStream } | { failure: string }
);

/** Reads files one after the other, and hands out every record of theirs with its place; nothing is kept. */
export class RecordFileReading implements RecordReading {
  private readonly scope: RecordScope;
  private readonly read: FilesRead;
  private undated = 0;

  constructor(
    source: string,
    private readonly list: (scope: RecordScope) => Promise<LogFileList>,
    private readonly query: RecordQuery,
    private readonly options: LogFilesOptions,
  ) {
    this.scope = new RecordScope(query, options);
    this.read = new FilesRead(source);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RawRecord> {
    const { files, problems } = await this.list(this.scope);
    this.read.problems.push(...problems);
    files.sort(byDelivery);
    for await (const one of inTurn(files, this.options.concurrency ?? 4, open)) {
      if (one.file.key.region !== undefined) this.read.regions.add(one.file.key.region);
      if ("failure" in one) this.read.report(one.file, one.failure);
      else if ("long" in one) yield* this.ofLong(one.file, one.long);
      else yield* this.ofText(one.file, one.text, one.problem);
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

  private *ofText(file: LogFile, text: string, problem: string | undefined): Generator<RawRecord> {
    const found = recordsIn(text, { lines: isLines(file) });
    if (found.digest) return;
    this.read.files++;
    const whole = found.records.filter(isJsonObject).length;
    if (problem !== undefined) this.read.report(file, `${problem}; ${count(whole, "whole record")} read`);
    else if (found.problem !== undefined) this.read.report(file, found.problem);
    yield* this.taken(file, found.records, 0);
  }

  private async *ofLong(file: LogFile, long: EntryStream): AsyncGenerator<RawRecord> {
    this.read.files++;
    let index = 0;
    let whole = 0;
    for await (const entries of long) {
      whole += entries.filter(isJsonObject).length;
      yield* this.taken(file, entries, index);
      index += entries.length;
    }
    if (long.problem !== undefined)
      this.read.report(file, `${long.problem}; ${count(whole, "whole record")} read`);
  }

  private *taken({ name, key }: LogFile, entries: readonly unknown[], first: number): Generator<RawRecord> {
    for (let at = 0; at < entries.length; at++) {
      const record = recordOf(entries[at]);
      const takes = this.scope.takes(record, key);
      if (takes === undefined) this.undated++;
      if (!takes) continue;
      if (isJsonObject(record)) {
        if (key.region === undefined && typeof record.awsRegion === "string")
          this.read.regions.add(record.awsRegion);
        this.read.note(record);
      }
      this.read.handedOut++;
      yield { record, source: name, index: first + at };
    }
  }
}

/**
 * As they were delivered, where their names say it, and of the others by name before them: what correlations put in the
 * order of their times is then nearly in that order.
 */
function byDelivery(a: LogFile, b: LogFile): number {
  const [from, to] = [a.key.from ?? 0, b.key.from ?? 0];
  return from - to || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

/** A row of what `aws cloudtrail lookup-events` prints has the record inside, as text. */
export function recordOf(entry: unknown): unknown {
  if (!isJsonObject(entry) || typeof entry.CloudTrailEvent !== "string") return entry;
  try {
    return JSON.parse(entry.CloudTrailEvent) as unknown;
  } catch {
    return entry.CloudTrailEvent;
  }
}

function isLines({ name }: LogFile): boolean {
  return /\.(jsonl|ndjson)(\.gz)?$/i.test(name);
}

async function open(file: LogFile): Promise<Opened> {
  try {
    const stream = await file.stream?.(LONG_PACKED);
    if (stream) return { file, long: new EntryStream(stream, isLines(file)) };
    const bytes = await file.read();
    const long = () => ({ file, long: new EntryStream(pieces(bytes), isLines(file)) });
    if (bytes.length > LONG_PACKED) return long();
    const unpacked = await unpack(bytes, LONG);
    if (unpacked.bytes.length >= LONG) return long();
    const { problem } = unpacked;
    return { file, text: unpacked.bytes.toString("utf8"), ...(problem !== undefined && { problem }) };
  } catch (error) {
    return { file, failure: error instanceof Error ? error.message : String(error) };
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- read as a stream is
async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  const PIECE = 1024 * 1024;
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}
