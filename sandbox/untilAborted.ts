/**
 * Waits for work, but not longer than until the signal is aborted.
 *
 * The work itself is not stopped: give it only what ends, and leaves nothing half made, when this process ends.
 *
 * @throws the signal's reason when it was aborted
 */
export async function untilAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (signal === undefined) return work;
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
  });
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
