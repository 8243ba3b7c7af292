import { AsyncLocalStorage } from "node:async_hooks";
import { output, type Output } from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import * as state from "@pulumi/pulumi/runtime/state";

/**
 * Makes an inline program fail when something in it fails that nobody waits for.
 *
 * A rejected Output (a data source that finds nothing, say) leaves the outputs that depend on it open for ever. As a
 * process of its own a program then ends; inline the engine would wait for it without end. What else fails in it
 * later, when the engine has closed its connections, is no news and must not end this process.
 */
export function failFast(program: PulumiFn): PulumiFn {
  const run = async () => {
    let fail: (reason: unknown) => void = () => undefined;
    const failed = new Promise<never>((_, reject) => (fail = reject));
    process.on("unhandledRejection", fail);
    try {
      const outputs = await program();
      await Promise.race([Promise.all([settled(output(outputs)), registered()]), failed]);
      return outputs;
    } catch (error) {
      // The runtime waits for every registration before it tells the engine, and those will never come.
      runtimeStore().settings.rpcDone = Promise.resolve();
      ignoreFurther();
      throw error;
    } finally {
      process.off("unhandledRejection", fail);
    }
  };
  return () => programs.run(true, run);
}

/** Tells whether a promise was made by a program. */
const programs = new AsyncLocalStorage<true>();

/** Stays, since nobody knows when the last rejection of a program that failed has come. */
function ignoreFurther(): void {
  if (!process.listeners("unhandledRejection").includes(ignoreOfPrograms))
    process.on("unhandledRejection", ignoreOfPrograms);
}

/** Node calls it in the context of the promise; with a listener it leaves it to that to end the process. */
function ignoreOfPrograms(reason: unknown): void {
  const alone = process.listenerCount("unhandledRejection") === 1;
  if (programs.getStore() === undefined && alone) throw reason;
}

/** Once every resource that the program makes is registered; registering one may make others. */
async function registered(): Promise<void> {
  const { settings } = runtimeStore();
  for (let done; done !== settings.rpcDone;) {
    done = settings.rpcDone;
    await done;
  }
}

/** The state of the running program in Pulumi's SDK, which leaves it out of its declarations. */
function runtimeStore(): { settings: { rpcDone: Promise<unknown> } } {
  return (state as unknown as { getStore: () => ReturnType<typeof runtimeStore> }).getStore();
}

function settled(all: Output<unknown>): Promise<unknown> {
  return (all as unknown as { promise(): Promise<unknown> }).promise();
}
