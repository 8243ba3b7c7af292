import { mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { QueryError } from "../../source";
import { OWN_FOLDER } from "./mirrorPath";

/** Who has made the lock writes its number into it within this time, in ms. */
const WRITTEN_AFTER_MS = 10_000;

/**
 * Keeps others from writing to the same mirror; a lock whose process is no more is taken over.
 *
 * @throws QueryError while another process has it
 */
export async function lockMirror(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, OWN_FOLDER, "lock");
  await mkdir(join(folder, OWN_FOLDER), { recursive: true });
  for (let attempt = 1; ; attempt++) {
    try {
      const file = await open(path, "wx");
      await file.writeFile(`${process.pid} ${hostname()}\n`);
      await file.close();
      held.add(path);
      return async () => {
        held.delete(path);
        await rm(path, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const [number = "", host = hostname()] = (await readFile(path, "utf8").catch(() => "")).trim().split(" ");
    const owner = Number(number);
    const isElsewhere = host !== hostname();
    if (attempt > 2 || isElsewhere || (await isHeld(path, owner))) {
      const on = isElsewhere ? ` on ${host}` : "";
      throw new QueryError(
        `${folder}: ${owner ? `process ${owner}${on}` : "another process"} is writing to this mirror; wait until it has ended, or delete ${path} if it is no audit-trail`,
      );
    }
    await rm(path, { force: true });
  }
}

/** Locks of this process. */
const held = new Set<string>();

async function isHeld(path: string, owner: number): Promise<boolean> {
  // In a container, one after the other may have the same number.
  if (owner === process.pid) return held.has(path);
  if (!Number.isSafeInteger(owner) || owner <= 0) {
    const made = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
    return Date.now() - made < WRITTEN_AFTER_MS;
  }
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
