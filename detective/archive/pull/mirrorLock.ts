import { mkdir, open, readFile, rm, stat } from "node:fs/promises";
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
      await file.writeFile(`${process.pid}\n`);
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = Number(await readFile(path, "utf8").catch(() => ""));
    if (attempt > 2 || (await isHeld(path, owner))) {
      throw new QueryError(
        `${folder}: ${owner ? `process ${owner}` : "another process"} is writing to this mirror; wait until it has ended, or delete ${path} if it is no audit-trail`,
      );
    }
    await rm(path, { force: true });
  }
}

async function isHeld(path: string, owner: number): Promise<boolean> {
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
