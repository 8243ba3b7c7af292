import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace, type OutputMap, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { failFast } from "./failFast";
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
    const stackName = `exercise-${suffix}`;
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName, projectName: "audit-trail", program: failFast(program) },
      {
        workDir: folder,
        pulumiCommand: target.engine,
        envVars: {
          PULUMI_BACKEND_URL: pathToFileURL(folder).href,
          PULUMI_CONFIG_PASSPHRASE: randomBytes(16).toString("hex"),
          PULUMI_SKIP_UPDATE_CHECK: "true",
          // A debug provider needs no plugins, so the run need not look at, nor write to, the user's own Pulumi home.
          ...(target.engineEnv.PULUMI_DEBUG_PROVIDERS && { PULUMI_HOME: join(folder, "home") }),
          ...target.engineEnv,
        },
        projectSettings: {
          name: "audit-trail",
          runtime: "nodejs",
          backend: { url: pathToFileURL(folder).href },
        },
        // Written as a file: setting it by command costs a start of the engine.
        stackSettings: {
          [stackName]: { config: stackConfig({ ...target.awsConfig, ...prefixed(config(suffix)) }) },
        },
      },
    );
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

function prefixed(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [`audit-trail:${key}`, value]));
}

function stackConfig(config: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
