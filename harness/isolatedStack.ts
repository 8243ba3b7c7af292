import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OutputMap, PulumiFn, Stack } from "@pulumi/pulumi/automation";
import { openStack } from "./openStack";
import type { Target } from "./target";

/** A stack of its own: nothing of it is shared with another run. */
export interface IsolatedStack {
  stack: Stack;
  /** The random part of its name, for the names of what it makes. */
  suffix: string;
  /** Removes its state; to be called when nothing that it made is left. */
  dispose: () => Promise<void>;
}

/**
 * Makes a stack with a random suffix, a file backend and a passphrase of its own, for a program of this process.
 *
 * @param config the stack's own configuration, by key, without the `aws:` part, which the target brings
 */
export async function isolatedStack(
  target: Target,
  program: PulumiFn,
  config: (suffix: string) => Record<string, unknown>,
  suffix = randomBytes(4).toString("hex"),
): Promise<IsolatedStack> {
  const folder = await mkdtemp(join(tmpdir(), "audit-trail-stack-"));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    const place = {
      stackName: `exercise-${suffix}`,
      folder,
      passphrase: randomBytes(16).toString("hex"),
    };
    const stack = await openStack(target, program, place, config(suffix));
    return { stack, suffix, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** A stack's outputs as plain text. */
export function plainOutputs(outputs: OutputMap): Record<string, string> {
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, String(value)]));
}
