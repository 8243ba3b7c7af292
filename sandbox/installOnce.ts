import { mkdirSync, rmSync } from "node:fs";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { HeldLock, tryLock } from "./tryLock";
import { Progress } from "./progress";
import { SetupError } from "./setupError";

/** Written last: a folder without it is half an installation, whatever else lies in it. */
const MARKER = ".installed";

/** Where the programs that install put what they need for the moment; it goes with the folder when they are ended. */
const SCRATCH = ".tmp";

export interface InstallOptions {
  progress: Progress;
  /** A closer look than the marker, for example that the binary is there. @default the marker is enough */
  isComplete?: (folder: string) => boolean | Promise<boolean>;
  /** How long to wait for another run that installs the same, in ms. @default 30 minutes */
  waitMs?: number;
  /** How often to look whether the other run is done, in ms. @default 250 */
  pollMs?: number;
}

/**
 * Installs into `folder` once, also when several processes try at the same time; the others wait for the first.
 *
 * The installation happens in place, because a Python environment does not survive a move. What makes it count is a
 * marker file written last; a folder without the marker is removed and made anew, so a run that was interrupted
 * or failed leaves nothing that a later run would trust. Programs that `install` runs belong into the environment it
 * is given beside the folder: their temporary files then lie inside it and are gone with it.
 *
 * @returns true when this call installed, false when it was there (or another run brought it)
 * @throws SetupError when the disk is full, the folder can't be written, or another run doesn't finish in time
 */
export async function installOnce(
  folder: string,
  install: (folder: string, temporary: NodeJS.ProcessEnv) => Promise<void>,
  options: InstallOptions,
): Promise<boolean> {
  if (await isInstalled(folder, options)) return false;
  const lock = await waitForLock(folder, options);
  if (!lock) return false;
  // process.exit() runs no `finally`: whoever ends the process that way must not leave half an installation.
  const leaveNothing = () => {
    // Programs that were just killed may still write.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    rmSync(lockOf(folder), { force: true });
  };
  const scratch = join(folder, SCRATCH);
  try {
    if (await isInstalled(folder, options)) return false;
    process.once("exit", leaveNothing);
    await rm(folder, { recursive: true, force: true });
    mkdirSync(scratch, { recursive: true });
    await install(folder, { TMPDIR: scratch, TEMP: scratch, TMP: scratch });
    await rm(scratch, { recursive: true, force: true });
    await writeFile(join(folder, MARKER), `${new Date().toISOString()}\n`);
    return true;
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => {});
    throw explained(error, folder);
  } finally {
    process.off("exit", leaveNothing);
    await lock.release();
  }
}

/** Whether an earlier run finished installing into `folder`. */
export async function isInstalled(
  folder: string,
  options: Pick<InstallOptions, "isComplete"> = {},
): Promise<boolean> {
  try {
    await stat(join(folder, MARKER));
  } catch {
    return false;
  }
  return (await options.isComplete?.(folder)) ?? true;
}

const lockOf = (folder: string) => `${folder}.lock`;

/** Takes the folder's lock; undefined when another run finished installing meanwhile. */
async function waitForLock(folder: string, options: InstallOptions): Promise<HeldLock | undefined> {
  const { progress, waitMs = 30 * 60_000, pollMs = 250 } = options;
  const path = lockOf(folder);
  const begun = Date.now();
  for (;;) {
    let attempt: Awaited<ReturnType<typeof tryLock>>;
    try {
      mkdirSync(dirname(folder), { recursive: true });
      attempt = await tryLock(path);
    } catch (error) {
      throw explained(error, folder);
    }
    if ("release" in attempt) return attempt;
    const seconds = Math.round((Date.now() - begun) / 1000);
    const who = attempt.holder ? `pid ${attempt.holder.pid} on ${attempt.holder.host}` : "pid unknown";
    if (Date.now() - begun > waitMs) {
      throw new SetupError(
        `Another run (${who}) has been installing ${folder} for ${seconds} s and is not done.`,
        `wait for it and run this again; if no such run exists, delete ${path} (${await text(path)})`,
      );
    }
    progress(`another run is installing ${folder} (${who}), waiting ${seconds} s`);
    await delay(pollMs);
    if (await isInstalled(folder, options)) return undefined;
  }
}

async function text(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "gone by now");
}

/** Turns what the disk says into what to do; everything else stays as it is. */
function explained(error: unknown, folder: string): unknown {
  if (error instanceof SetupError) return error;
  const { code, message, path } = error as NodeJS.ErrnoException;
  if (
    code === "ENOSPC" ||
    code === "EDQUOT" ||
    /no space left on device|disk quota exceeded/i.test(message)
  ) {
    return new SetupError(
      `The disk is full: ${folder} could not be installed.`,
      "free some space (4 GB are enough for everything), or put the cache elsewhere with AUDIT_TRAIL_CACHE=<folder>",
      { cause: error },
    );
  }
  if (path !== undefined && `${folder}.lock`.startsWith(path)) {
    return new SetupError(
      `${path} can't be written: ${message}.`,
      "make that folder writable, or put the cache elsewhere with AUDIT_TRAIL_CACHE=<folder>",
      { cause: error },
    );
  }
  return error;
}
