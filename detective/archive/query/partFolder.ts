import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of this process alone, which is gone when it is closed. */
export class PartFolder {
  private constructor(readonly path: string) {}

  /** @param parent @default the system's folder for what is temporary */
  static async make(parent = tmpdir()): Promise<PartFolder> {
    return new PartFolder(await mkdtemp(join(parent, "audit-trail-query-")));
  }

  async close(): Promise<void> {
    await rm(this.path, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * Writes a file piece by piece.
 *
 * @param durable it is on the disk when this returns, whatever happens to the machine
 * @throws Error of the file system; then there is no such file
 */
export function writeFileInPieces<T>(
  path: string,
  durable: boolean,
  work: (write: (bytes: Uint8Array) => void) => T,
): T {
  const file = openSync(path, "wx", 0o600);
  try {
    const result = work((bytes) => {
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    });
    if (durable) fsyncSync(file);
    closeSync(file);
    return result;
  } catch (error) {
    closeSync(file);
    rmSync(path, { force: true });
    throw error;
  }
}
