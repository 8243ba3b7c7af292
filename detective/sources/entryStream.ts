import { createGunzip, constants } from "node:zlib";
import { Readable, pipeline } from "node:stream";
import { LIST, LineTally, NO_RECORDS, entriesOfEntry, isRecordEntry } from "./recordsIn";
import { LONGEST_ENTRY, ListSplitter } from "./listSplitter";
import { TRAILING } from "./unpack";

/**
 * The entries of a file that is too long to be held as one text, some at a time, in its order; each as `recordsIn` has
 * it. What is wrong with the file stands in `problem` once they have ended.
 */
export class EntryStream implements AsyncIterable<readonly unknown[]> {
  problem?: string;

  /**
   * @param bytes the file's, gzip or not
   * @param lines the file's name says that it is made of lines
   */
  constructor(
    private readonly bytes: AsyncIterable<Buffer>,
    private readonly lines: boolean,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly unknown[]> {
    const pieces = this.texts();
    let head = "";
    let reader: EntryReader | undefined;
    for await (const piece of pieces) {
      if (reader) {
        yield reader.feed(piece);
        continue;
      }
      head += piece;
      reader = readerOf(head, this.lines);
      if (!reader) continue;
      yield reader.feed(head);
    }
    if (!reader) {
      reader = readerOf(head, this.lines, true);
      yield reader.feed(head);
    }
    if (head.length < HEAD && head.trim() === "") this.problem ??= "it is empty";
    yield reader.end();
    const { problem } = reader;
    if (problem !== undefined) this.problem = this.problem ? `${this.problem}; ${problem}` : problem;
  }

  private async *texts(): AsyncGenerator<string> {
    const decoder = new TextDecoder("utf-8");
    try {
      for await (const bytes of unzipped(this.bytes)) {
        const text = decoder.decode(bytes, { stream: true });
        if (text !== "") yield text;
      }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      this.problem =
        code === "Z_BUF_ERROR"
          ? "the gzip data are cut off"
          : code?.startsWith("Z_")
            ? `the gzip data are damaged (${message})`
            : message;
    }
    const rest = decoder.decode();
    if (rest !== "") yield rest;
  }
}

/** Takes a text in piece by piece and hands out the entries that are whole. */
interface EntryReader {
  feed(piece: string): readonly unknown[];
  end(): readonly unknown[];
  readonly problem?: string | undefined;
}

/** So much of a text tells what it is; a line of its own may be longer. */
const HEAD = 1024 * 1024;
/** `{"Records":[` is as long, without blanks. */
const BEGINNING = 12;

/** By how the text begins; undefined where that is not enough to tell. */
function readerOf(head: string, lines: boolean, isAll: true): EntryReader;
function readerOf(head: string, lines: boolean): EntryReader | undefined;
function readerOf(head: string, lines: boolean, isAll = false): EntryReader | undefined {
  if (lines) return new LineReader();
  const end = head.trimStart().indexOf("\n");
  const isEnough = end >= 0 && head.replace(/\s+/g, "").length > BEGINNING;
  if (!isEnough && head.length < HEAD && !isAll) return undefined;
  const list = LIST.exec(head);
  if (!list) return new LineReader();
  // A document, or a batch, on a line of its own.
  const first = end < 0 ? undefined : head.trimStart().slice(0, end);
  if (first !== undefined && isJson(first)) return new LineReader();
  return new ListReader(list[0]);
}

class LineReader implements EntryReader {
  private readonly tally = new LineTally();
  /** Of the line that is open. */
  private parts: string[] = [];
  private length = 0;
  /** The line that is open is too long to be a record. */
  private passing = false;

  feed(piece: string): readonly unknown[] {
    const lines = piece.split("\n");
    const rest = lines.pop()!;
    const entries = lines.flatMap((line) => {
      this.open(line);
      return this.close();
    });
    this.open(rest);
    return entries;
  }

  end(): readonly unknown[] {
    return this.close();
  }

  get problem(): string | undefined {
    return this.tally.problem;
  }

  private open(part: string): void {
    this.length += part.length;
    if (this.length > LONGEST_ENTRY) this.passing = true;
    if (this.passing) this.parts = [];
    else this.parts.push(part);
  }

  private close(): readonly unknown[] {
    // It counts as one, and is no JSON.
    const line = this.passing ? "(too long a line)" : this.parts.join("");
    this.parts = [];
    this.length = 0;
    this.passing = false;
    return line.trim() === "" ? [] : this.tally.entriesOf(line);
  }
}

class ListReader implements EntryReader {
  private readonly splitter = new ListSplitter();
  private broken = 0;
  private skip: number;
  /** A list that no document holds, of which an entry has been seen, or a record. */
  private readonly isBare: boolean;
  private some = false;
  private recognized = false;

  /** @param before what of the text comes before the list's first entry, its bracket too */
  constructor(private readonly before: string) {
    this.skip = before.length;
    this.isBare = !before.includes("{");
  }

  feed(piece: string): readonly unknown[] {
    const text = piece.slice(this.skip);
    this.skip = 0;
    const entries = this.splitter.feed(text).map((entry): unknown => {
      try {
        return JSON.parse(entry);
      } catch {
        this.broken++;
        return entry;
      }
    });
    if (!this.isBare) return entries;
    const records = entries.flatMap(entriesOfEntry);
    this.some ||= records.length > 0;
    this.recognized ||= records.some(isRecordEntry);
    return records;
  }

  end(): readonly unknown[] {
    return [];
  }

  get problem(): string | undefined {
    const { ended, tooLong } = this.splitter;
    if (tooLong) return `an entry is longer than ${LONGEST_ENTRY / 2 ** 20} MB; what follows was not read`;
    const { rest } = this.splitter;
    if (!ended || (rest.trim() === "" && !isJson(`${this.before}]`))) return "it is cut off";
    if (!isJson(`${this.before}]${rest}`)) return "something follows the end of its list, and was not read";
    if (this.broken > 0) return `its JSON is broken in ${this.broken} of its entries`;
    return this.isBare && this.some && !this.recognized ? NO_RECORDS : undefined;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Records of CloudTrail's come to 10 to 40 times their size, as each has ids of its own; zeros to 1,000 times. */
const MOST_TIMES = 200;
/** Less than this does no harm. */
const HARMLESS = 32 * 1024 * 1024;

/** Plain bytes, also of gzip, which is known by its first two; of what unpacks to far too much, the beginning. */
async function* unzipped(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const iterator = bytes[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  while (start.length < 2) {
    const next = await iterator.next();
    if (next.done) break;
    start = Buffer.concat([start, next.value]);
  }
  let packed = 0;
  const all = startingWith(start, iterator, (length) => (packed += length));
  if (start[0] !== 0x1f || start[1] !== 0x8b) {
    yield* all;
    return;
  }
  const gunzip = createGunzip({ chunkSize: 256 * 1024, finishFlush: constants.Z_SYNC_FLUSH });
  // What goes wrong is told to whoever reads its end.
  pipeline(Readable.from(all), gunzip, () => {});
  let length = 0;
  for await (const chunk of gunzip as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > HARMLESS && length > MOST_TIMES * gunzip.bytesWritten)
      throw new Error(
        `it unpacks to more than ${MOST_TIMES} times its size, as no log file does; not read on`,
      );
    yield chunk;
  }
  if (packed > gunzip.bytesWritten) throw new Error(TRAILING);
}

async function* startingWith(
  first: Buffer,
  rest: AsyncIterator<Buffer>,
  took: (length: number) => void,
): AsyncGenerator<Buffer> {
  try {
    took(first.length);
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      took(next.value.length);
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}
