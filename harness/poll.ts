import { setTimeout as delay } from "node:timers/promises";

/** What was waited for did not come in time. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
}

/**
 * Asks again and again until there is an answer.
 *
 * @param ask answers undefined as long as it has to be asked again
 * @throws DeadlineError that says what was waited for and for how long
 * @throws the signal's reason when it was aborted
 */
export async function poll<T>(
  ask: () => Promise<T | undefined>,
  options: {
    /** What is waited for, as the end of "waited … for". A function, when it is known only at the end what is missing. */
    what: string | (() => string);
    /** In ms. */
    deadline: number;
    /** In ms. @default 100 */
    interval?: number;
    signal?: AbortSignal | undefined;
  },
): Promise<T> {
  const end = Date.now() + options.deadline;
  for (;;) {
    options.signal?.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() >= end) {
      const what = typeof options.what === "string" ? options.what : options.what();
      throw new DeadlineError(`waited ${Math.round(options.deadline / 1000)} s in vain for ${what}`);
    }
    // An abort ends the pause; the next round throws its reason.
    await delay(options.interval ?? 100, undefined, options.signal && { signal: options.signal }).catch(
      () => undefined,
    );
  }
}
