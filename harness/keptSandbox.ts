import { rm } from "node:fs/promises";
import { join } from "node:path";
import {
  findKeptEmulator,
  keepEmulator,
  stopKeptEmulator,
  type EmulatorRecord,
} from "../sandbox/emulator/keptEmulator";
import { emulatorInUse } from "../sandbox/emulator/emulatorInUse";
import { stateFolder } from "../sandbox/stateFolder";
import { openSandbox } from "./sandboxTarget";
import type { StageLog } from "./stageLog";
import type { Target } from "./target";

/** The emulator that goes on between commands, as the environment by which the AWS tools find it. */
export interface KeptSandbox {
  endpoint: string;
  environment: Record<string, string>;
}

/**
 * Opens the sandbox in an emulator that goes on when this process has ended: the one at AWS_ENDPOINT_URL, else one of
 * our own, started or found running.
 *
 * @throws SetupError when a part can be neither found nor installed nor started, with the way out
 * @throws the signal's reason when it was aborted
 */
export function openKeptSandbox(
  log: StageLog,
  env: NodeJS.ProcessEnv = process.env,
  signal?: AbortSignal,
): Promise<Target> {
  return openSandbox(log, env, signal, async (options) => {
    // What an emulator held that has ended is gone, and its stacks with it.
    if (!(await findKeptSandbox(env))) await rm(stacksIn(folderOf(env)), { recursive: true, force: true });
    const { environment } = sandboxOf(await keepEmulator(folderOf(env), options));
    return (await emulatorInUse({ ...env, ...environment }))!;
  });
}

/** The sandbox that goes on between commands, or undefined when none does. */
export async function findKeptSandbox(
  env: NodeJS.ProcessEnv = process.env,
): Promise<KeptSandbox | undefined> {
  const record = await findKeptEmulator(folderOf(env));
  return record && sandboxOf(record);
}

/** Ends it, with everything in it, and forgets its stacks; false when none goes on. */
export async function endKeptSandbox(env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  const ended = await stopKeptEmulator(folderOf(env));
  await rm(folderOf(env), { recursive: true, force: true });
  return ended;
}

/** Where a stack of a target is kept: with our own sandbox, else by the emulator's address or the account and Region. */
export async function keptStackFolder(
  { endpoint, accountId, region }: Pick<Target, "endpoint" | "accountId" | "region">,
  name: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const ours = endpoint !== undefined && (await findKeptSandbox(env))?.endpoint === endpoint;
  const place = endpoint === undefined ? `${accountId}-${region}` : new URL(endpoint).host;
  const parent = ours ? stacksIn(folderOf(env)) : join(stacksIn(stateFolder(env)), fileName(place));
  return join(parent, fileName(name));
}

function stacksIn(folder: string): string {
  return join(folder, "stacks");
}

function fileName(text: string): string {
  return text.replaceAll(/[^\w.-]/g, "_");
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
      // The AWS CLI's version 1 and boto3 look only here.
      AWS_DEFAULT_REGION: region,
    },
  };
}
