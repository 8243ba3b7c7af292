/** What stands in the way of every other file too. */
const FATAL: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EROFS", "EIO"]);

/** Why a file of the mirror can't be written; undefined where an error is none of the disk's. */
export function whyNotWritten(error: unknown, folder: string): string | undefined {
  const { code, syscall } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (syscall === undefined) return undefined;
  switch (code) {
    case "ENOSPC":
      return `the disk of ${folder} is full; what was fetched until now is whole and stays: free space and pull again, it goes on from there`;
    case "EDQUOT":
      return `this user's quota on the disk of ${folder} is used up; free space and pull again, it goes on from there`;
    case "EROFS":
    case "EACCES":
    case "EPERM":
      return `it can't be written: this user may not, or the disk is read-only (${code})`;
    case "ENOTDIR":
    case "EEXIST":
      return "a file stands where a folder of its path would be";
    case "ENAMETOOLONG":
      return "its path is longer than this file system allows";
    case "ELOOP":
      return "links on its path lead round in a circle";
    default:
      return `it can't be written (${code ?? String(error)})`;
  }
}

/** Whether the other files of the mirror can't be written either. */
export function isFatal(error: unknown): boolean {
  return FATAL.has(String((error as NodeJS.ErrnoException | undefined)?.code));
}
