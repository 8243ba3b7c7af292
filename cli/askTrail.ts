import type { EventQuery, EventSet } from "../detective";
import { redact } from "../detective/redact";
import { NoAnswerError } from "./noAnswerError";
import type { OutputOptions } from "./options/outputOptions";
import { readRange } from "./options/readTime";
import type { TrailOptions } from "./options/trailOptions";
import { HowFar } from "./trail/howFar";
import { Progress } from "./progress";
import type { Call } from "./command";
import { openAccount } from "./trail/account";
import { fromFiles, openSource } from "./trail/openSource";
import { readAll, type Read } from "./trail/readAll";

/** What a question wants read. */
export interface Wanted extends Pick<EventQuery, "where" | "keep" | "category"> {
  /** `--since` where none was given and the API is read: a question that would otherwise read for hours. */
  since?: string | undefined;
  /** `--max` where none was given. */
  max?: number | undefined;
}

/**
 * Reads what a question needs, with progress on stderr.
 *
 * @throws UsageError on options that can't be meant
 * @throws NoAnswerError when nothing at all could be read, with every reason
 */
export async function askTrail(call: Call, wanted: Wanted = {}): Promise<Read> {
  const { io, signal } = call;
  const options = call.options as unknown as TrailOptions & OutputOptions;
  const since = options.since ?? (fromFiles(options) ? undefined : wanted.since);
  const range = readRange({ ...options, ...(since !== undefined && { since }) }, io.now());
  const progress = new Progress(io, "reading", options);
  const far = new HowFar(range, fromFiles(options) ? undefined : io.now());
  const source = await openSource(options, () => openAccount(options, io.env), {
    signal,
    onProgress: ({ region, requests }, regions) => {
      far.requested(region, requests, regions);
      progress.say(far.line());
    },
  });
  const max = options.max ?? wanted.max;
  const { where, keep, category } = wanted;
  const read = await readAll(
    source.read({
      ...range,
      ...(where && { where }),
      ...(keep && { keep }),
      ...(category && { category }),
      ...(max !== undefined && { max }),
    }),
    signal,
    (_, event) => {
      far.took(event);
      progress.say(far.line());
    },
  );
  progress.end("done", `${read.events.length} events`);
  throwIfNothing(read);
  // Here, so that no form of no answer can forget it.
  return options.showSecrets ? read : { ...read, events: read.events.map(redact) };
}

/** An empty answer that rests on nothing but failures would look like a clean trail. */
function throwIfNothing({ events, coverage, interrupted }: Read): void {
  const failed = coverage.gaps.filter(
    ({ reason }) => reason === "failed-region" || reason === "unreadable-file",
  );
  if (interrupted || events.length > 0 || coverage.regions.length > 0 || failed.length === 0) return;
  throw new NoAnswerError([...new Set(failed.map(({ detail }) => detail))].join("\n"));
}

/** Whether an answer is all that was asked for; a listing that the reader cut himself is. */
export function isWhole(
  { coverage }: Pick<EventSet, "coverage">,
  { listing }: { listing: boolean },
): boolean {
  return coverage.gaps.every(({ inherent, reason }) => inherent || (listing && reason === "cut"));
}
