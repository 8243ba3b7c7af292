import { readFile } from "node:fs/promises";
import { apiKeys } from "../../detective/integrity/apiKeys";
import { keptKeys, type KeySource } from "../../detective/integrity/keyRing";
import { KeyFileError, parseKeyFile } from "../../detective/integrity/publicKey";
import type { Call } from "../command";
import type { AccountOptions } from "../options/trailOptions";
import { UsageError } from "../usageError";
import { cloudTrailOf } from "./cloudTrailOf";

/** Pinned keys, or CloudTrail itself in each Region. */
export async function keySource(
  { io }: Call,
  options: AccountOptions & { keys?: string },
): Promise<KeySource> {
  const { keys: path } = options;
  if (path === undefined) return apiKeys(cloudTrailOf(options, io.env));
  const text = await opened(path, () => readFile(path, "utf8"), "--keys");
  try {
    return keptKeys(parseKeyFile(text));
  } catch (error) {
    if (error instanceof KeyFileError) throw new UsageError(`--keys ${path}: ${error.message}`);
    throw error;
  }
}

/** @throws UsageError that says of which file and why */
export async function opened<T>(path: string, open: () => Promise<T>, name = "the file"): Promise<T> {
  try {
    return await open();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT" ? "there is no such file or folder" : code === "EISDIR" ? "it is a folder" : message;
    throw new UsageError(`${name} ${path}: ${why}`);
  }
}
