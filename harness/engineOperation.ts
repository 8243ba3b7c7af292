import { ConcurrentUpdateError, type EngineEvent } from "@pulumi/pulumi/automation";
import { engineProgress } from "./engineProgress";
import type { Observer } from "./observer";

/**
 * Runs an operation of the engine and tells how far it is.
 *
 * @param name as in "pulumi up"
 * @throws Error with what the engine's diagnostics said, for the SDK's error repeats its whole output
 * @throws ConcurrentUpdateError when the stack is locked
 */
export async function engineOperation<T>(
  name: string,
  observer: Observer,
  run: (onEvent: (event: EngineEvent) => void) => Promise<T>,
): Promise<T> {
  const errors: string[] = [];
  const tell = engineProgress({
    progress: (line) => observer.progress(line),
    note: (text) => {
      if (text.startsWith("error: ")) errors.push(text.slice("error: ".length));
      observer.note(text);
    },
  });
  try {
    return await run(tell);
  } catch (error) {
    if (error instanceof ConcurrentUpdateError || errors.length === 0) throw error;
    throw new Error(`${name} failed: ${errors.join("; ")}`, { cause: error });
  }
}
