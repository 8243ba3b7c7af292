/**
 * Runs a call that may hang: its signal fires at the deadline or with the outer signal, and so does the promise, even
 * where the call doesn't listen.
 *
 * @throws TimeoutError (by name) at the deadline; the outer signal's reason
 */
export async function withDeadline<T>(
  call: (signal: AbortSignal) => Promise<T>,
  timeoutMs: number,
  outer: AbortSignal,
): Promise<T> {
  outer.throwIfAborted();
  const own = new AbortController();
  let stop = (_reason: Error): void => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = (reason) => {
      // Rejected first: the call's own AbortError would not say why.
      reject(reason);
      own.abort(reason);
    };
  });
  const onOuter = () => stop(outer.reason instanceof Error ? outer.reason : new Error("stopped"));
  outer.addEventListener("abort", onOuter, { once: true });
  const seconds = timeoutMs / 1000;
  const timer = Number.isFinite(timeoutMs)
    ? setTimeout(() => stop(named("TimeoutError", `no answer within ${seconds} s`)), timeoutMs)
    : undefined;
  try {
    return await Promise.race([call(own.signal), stopped]);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener("abort", onOuter);
  }
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
