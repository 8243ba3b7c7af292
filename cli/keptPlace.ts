import {
  findKeptSandbox,
  openAccount,
  openKeptSandbox,
  openSandbox,
  type StageLog,
  type Target,
} from "../harness";
import { UsageError } from "./usageError";

/** What `up` and `down` take to say where. */
export interface PlaceOptions {
  account?: boolean;
  stack?: string;
  yes?: boolean;
}

/** Opens where a stack is to stay up: the sandbox that goes on, an emulator that runs, or an AWS account. */
export function openPlace(
  { account = false }: PlaceOptions,
  log: StageLog,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Target> {
  return account ? openAccount(log, env, signal) : openKeptSandbox(log, env, signal);
}

/** Opens where stacks may be up; undefined when there is no sandbox, since nothing is up in one that has ended. */
export async function findPlace(
  { account = false }: PlaceOptions,
  log: StageLog,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Target | undefined> {
  if (account) return openAccount(log, env, signal);
  if (env.AWS_ENDPOINT_URL) return openSandbox(log, env, signal);
  const kept = await findKeptSandbox(env);
  return kept && openSandbox(log, { ...env, ...kept.environment }, signal);
}

/** The name under which a place's stack is kept. */
export function stackName({ stack = "default" }: PlaceOptions): string {
  return stack;
}

/**
 * Asks before an account is changed.
 *
 * @throws UsageError where nobody can be asked and `--yes` was not given
 */
export async function consent({ account, yes }: PlaceOptions, question: string): Promise<boolean> {
  if (!account || yes) return true;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UsageError(`${question} Nobody can be asked here: say --yes`);
  }
  const { createInterface } = await import("node:readline/promises");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
