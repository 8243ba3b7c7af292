import { open, rename, rm } from "node:fs/promises";

const WRITE_BYTES = 64 * 1024;

/** Writes a file under another name first: who reads it finds the old one or all of the new one. */
export async function writeWhole(
  path: string,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  const temporary = `${path}.new`;
  try {
    const file = await open(temporary, "w");
    try {
      let gathered = "";
      for await (const piece of pieces) {
        gathered += piece;
        if (gathered.length < WRITE_BYTES) continue;
        await file.appendFile(gathered);
        gathered = "";
      }
      await file.appendFile(gathered);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
