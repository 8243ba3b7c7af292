import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { LogFile } from "./logFileList";
import { parseLogKey } from "./logKey";
import { whyUnreadable } from "./whyUnreadable";

/** A log file on disk, by its path. */
export function diskFile(path: string): LogFile {
  return {
    name: path,
    path,
    key: parseLogKey(resolve(path)),
    read: async () => {
      try {
        return await readFile(path);
      } catch (error) {
        throw new Error(whyUnreadable(error, path), { cause: error });
      }
    },
    stream: async (longerThan) =>
      ((await stat(path).catch(() => undefined))?.size ?? 0) > longerThan
        ? createReadStream(path, { highWaterMark: 1024 * 1024 })
        : undefined,
  };
}
