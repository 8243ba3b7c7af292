/** Why a file or a folder can't be read, in words that go behind its name, and the way out. */
export function whyUnreadable(error: unknown, path: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
      // What isn't UTF-8 comes as this character, by which it can't be opened.
      return path.includes("\uFFFD")
        ? "its name is no valid UTF-8, so that it can't be opened; rename it"
        : "there is no such file or folder";
    case "EACCES":
    case "EPERM":
      return "this user may not read it";
    case "ENOTDIR":
      return "a part of the path is a file, not a folder";
    case "ELOOP":
      return "its links lead in a circle";
    case "ENAMETOOLONG":
      return "its path is too long to be opened; move what is in it further up";
    case "EMFILE":
    case "ENFILE":
      return "too many files are open at once; close some, or raise the limit (ulimit -n)";
    case "ERR_FS_FILE_TOO_LARGE":
      return "it is larger than 2 GB; split it";
    default:
      return message;
  }
}
