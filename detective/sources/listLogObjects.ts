import { isJsonObject } from "../json";
import { QueryError } from "../source";
import { count } from "../wording";
import { BucketReader, ObjectPage } from "./bucketReader";
import { compareKeys } from "./compareKeys";
import { explainS3Error } from "./explainS3Error";
import { FileProblem } from "./fileGaps";
import { parseLogKey } from "./logKey";
import { LogScope } from "./logScope";
import { sideBySide } from "./sideBySide";

/** An object that a list names. */
export interface ListedObject {
  key: string;
  size?: number;
  etag?: string;
  lastModified?: Date;
}

/** What is opened of a bucket: `LogScope` decides so. */
export type ObjectScope = Pick<LogScope, "opens" | "delivered">;

/** What was listed until now, and what could not be. */
export interface Listed {
  /** Objects that were named, those that are no log files too. */
  objects: number;
  requests: number;
  problems: { push(problem: FileProblem): unknown; readonly length: number };
}

/** Objects of one folder or one page, in the order of their keys. */
type Batch = ListedObject[];

/** After so many folders without anything of CloudTrail's layout below them, the rest is listed in one row. */
const MANY_FOLDERS = 1000;
/** So many pages are kept ahead of the one that is looked at. */
const PAGES_AHEAD = 32;

/**
 * The objects under a prefix, as far as a scope opens them, page by page in the order of their keys.
 *
 * Goes down the folders as far as they tell accounts, kinds, Regions and, where there are many files, months and days
 * apart, and lists those side by side; holds a few pages, however many objects there are. Of very many folders that are
 * none of those, all that is below is listed in one row. A folder that can't be listed is noted in `listed.problems`, and
 * the rest goes on.
 *
 * @param prefix a folder's ends in a slash, and the whole bucket's is empty; else a folder or an object of that name
 * @throws QueryError where the bucket doesn't exist, or nothing that could be a log file lies under the prefix
 */
export async function* listLogObjects(
  reader: BucketReader,
  prefix: string,
  scope: ObjectScope,
  listed: Listed = { objects: 0, requests: 0, problems: [] },
  { manyFolders = MANY_FOLDERS } = {},
): AsyncGenerator<Batch, void> {
  const listing = new Listing(reader, scope, listed, manyFolders);
  let some = false;
  for await (const batch of listing.under(prefix)) {
    some ||= batch.length > 0;
    if (batch.length > 0) yield batch;
  }
  if (some || listing.passed || listed.problems.length > 0) return;
  const seen = listed.objects > 0 ? ` (of ${count(listed.objects, "object")} none is named as one)` : "";
  throw new QueryError(
    `s3://${reader.bucket}/${prefix}: no log file is there${seen}; give the prefix that holds AWSLogs/, or one below it`,
  );
}

interface ListInput {
  Prefix: string;
  Delimiter?: string;
  StartAfter?: string;
}

interface Page {
  /** Keys and folders (which end in a slash, and have no object) in their order. */
  entries: (ListedObject & { folder?: true })[];
  more: boolean;
}

class Listing {
  /** Something was passed over that the scope doesn't open. */
  passed = false;
  /** A Region's folder was found. */
  private laidOut = false;
  private readonly ahead = { room: PAGES_AHEAD };

  constructor(
    private readonly reader: BucketReader,
    private readonly scope: ObjectScope,
    private readonly listed: Listed,
    private readonly manyFolders: number,
  ) {}

  async *under(prefix: string): AsyncGenerator<Batch, void> {
    if (prefix === "" || prefix.endsWith("/")) return yield* this.folder(prefix);
    // `logs` is the folder `logs/` or an object of that name, not `logs-of-others/`.
    for await (const { entries } of this.pages({ Prefix: prefix, Delimiter: "/" })) {
      for (const entry of entries) {
        if (entry.folder && entry.key === `${prefix}/`) yield* this.folder(entry.key);
        else if (entry.key === prefix) yield this.wanted([entry]);
      }
    }
  }

  private folder(prefix: string, after = ""): AsyncGenerator<Batch, void> {
    return parseLogKey(prefix).region === undefined
      ? this.branches(prefix, after)
      : this.files(prefix, after);
  }

  /** Folder by folder, each as the scope opens it; what stands before `after` was listed. */
  private async *branches(prefix: string, after: string): AsyncGenerator<Batch, void> {
    let folders = 0;
    for await (const { entries, more } of this.pages({ Prefix: prefix, Delimiter: "/" })) {
      yield* sideBySide(this.parts(entries, after), this.ahead);
      folders += entries.filter(({ folder }) => folder).length;
      const last = entries.at(-1);
      if (more && last && folders >= this.manyFolders && !this.laidOut) {
        return yield* this.row(prefix, last.folder ? last.key + LAST_CHARACTER : last.key);
      }
    }
  }

  private *parts(entries: Page["entries"], after: string): Generator<() => AsyncGenerator<Batch, void>> {
    let files: ListedObject[] = [];
    for (const entry of entries) {
      if (!entry.folder) {
        if (entry.key > after) files.push(entry);
        continue;
      }
      if (files.length > 0) yield this.given(files);
      files = [];
      const isBegun = after.startsWith(entry.key);
      if (entry.key < after && !isBegun) continue;
      if (this.scope.opens(parseLogKey(entry.key))) yield () => this.folder(entry.key, isBegun ? after : "");
      else this.passed = true;
    }
    if (files.length > 0) yield this.given(files);
  }

  private given(files: ListedObject[]): () => AsyncGenerator<Batch, void> {
    const batch = this.wanted(files);
    // eslint-disable-next-line @typescript-eslint/require-await -- one part among others
    return async function* () {
      yield batch;
    };
  }

  /** The files of a Region, a year or a month: one page, and where there are more, its folders side by side. */
  private async *files(prefix: string, after: string): AsyncGenerator<Batch, void> {
    this.laidOut = true;
    const { from } = parseLogKey(prefix);
    const first = this.scope.delivered.from;
    const start = from === undefined && Number.isFinite(first) ? prefix + dayOf(first) : "";
    if (start !== "") this.passed = true;
    const row = rowOf(prefix, after > start ? after : start);
    for await (const { entries, more } of this.pages(row, isDay(prefix))) {
      yield this.wanted(entries);
      const last = entries.at(-1)?.key;
      if (last === undefined) continue;
      if ((parseLogKey(last).from ?? -Infinity) > this.scope.delivered.to) return;
      if (more && last.includes("/", prefix.length)) return yield* this.branches(prefix, last);
    }
  }

  private async *row(prefix: string, after: string): AsyncGenerator<Batch, void> {
    for await (const { entries } of this.pages(rowOf(prefix, after), true)) yield this.wanted(entries);
  }

  private wanted(entries: readonly ListedObject[]): Batch {
    return entries.filter(({ key }) => {
      // An empty object that ends in a slash stands for a folder.
      if (key.endsWith("/")) return false;
      if (!this.scope.opens(parseLogKey(key))) {
        this.passed = true;
        return false;
      }
      return !/\.(?!jsonl?$|ndjson$|gz$)\w+$/i.test(key);
    });
  }

  /**
   * A failure is noted, not thrown, but for a bucket that isn't there.
   *
   * @param ahead asks for the next page while one is looked at
   */
  private async *pages(input: ListInput, ahead = false): AsyncGenerator<Page, void> {
    const seen = new Set<string>();
    const ask = (token?: string): Promise<ObjectPage> =>
      this.reader.page({ ...input, ...(token !== undefined && { ContinuationToken: token }) });
    try {
      let page: ObjectPage | undefined = await ask();
      while (page) {
        const token: string | undefined = page.NextContinuationToken;
        this.listed.requests++;
        this.listed.objects += page.Contents?.length ?? 0;
        const isCircle: boolean = token !== undefined && seen.has(token);
        const next: Promise<ObjectPage> | undefined =
          ahead && token !== undefined && !isCircle ? ask(token) : undefined;
        // A failure is raised when its turn comes; until then it must not count as unhandled.
        next?.catch(() => undefined);
        yield { entries: entriesOf(page), more: token !== undefined };
        if (isCircle)
          throw new Error("S3 returned the same page token twice; stopped to not read in a circle");
        if (token !== undefined) remember(seen, token);
        page = token === undefined ? undefined : await (next ?? ask(token));
      }
    } catch (error) {
      this.note(input.Prefix, error);
    }
  }

  private note(prefix: string, error: unknown): void {
    const { bucket } = this.reader;
    if (error instanceof QueryError || this.reader.stopped) throw error;
    if (isJsonObject(error) && error.name === "NoSuchBucket")
      throw new QueryError(`s3://${bucket}: there is no such bucket; check its name, and the endpoint`);
    const { region } = parseLogKey(prefix);
    const why = explainS3Error(error, { action: "s3:ListBucket", bucket }).replace(/\.$/, "");
    this.listed.problems.push({
      file: `s3://${bucket}/${prefix}`,
      reason: `could not be listed to the end: ${why}`,
      ...(region !== undefined && { region }),
    });
  }
}

/** The highest that a key is likely to hold: what is listed after it is no longer below the folder. */
const LAST_CHARACTER = "\u{10FFFD}";

function rowOf(Prefix: string, after: string): ListInput {
  return after === "" ? { Prefix } : { Prefix, StartAfter: after };
}

function entriesOf({ Contents = [], CommonPrefixes = [] }: ObjectPage): Page["entries"] {
  const entries: Page["entries"] = [];
  for (const { Key, Size, ETag, LastModified } of Contents) {
    if (Key)
      entries.push({
        key: Key,
        ...(Size !== undefined && { size: Size }),
        ...(ETag !== undefined && { etag: ETag }),
        ...(LastModified && { lastModified: LastModified }),
      });
  }
  for (const { Prefix } of CommonPrefixes) if (Prefix) entries.push({ key: Prefix, folder: true });
  return CommonPrefixes.length > 0 && Contents.length > 0
    ? entries.sort((a, b) => compareKeys(a.key, b.key))
    : entries;
}

/** Only the last few are looked at: a circle is short, and a bucket has millions of pages. */
function remember(seen: Set<string>, token: string): void {
  seen.add(token);
  if (seen.size > 1000) for (const oldest of seen) return void seen.delete(oldest);
}

/** A day's folder has no others below it. */
function isDay(prefix: string): boolean {
  return /\/\d{4}\/\d\d\/\d\d\/$/.test(prefix);
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10).replaceAll("-", "/");
}
