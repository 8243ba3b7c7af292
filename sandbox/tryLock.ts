import { readFileSync } from "node:fs";
import { open, readFile, stat, unlink, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";

/** Who holds a lock: enough to tell a process that is gone from one that is still at work. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** The kernel's start time of the process, where /proc tells it: a reused pid is another process. */
  readonly started: string | undefined;
}

/** How often a holder touches its lock, in ms; a lock of another machine counts as left behind after six of these. */
const HEARTBEAT_MS = 10_000;

export interface HeldLock {
  release(): Promise<void>;
}

/** Takes the lock if nobody living holds it; otherwise returns who does (undefined when it can't be read yet). */
export async function tryLock(path: string): Promise<HeldLock | { readonly holder: LockHolder | undefined }> {
  if (await create(path)) return hold(path);
  const holder = await readHolder(path);
  if (!(await isLeftBehind(path, holder))) return { holder };
  // Two runs may both find a dead holder: only the one that gets the guard may remove the lock, and looks again first.
  const guard = `${path}.takeover`;
  if (!(await create(guard))) {
    if (await isOlderThan(guard, HEARTBEAT_MS)) await unlink(guard).catch(() => {});
    return { holder };
  }
  try {
    if (await isLeftBehind(path, await readHolder(path))) await unlink(path).catch(() => {});
    return (await create(path)) ? hold(path) : { holder: await readHolder(path) };
  } finally {
    await unlink(guard).catch(() => {});
  }
}

/** The process that runs this code, as a lock records it. */
export function thisProcess(): LockHolder {
  return { pid: process.pid, host: hostname(), started: startOf(process.pid) };
}

async function create(path: string): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    await file.writeFile(JSON.stringify(thisProcess()));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function hold(path: string): HeldLock {
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, HEARTBEAT_MS);
  beat.unref();
  return {
    async release() {
      clearInterval(beat);
      await unlink(path).catch(() => {});
    },
  };
}

async function readHolder(path: string): Promise<LockHolder | undefined> {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      return JSON.parse(await readFile(path, "utf8")) as LockHolder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      await delay(10); // created, but its text is not written yet
    }
  }
  return undefined;
}

async function isLeftBehind(path: string, holder: LockHolder | undefined): Promise<boolean> {
  if (holder && holder.host === hostname()) return !isAlive(holder);
  return isOlderThan(path, 6 * HEARTBEAT_MS);
}

/** Whether that very process still runs on this machine. */
export function isAlive({ pid, started }: LockHolder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return started === undefined || startOf(pid) === started;
}

function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

async function isOlderThan(path: string, ms: number): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs > ms;
  } catch {
    return false;
  }
}
