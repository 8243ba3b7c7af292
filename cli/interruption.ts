import type { Observer } from "../harness";

/**
 * Turns Ctrl-C into an abort, so that what was made is taken down; a second Ctrl-C ends the process at once.
 *
 * @param says what happens now, for the reader. @default cleaning up
 */
export function interruption(
  observer: Pick<Observer, "note">,
  says = "cleaning up",
): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const stop = (signal: NodeJS.Signals) => {
    if (controller.signal.aborted) {
      observer.note("ended without clean-up");
      process.exit(130);
    }
    observer.note(`${signal}: ${says}; once more to end without`);
    controller.abort(new Error(`interrupted by ${signal}`));
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, stop);
  return {
    signal: controller.signal,
    release: () => {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}
