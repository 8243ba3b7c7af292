import type { Stack } from "@pulumi/pulumi/automation";
import { engineOperation } from "./engineOperation";
import { plainOutputs } from "./isolatedStack";
import type { StageLog } from "./stageLog";

/**
 * Runs `up` on a stack and returns its outputs.
 *
 * @throws the signal's reason when it was aborted
 */
export function bringUp(
  log: StageLog,
  stack: Stack,
  signal: AbortSignal | undefined,
): Promise<Record<string, string>> {
  return log.run(
    "up",
    async () => {
      signal?.throwIfAborted();
      try {
        const { outputs } = await engineOperation("pulumi up", log.observer, (onEvent) =>
          stack.up({ onEvent, ...(signal && { signal }) }),
        );
        return plainOutputs(outputs);
      } catch (error) {
        // The engine ends with an error of its own, which says less than the reason for ending it.
        signal?.throwIfAborted();
        throw error;
      }
    },
    ({ trailArn }) => trailArn ?? "",
  );
}
