import { spawn } from "node:child_process";
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Progress, silent } from "../progress";
import { SetupError } from "../setupError";
import { LockHolder, isAlive } from "../tryLock";
import { Credentials } from "./emulator";
import { installEmulator } from "./installEmulator";

/** An emulator that goes on when the process that started it has ended, as it is written down. */
export interface EmulatorRecord {
  endpoint: string;
  region: string;
  accountId: string;
  rootCredentials: Credentials;
  /** The process that it lives in. */
  keeper: LockHolder;
}

const POLL_MS = 50;
const READY_MS = 120_000;
const STOP_MS = 30_000;

/** The file that says where a folder's emulator is. */
export function recordIn(folder: string): string {
  return join(folder, "emulator.json");
}

/** The emulator kept in this folder, or undefined when there is none or it has ended. */
export async function findKeptEmulator(folder: string): Promise<EmulatorRecord | undefined> {
  try {
    const record = JSON.parse(await readFile(recordIn(folder), "utf8")) as EmulatorRecord;
    return isAlive(record.keeper) ? record : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Starts an emulator that goes on after this process, or finds the one that is kept in this folder already.
 *
 * @throws SetupError when it can't be installed or does not start, with what it said
 * @throws the signal's reason when it was aborted before it was ready
 */
export async function keepEmulator(
  folder: string,
  options: { progress?: Progress | undefined; signal?: AbortSignal | undefined } = {},
): Promise<EmulatorRecord> {
  const { progress = silent, signal } = options;
  const kept = await findKeptEmulator(folder);
  if (kept) return kept;
  // Here and not in the keeper, so that a person sees how far it is.
  await installEmulator(progress, process.env, signal);
  signal?.throwIfAborted();
  progress("emulator: starting");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rm(recordIn(folder), { force: true });
  const logPath = join(folder, "keeper.log");
  const log = await open(logPath, "w");
  const main = require.resolve("./keeper");
  const compiler = main.endsWith(".ts") ? ["-r", require.resolve("tsx/cjs")] : [];
  const child = spawn(process.execPath, [...compiler, main, folder], {
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  await log.close();
  let failure: string | undefined;
  child.once("error", ({ message }) => (failure = message));
  child.once("exit", (code, by) => (failure = `it ended with ${code ?? by}`));
  try {
    const deadline = Date.now() + READY_MS;
    while (Date.now() < deadline) {
      signal?.throwIfAborted();
      const record = await findKeptEmulator(folder);
      if (record) return record;
      if (failure !== undefined) {
        const said = (await readFile(logPath, "utf8")).trim();
        throw new SetupError(
          `the emulator did not start: ${said || failure}`,
          `see ${logPath} and ${join(folder, "emulator.log")}`,
        );
      }
      await delay(POLL_MS);
    }
    throw new SetupError(
      `the emulator was not ready after ${READY_MS / 1000} s`,
      `see ${logPath}; try again with less load on this machine`,
    );
  } catch (error) {
    child.kill("SIGTERM");
    throw error;
  } finally {
    child.removeAllListeners();
    child.unref();
  }
}

/** Ends the emulator kept in this folder and everything in it; false when there is none. */
export async function stopKeptEmulator(folder: string): Promise<boolean> {
  const record = await findKeptEmulator(folder);
  if (!record) return false;
  process.kill(record.keeper.pid, "SIGTERM");
  const deadline = Date.now() + STOP_MS;
  while (isAlive(record.keeper)) {
    if (Date.now() > deadline) {
      throw new SetupError(
        `the emulator's process ${record.keeper.pid} did not end within ${STOP_MS / 1000} s`,
        `end it with: kill -9 ${record.keeper.pid}`,
      );
    }
    await delay(POLL_MS);
  }
  return true;
}
