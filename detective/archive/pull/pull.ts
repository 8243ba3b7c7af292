import { stat } from "node:fs/promises";
import { join } from "node:path";
import { awsErrorKind } from "../../explainAwsError";
import { BucketReader } from "../../sources/bucketReader";
import { compareKeys } from "../../sources/compareKeys";
import { FileProblems } from "../../sources/fileGaps";
import { Listed, ListedObject, listLogObjects } from "../../sources/listLogObjects";
import { parseLogKey } from "../../sources/logKey";
import { LogScope } from "../../sources/logScope";
import { Fetched, ObjectFetcher } from "./fetchObject";
import { FoldedNames, foldsCase } from "./foldedNames";
import { inOrder } from "./inOrder";
import { mirrorPath } from "./mirrorPath";
import { MirrorEntry, MirrorState } from "./mirrorState";
import { renewMetadata } from "./objectMetadata";
import type { MirrorOptions, Named, PullSummary } from "./pullArchive";
import { isDigestKind } from "./pullScope";
import { isFatal, whyNotWritten } from "./whyNotWritten";

/** So many objects are in work at once: more than requests, as files are compared and written too. */
const IN_WORK = 128;
const NAMED = 20;

type Outcome = { object: ListedObject } & (
  { kept: MirrorEntry } | { fetched: Fetched } | { failure: string } | { stop: string }
);

/** One pull: lists, compares, fetches, and writes down what the mirror holds. */
export class Pull {
  private readonly reader: BucketReader;
  private readonly fetcher: ObjectFetcher;
  private readonly state: MirrorState;
  private readonly listed: Listed;
  private readonly unlisted: string[] = [];
  private readonly end = new AbortController();
  /** Whoever ends it. */
  private readonly stop: AbortSignal;
  private readonly inWork = new Map<string, Promise<Outcome>>();
  private folded?: FoldedNames;
  private readonly summary: PullSummary = {
    looked: 0,
    fetched: 0,
    bytes: 0,
    unchanged: 0,
    concurrency: 0,
    changed: { count: 0, first: [] },
    gone: { count: 0, first: [] },
    problems: new FileProblems(),
  };

  constructor(
    private readonly options: MirrorOptions,
    private readonly scope: LogScope,
  ) {
    const { client, bucket, folder, signal } = options;
    this.stop = signal ? AbortSignal.any([signal, this.end.signal]) : this.end.signal;
    this.reader = new BucketReader(client, bucket, { signal: this.stop });
    this.fetcher = new ObjectFetcher(this.reader, folder);
    this.state = new MirrorState(folder);
    const { problems } = this.summary;
    this.listed = {
      objects: 0,
      requests: 0,
      problems: {
        push: (problem) => {
          this.unlisted.push(problem.file.slice(`s3://${bucket}/`.length));
          problems.push(problem);
        },
        get length() {
          return problems.length;
        },
      },
    };
  }

  async run(): Promise<PullSummary> {
    const { bucket, folder } = this.options;
    await this.state.open(bucket);
    await this.fetcher.prepare();
    if (await foldsCase(folder)) this.folded = new FoldedNames(folder);
    try {
      await this.pull();
    } finally {
      await this.fetcher.close();
      await this.keep();
    }
    return this.summary;
  }

  private async pull(): Promise<void> {
    const { signal } = this.options;
    try {
      for await (const outcome of inOrder(this.asked(), IN_WORK, (one) => this.inLine(one))) {
        await this.take(outcome);
        if (this.summary.stopped !== undefined) this.end.abort();
      }
    } catch (error) {
      const why = whyNotWritten(error, this.options.folder);
      if (why !== undefined) this.summary.stopped ??= why;
      else if (!this.stop.aborted) throw error;
    }
    if (signal?.aborted) this.summary.stopped = "interrupted";
  }

  /** Every object that is listed, with what the mirror knew of it; both are in the order of their keys. */
  private async *asked(): AsyncGenerator<{ object: ListedObject; before?: MirrorEntry }, void> {
    const entries = this.state.entries();
    let next = await entries.next();
    try {
      for await (const batch of listLogObjects(
        this.reader,
        this.options.prefix ?? "",
        this.scope,
        this.listed,
      )) {
        for (const object of batch) {
          if (this.stop.aborted) return;
          while (!next.done && compareKeys(next.value.key, object.key) < 0) {
            await this.passedOver(next.value);
            next = await entries.next();
          }
          const before = !next.done && next.value.key === object.key ? next.value : undefined;
          if (before) next = await entries.next();
          yield { object, ...(before && { before }) };
        }
      }
      for (; !next.done && !this.stop.aborted; next = await entries.next()) await this.passedOver(next.value);
    } finally {
      await entries.return();
    }
  }

  /** The mirror has it, and S3's list has not. */
  private async passedOver({ key }: MirrorEntry): Promise<void> {
    const { prefix = "", folder } = this.options;
    const inside =
      key === prefix || key.startsWith(prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`);
    if (!inside || !this.scope.opens(parseLogKey(key))) return;
    if (this.unlisted.some((part) => key.startsWith(part))) return;
    const path = mirrorPath(key);
    if ("parts" in path && (await stat(join(folder, ...path.parts)).catch(() => undefined)))
      name(this.summary.gone, key);
  }

  /** An object whose key is another's folder waits for that other, which comes first and stands then. */
  private async inLine(asked: { object: ListedObject; before?: MirrorEntry }): Promise<Outcome> {
    const { key } = asked.object;
    for (let end = key.indexOf("/"); end > 0; end = key.indexOf("/", end + 1))
      await this.inWork.get(key.slice(0, end));
    const outcome = this.mirror(asked);
    this.inWork.set(key, outcome);
    try {
      return await outcome;
    } finally {
      this.inWork.delete(key);
    }
  }

  private async mirror({ object, before }: { object: ListedObject; before?: MirrorEntry }): Promise<Outcome> {
    const path = mirrorPath(object.key);
    if ("refused" in path) return { object, failure: path.refused };
    const taken = await this.folded?.taken(path.parts);
    if (taken !== undefined) {
      const failure = `this file system takes its name for that of ${taken}; pull into a folder that tells capitals apart`;
      return { object, failure };
    }
    const kept = await this.unchanged(object, path.parts, before);
    if (kept) return { object, kept };
    try {
      return { object, fetched: await this.fetcher.fetch(object, path.parts) };
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      const kind = awsErrorKind(cause);
      const failure = error instanceof Error ? error.message : String(error);
      if (["expired", "no-credentials", "bad-credentials"].includes(kind)) return { object, stop: failure };
      const why = whyNotWritten(error, this.options.folder) ?? failure;
      return isFatal(error) ? { object, stop: why } : { object, failure: why };
    }
  }

  /** What stands for an object that needn't be fetched. */
  private async unchanged(
    { key, size, etag, lastModified }: ListedObject,
    parts: readonly string[],
    before: MirrorEntry | undefined,
  ): Promise<MirrorEntry | undefined> {
    // A digest without its metadata can't be validated: only of one that is known they are there.
    if (!before && isDigestKind(parseLogKey(key).kind)) return undefined;
    if (before && before.etag !== etag) return undefined;
    const file = await stat(join(this.options.folder, ...parts)).catch(() => undefined);
    const modified = lastModified?.getTime();
    if (!file?.isFile() || file.size !== size || modified === undefined) return undefined;
    // Some file systems keep whole or even seconds only.
    if (Math.abs(file.mtimeMs - modified) > 2_000) return undefined;
    return before ?? { key, size, ...(etag !== undefined && { etag }), modified };
  }

  private async take(outcome: Outcome): Promise<void> {
    const { summary, options } = this;
    const { key } = outcome.object;
    // What was on its way then is no problem of its own.
    if (this.stop.aborted && ("failure" in outcome || "stop" in outcome)) return;
    summary.looked++;
    if ("failure" in outcome) {
      const { region } = parseLogKey(key);
      const file = `s3://${options.bucket}/${key}`;
      summary.problems.push({ file, reason: outcome.failure, ...(region !== undefined && { region }) });
    } else if ("stop" in outcome) summary.stopped ??= outcome.stop;
    else if ("kept" in outcome) {
      summary.unchanged++;
      await this.state.add(outcome.kept);
    } else await this.takeFetched(outcome.object, outcome.fetched);
    summary.concurrency = this.reader.limit.highest;
    options.onProgress?.(summary);
  }

  private async takeFetched({ key, etag: listed }: ListedObject, fetched: Fetched): Promise<void> {
    const { size, etag = listed, lastModified, metadata, earlier } = fetched;
    this.summary.fetched++;
    this.summary.bytes += size;
    if (earlier !== undefined) name(this.summary.changed, { key, earlier });
    await this.state.add({
      key,
      size,
      ...(etag !== undefined && { etag }),
      ...(lastModified && { modified: lastModified.getTime() }),
      ...(Object.keys(metadata).length > 0 && { metadata }),
    });
  }

  /** Writes down what the mirror holds now; also where it ended early. */
  private async keep(): Promise<void> {
    const { folder } = this.options;
    try {
      await this.state.close();
      this.summary.metadata = await renewMetadata(folder, this.told());
    } catch (error) {
      const why = whyNotWritten(error, folder) ?? (error as Error).message;
      this.summary.stopped ??= why;
    }
  }

  private async *told() {
    for await (const { key, metadata } of this.state.entries()) if (metadata) yield { key, metadata };
  }
}

function name<T>(named: Named<T>, one: T): void {
  if (named.count++ < NAMED) named.first.push(one);
}
