import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { resolve } from "node:path";

/** Who has a lock. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
  /** The kernel's start time of the process, where /proc tells it: a number may come again. */
  readonly started?: string;
}

/** What the lock keeps others from, and how they are refused. */
export interface LockedWork {
  /** For the error, such as "builds this cache". */
  readonly doing: string;
  readonly refusal: new (message: string, options?: ErrorOptions) => Error;
}

/** Whoever has made the lock writes its name into it within this time, in ms. */
const WRITTEN_AFTER_MS = 10_000;
/** Locks of this process. */
const held = new Set<string>();

/**
 * Makes a lock file, so that no other process does the same work; one that a process of this machine left behind is
 * taken over.
 *
 * @returns how to let go of it
 * @throws the refusal while another process has it, and where that can't be told
 */
export function lockFolder(path: string, work: LockedWork): () => void {
  const started = startOf(process.pid);
  const own = JSON.stringify({
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    ...(started !== undefined && { started }),
  } satisfies Holder);
  for (;;) {
    try {
      writeFileSync(path, own, { flag: "wx", mode: 0o600 });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const text = textOf(path, work);
    if (text === undefined) continue;
    const holder = holderIn(text);
    if (holder ? isAtWork(holder, path) : isNew(path)) throw inUse(path, holder, work);
    if (textOf(path, work) === text) rmSync(path, { force: true });
  }
  held.add(resolve(path));
  return () => {
    held.delete(resolve(path));
    if (textOf(path, work) === own) rmSync(path, { force: true });
  };
}

function inUse(path: string, holder: Holder | undefined, { doing, refusal }: LockedWork): Error {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : "another process";
  const since = holder ? ` since ${holder.since}` : "";
  return new refusal(
    `${path}: ${who} ${doing}${since}; wait until it has ended, or remove this file if there is no such process`,
  );
}

function textOf(path: string, { doing, refusal }: LockedWork): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new refusal(
      `${path}: whether another process ${doing} can't be told (${message}); remove it if none does`,
      { cause: error },
    );
  }
}

/** Undefined of what no process wrote, or has not yet. */
function holderIn(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder>;
    return typeof holder.pid === "number" && typeof holder.host === "string" ? (holder as Holder) : undefined;
  } catch {
    return undefined;
  }
}

/** Of another machine nobody can tell: it is taken to be. */
function isAtWork({ pid, host, started }: Holder, path: string): boolean {
  if (host !== hostname()) return true;
  // In a container, one after the other may have the same number.
  if (pid === process.pid) return held.has(resolve(path));
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return started === undefined || startOf(pid) === started;
}

function isNew(path: string): boolean {
  const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - made < WRITTEN_AFTER_MS;
}

function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
