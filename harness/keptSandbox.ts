import { join } from "node:path";
import {
  findKeptEmulator,
  keepEmulator,
  stopKeptEmulator,
  type EmulatorRecord,
} from "../sandbox/emulator/keptEmulator";
import { stateFolder } from "../sandbox/stateFolder";
import type { StageLog } from "./stageLog";

/** The emulator that goes on between commands, as the environment by which the AWS tools find it. */
export interface KeptSandbox {
  endpoint: string;
  environment: Record<string, string>;
}

/**
 * Starts the sandbox that goes on between commands, or finds it running.
 *
 * @throws SetupError when it can be neither found nor installed nor started, with the way out
 */
export async function keepSandbox(
  log: StageLog,
  env: NodeJS.ProcessEnv = process.env,
  signal?: AbortSignal,
): Promise<KeptSandbox> {
  const record = await log.run(
    "emulator",
    (progress) => keepEmulator(folderOf(env), { progress, signal }),
    ({ endpoint }) => `${endpoint}, goes on until \`audit-trail down\``,
  );
  return sandboxOf(record);
}

/** The sandbox that goes on between commands, or undefined when none does. */
export async function findKeptSandbox(
  env: NodeJS.ProcessEnv = process.env,
): Promise<KeptSandbox | undefined> {
  const record = await findKeptEmulator(folderOf(env));
  return record && sandboxOf(record);
}

/** Ends it, with everything in it; false when none goes on. */
export function endKeptSandbox(env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  return stopKeptEmulator(folderOf(env));
}

/** Where the stack of a target is kept: of the sandbox, of an emulator somebody else started, or of an account. */
export function keptStackFolder(name: string, env: NodeJS.ProcessEnv = process.env): string {
  return join(stateFolder(env), "stacks", name.replaceAll(/[^\w.-]/g, "_"));
}

function folderOf(env: NodeJS.ProcessEnv): string {
  return join(stateFolder(env), "sandbox");
}

function sandboxOf({ endpoint, region, rootCredentials }: EmulatorRecord): KeptSandbox {
  return {
    endpoint,
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: rootCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: rootCredentials.secretAccessKey,
      AWS_REGION: region,
    },
  };
}
