import { CacheError } from "./cacheFolder";

/** What the file system says against writing a cache, as an error that says what to do; any other error as it is. */
export function explainCacheError(error: unknown, path: string): unknown {
  if (error instanceof CacheError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT" || /No space left|could not write.*disk/i.test(message ?? ""))
    return new CacheError(
      `${path}: the disk is full; what is finished is kept and can be used: make room, and build again`,
      { cause: error },
    );
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return new CacheError(
      `${path}: this user may not write there (${message}); give another folder with --cache`,
      { cause: error },
    );
  if (code === "EEXIST" || code === "ENOTDIR")
    return new CacheError(`${path}: this, or what is above it, is a file; give a folder with --cache`, {
      cause: error,
    });
  return error;
}
