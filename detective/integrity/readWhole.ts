import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { ObjectMissing } from "./objectStore";

/** CloudTrail's log files have at most 50 MB, and its digests are small. */
const MOST_BYTES = 512 * 1024 * 1024;

/**
 * A file of a copy.
 *
 * @throws ObjectMissing where there is none
 * @throws Error that says in a few words why it can't be read
 */
export async function readWhole(path: string): Promise<Buffer> {
  try {
    checkFile(await stat(path));
    return await readFile(path);
  } catch (error) {
    throw fileError(error);
  }
}

let room = Buffer.allocUnsafe(256 * 1024);

/** The same on the calling thread; what it returns is overwritten by the next call. */
export function readWholeHere(path: string): Buffer {
  try {
    // A pipe without a writer would be waited for.
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const found = fstatSync(file);
      const { size } = found;
      checkFile(found);
      if (room.length <= size) room = Buffer.allocUnsafe(size + 1);
      let length = 0;
      // One byte more than its size is asked for: it may have grown.
      for (let read = -1; read !== 0 && length < room.length; length += read)
        read = readSync(file, room, length, room.length - length, null);
      if (length > size) throw new Error("it is being written");
      return room.subarray(0, length);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw fileError(error);
  }
}

function checkFile(found: Stats): void {
  const { size } = found;
  if (found.isDirectory()) throw new ObjectMissing("it is a folder");
  if (!found.isFile()) throw new Error("it is no file but a pipe or a device");
  if (size > MOST_BYTES)
    throw new Error(`it has ${Math.round(size / 2 ** 20)} MB, and CloudTrail delivers at most 50 MB at once`);
}

/** Says in a few words why a file can't be read. */
export function fileError(error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
    case "ENAMETOOLONG":
      return new ObjectMissing("there is no such file");
    case "EISDIR":
      return new ObjectMissing("it is a folder");
    case "EACCES":
    case "EPERM":
      return new Error("this user may not read it", { cause: error });
    default:
      return error instanceof Error ? error : new Error(message, { cause: error });
  }
}
