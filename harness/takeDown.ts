import { ConcurrentUpdateError } from "@pulumi/pulumi/automation";
import { engineOperation } from "./engineOperation";
import { howToFinish } from "./howToFinish";
import type { IsolatedStack } from "./isolatedStack";
import type { StageLog } from "./stageLog";
import type { Target } from "./target";

/** A stack, and how to forget it. */
type TakenDown = Pick<IsolatedStack, "stack" | "dispose">;

/**
 * Destroys a run's stack and removes its state.
 *
 * When that fails, the state stays and the observer is told how to finish; in a target that has ended, or whose
 * contents end with the run, nothing is left to finish.
 */
export async function takeDown(target: Target, log: StageLog, isolated: TakenDown): Promise<void> {
  const { stack, dispose } = isolated;
  if (!target.alive()) {
    log.observer.note("the emulator has ended, and all that was made in it: there is nothing to take down");
  } else {
    const destroy = () =>
      engineOperation("pulumi destroy", log.observer, (onEvent) => stack.destroy({ onEvent }));
    try {
      await log.run("destroy", async () => {
        try {
          await destroy();
        } catch (error) {
          if (!(error instanceof ConcurrentUpdateError)) throw error;
          // An up that was cut off left its lock, and nobody else knows this stack.
          await stack.cancel();
          await destroy();
        }
      });
    } catch (error) {
      if (target.outlivesRun && target.alive()) tellHowToFinish(target, log, isolated);
      else await dispose();
      throw error;
    }
  }
  await dispose();
}

function tellHowToFinish(target: Target, log: StageLog, { stack }: TakenDown): void {
  log.observer.note(
    [
      `stack ${stack.name} could not be destroyed; what is left of it is still in ${target.description}, and its state in`,
      `${stack.workspace.workDir}. When the cause is mended, this finishes it:`,
      ...howToFinish(target, stack),
    ].join("\n"),
  );
}
