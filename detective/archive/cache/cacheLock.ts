import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { CacheError } from "./cacheFolder";

const LOCK = "build.lock";

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

/**
 * Keeps others from building the same cache; reading it needs no lock.
 *
 * @returns how to let go of it
 * @throws CacheError where another process that still runs has it
 */
export function lockCache(folder: string): () => void {
  const path = join(folder, LOCK);
  const own = JSON.stringify({
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
  } satisfies Holder);
  for (;;) {
    try {
      writeFileSync(path, own, { flag: "wx", mode: 0o600 });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const text = readLock(path);
    if (text === undefined) continue;
    const holder = holderIn(text);
    if (!holder || (holder.host === hostname() && !isRunning(holder.pid))) {
      // Left behind by a process that was killed.
      if (readLock(path) === text) rmSync(path, { force: true });
      continue;
    }
    throw new CacheError(
      `${folder}: process ${holder.pid} on ${holder.host} builds this cache since ${holder.since}; wait for it, or remove ${path} if there is no such process`,
    );
  }
  return () => {
    if (readLock(path) === own) rmSync(path, { force: true });
  };
}

function readLock(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new CacheError(
      `${path}: whether somebody builds this cache can't be told (${message}); remove it if nobody does`,
      { cause: error },
    );
  }
}

function holderIn(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder>;
    return typeof holder.pid === "number" && typeof holder.host === "string" ? (holder as Holder) : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
