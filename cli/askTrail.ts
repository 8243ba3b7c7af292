import {
  collect,
  collectReads,
  type Coverage,
  type EventQuery,
  type EventSet,
  type Gap,
  type QuestionReads,
  type Source,
} from "../detective";
import type { AthenaSession } from "../detective/athena/athenaSession";
import type { Call } from "./command";
import { NoAnswerError } from "./noAnswerError";
import type { OutputOptions } from "./options/outputOptions";
import { readRange, type Range } from "./options/readTime";
import type { TrailOptions } from "./options/trailOptions";
import { remember } from "./output/hideSecrets";
import { Progress } from "./progress";
import { openAccount } from "./trail/account";
import { askOnTerminal, spentText } from "./trail/athena";
import { HowFar, TELL_FILES } from "./trail/howFar";
import { fromFiles, openSource } from "./trail/openSource";
import { watchedSource } from "./trail/watchedSource";

/** To say it for each event would take longer than reading one. */
const TELL_EVERY = 100;

/** What a question wants read. */
export interface Wanted extends Pick<EventQuery, "where" | "keep" | "needs" | "category"> {
  /** Of files and Athena, where no `--max` counts what is read, this part alone. @default all that the rest says */
  reads?: QuestionReads | undefined;
  /** `--since` where none was given and the API is read: a question that would otherwise read for hours. */
  since?: string | undefined;
  /** `--max` where none was given. */
  max?: number | undefined;
  /** Read so much further back than was asked for, in milliseconds: what lies before is compared with. */
  lookBackMs?: number;
}

/** What was read, and whether the reader stopped it. */
export interface Read extends EventSet {
  interrupted: boolean;
}

/**
 * Reads what a question needs, with progress on stderr.
 *
 * @throws UsageError on options that can't be meant
 * @throws NoAnswerError when nothing at all could be read, with every reason
 */
export async function askTrail(call: Call, wanted: Wanted = {}): Promise<Read> {
  const { max: most, lookBackMs = 0, where, keep, needs, category, reads } = wanted;
  const options = call.options as unknown as TrailOptions;
  const max = options.max ?? most;
  const asked = askedRange(call, wanted.since);
  const range: Range = {
    ...asked,
    ...(asked.startTime && { startTime: new Date(asked.startTime.getTime() - lookBackMs) }),
  };
  return readingTrail(call, range, async (source) => {
    const query = { ...range, ...(where && { where }), ...(category && { category }) };
    const set =
      reads && max === undefined && options.from !== "api"
        ? await collectReads(source, query, reads)
        : await collect(
            source.read({
              ...query,
              ...(keep && { keep }),
              ...(needs && { needs }),
              ...(max !== undefined && { max }),
            }),
          );
    throwIfNothing(set.coverage, call.signal);
    return { ...set, interrupted: call.signal.aborted };
  });
}

/**
 * From when to when a question is asked.
 *
 * @param since what counts where none was given and the API is read
 */
export function askedRange({ io, options }: Call, since?: string): Range {
  const given = options as unknown as TrailOptions & OutputOptions;
  const start = given.since ?? (fromFiles(given) ? undefined : since);
  return readRange({ ...given, ...(start !== undefined && { since: start }) }, io.now());
}

/** Opens what the options name and reads of it, with progress on stderr. */
export async function readingTrail<T>(
  call: Call,
  range: Range,
  read: (source: Source, say: (line: string) => void) => Promise<T>,
): Promise<T> {
  const { io, signal } = call;
  const options = call.options as unknown as TrailOptions & OutputOptions;
  const progress = new Progress(io, "reading", options);
  const far = new HowFar(range, options.from === "api" ? io.now() : undefined);
  let athena: AthenaSession | undefined;
  let outcome: "done" | "failed" = "failed";
  try {
    const source = await openSource(options, () => openAccount(options, io.env), {
      signal,
      say: (line) => progress.say(line),
      ask: askOnTerminal(progress),
      onAthena: (session) => (athena = session),
      onFiles: (files) => {
        far.filesRead(files);
        if (files.files % TELL_FILES === 0) progress.say(far.line());
      },
      onProgress: ({ region, requests }, regions) => {
        far.requested(region, requests, regions);
        progress.say(far.line());
      },
    });
    const result = await read(
      watchedSource(source, {
        signal,
        took: (event) => {
          remember(event);
          if (far.took(event) % TELL_EVERY === 0) progress.say(far.line());
        },
      }),
      (line) => progress.say(line),
    );
    outcome = "done";
    return result;
  } finally {
    // A query that was begun is stopped, not left.
    await athena?.settled();
    const spent = athena && spentText(athena);
    progress.end(outcome, spent ?? (outcome === "done" ? far.total() : undefined));
  }
}

/** An empty answer that rests on nothing but failures would look like a clean trail. */
export function throwIfNothing({ gaps, events, regions }: Coverage, signal: AbortSignal): void {
  const failed = gaps.filter(({ reason }) => reason === "failed-region" || reason === "unreadable-file");
  if (signal.aborted || events > 0 || regions.length > 0 || failed.length === 0) return;
  throw new NoAnswerError(reasons(failed).join("\n"));
}

/** Each reason once: one that is the same in every Region (wrong credentials) names the others behind the first. */
function reasons(failed: readonly Gap[]): string[] {
  const groups = new Map<string, Gap[]>();
  for (const gap of failed) {
    const reason = gap.region ? gap.detail.replaceAll(gap.region, "<region>") : gap.detail;
    groups.set(reason, [...(groups.get(reason) ?? []), gap]);
  }
  return [...groups.values()].map(([first, ...others]) => {
    const more = others.flatMap(({ region }) => region ?? []);
    return `${first!.detail}${more.length > 0 ? ` The same in ${more.join(", ")}.` : ""}`;
  });
}

/** Whether an answer is all that was asked for; a listing that the reader cut himself is. */
export function isWhole(
  { coverage }: Pick<EventSet, "coverage">,
  { listing }: { listing: boolean },
): boolean {
  return coverage.gaps.every(({ inherent, reason }) => inherent || (listing && reason === "cut"));
}
