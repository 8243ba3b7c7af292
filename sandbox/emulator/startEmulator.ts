import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Progress, silent } from "../progress";
import { SetupError } from "../setupError";
import { Emulator } from "./emulator";
import { EMULATOR_VERSION, installEmulator } from "./installEmulator";
import { launcherEnvironment } from "./launcherEnvironment";
import { LauncherProcess } from "./launcherProcess";
import { DEFAULT_ACCOUNT, rootCredentials } from "./rootCredentials";

export interface EmulatorOptions {
  /** Where to tell how far installing and starting is. @default nobody */
  progress?: Progress;
  /** The loopback port to listen on; 0 takes a free one. @default 0 */
  port?: number;
  /** Whether IAM policies are enforced for users and roles, so that a denied call is denied. @default true */
  iamEnforcement?: boolean;
  /** Seconds between two deliveries of log files. @default 1 */
  deliverySeconds?: number;
  /** Seconds between two digest files of a Region, which is an hour on AWS. @default 5 */
  digestSeconds?: number;
  /** Seconds between a call and its event on the event bus. @default 1 */
  eventBridgeSeconds?: number;
  /** Whether it makes its slow first calls by itself once it is ready; not worth it for a few calls. @default true */
  warmUp?: boolean;
  /** Accounts besides the default one whose root keys (`rootCredentials`) are accepted. @default none */
  accounts?: readonly string[];
  /** A file to append the emulator's log to. @default none, the last lines are kept in memory */
  logFile?: string;
  /** More environment for the emulator; wins over everything else. @default none */
  env?: NodeJS.ProcessEnv;
  /** How long to wait until it is ready, in ms. @default 120000 */
  readyMs?: number;
  /** Ends installing and starting early. @default none */
  signal?: AbortSignal | undefined;
}

const GRACE_MS = 10_000;

/**
 * Starts an AWS emulator of its own on the loopback interface: LocalEmu with this project's corrections.
 *
 * Several at the same time do not disturb each other. It ends when `stop` is called or this process ends, however.
 * @throws SetupError when it can't be installed or started, the port is taken, or it ends before it is ready
 * @throws the signal's reason when it was aborted before it was ready
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const progress = options.progress ?? silent;
  const python = await installEmulator(progress, process.env, options.signal);
  options.signal?.throwIfAborted();
  progress("emulator: starting");
  const folder = await mkdtemp(join(tmpdir(), "audit-trail-emulator-"));
  const launcher = new LauncherProcess(
    python,
    __dirname,
    folder,
    launcherEnvironment(folder, options),
    options.logFile,
  );
  const stop = async () => {
    await launcher.stop(GRACE_MS);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const port = await ready(launcher, python, options);
    progress(`emulator: ready on port ${port}`);
    return {
      endpoint: `http://127.0.0.1:${port}`,
      region: "us-east-1",
      accountId: DEFAULT_ACCOUNT,
      rootCredentials: rootCredentials(DEFAULT_ACCOUNT),
      pid: launcher.pid,
      folder,
      alive: () => launcher.howEnded() === undefined,
      recentLog: () => launcher.recentLog(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ready(launcher: LauncherProcess, python: string, options: EmulatorOptions): Promise<number> {
  const limitMs = options.readyMs ?? 120_000;
  const deadline = Date.now() + limitMs;
  while (Date.now() < deadline) {
    options.signal?.throwIfAborted();
    const ended = launcher.howEnded();
    if (ended !== undefined) throw notStarted(launcher, python, ended);
    const port = launcher.events.find(({ event }) => event === "starting")?.port;
    if (port !== undefined && (await answers(port))) return port;
    await delay(50);
  }
  throw new SetupError(
    `the emulator was not ready after ${limitMs / 1000} s; its last lines:\n${launcher.recentLog()}`,
    "try again with less load on this machine, or give it longer (readyMs)",
  );
}

async function answers(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/_localemu/health`, {
      signal: AbortSignal.timeout(5_000),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

function notStarted(launcher: LauncherProcess, python: string, ended: string): SetupError {
  const said = launcher.events.find(({ event }) => event !== "starting");
  if (said?.event === "port-taken") {
    return new SetupError(
      `port ${said.port} is already in use`,
      "leave the port out to have a free one taken, or name another; to use the emulator that listens there, set " +
        `AWS_ENDPOINT_URL=http://127.0.0.1:${said.port}`,
    );
  }
  if (said?.event === "upstream-changed") {
    return new SetupError(
      `the emulator at ${python} is not the one that is corrected here: ${said.detail}`,
      `install localemu[runtime]==${EMULATOR_VERSION} there, or unset AUDIT_TRAIL_EMULATOR_PYTHON to have it installed`,
    );
  }
  return new SetupError(
    `the emulator ended before it was ready (${ended}); its last lines:\n${launcher.recentLog()}`,
    `see whether ${python} runs and has localemu[runtime]==${EMULATOR_VERSION}; removing the cache folder installs it anew`,
  );
}
