/** The folder in a mirror that holds what the mirror itself needs; readers of log files pass over hidden folders. */
export const OWN_FOLDER = ".audit-trail";
/** What S3 keeps of objects beside their bytes, for who validates the copy. */
export const METADATA_FILE = "object-metadata.json";

/** No file system has longer names, in bytes. */
const LONGEST_NAME = 255;
/** What Linux takes, less what the mirror's own folder needs; in bytes. */
const LONGEST_PATH = 3_500;
const CONTROL =
  /[\u0000-\u001f\u007f\u2028\u2029]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const WINDOWS_CHARACTER = /[<>:"|?*]/;
const WINDOWS_NAME = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?$|[. ]$/i;

/**
 * The parts of the path below a mirror that an object's key stands for, or why it can stand for none.
 *
 * @param windows whether the names have to do there. @default on Windows
 */
export function mirrorPath(
  key: string,
  windows = process.platform === "win32",
): { parts: readonly string[] } | { refused: string } {
  const parts = key.split("/");
  const why = reason(key, parts) ?? (windows ? windowsReason(parts) : undefined);
  return why === undefined ? { parts } : { refused: `its key can't be a path here: ${why}` };
}

function reason(key: string, parts: readonly string[]): string | undefined {
  if (CONTROL.test(key)) return "it holds control characters or line breaks";
  if (key.startsWith("/")) return "it begins with a slash, as paths do that lead out of the folder";
  if (key.includes("\\")) return "it holds a backslash, which parts folders on some systems";
  if (parts.includes("..")) return 'it climbs out of the folder (a part of it is "..")';
  if (parts.includes(".") || parts.includes("")) return 'a part of it is empty or "."';
  if (parts.some((part) => Buffer.byteLength(part) > LONGEST_NAME))
    return `a part of it is longer than ${LONGEST_NAME} bytes`;
  if (Buffer.byteLength(key) > LONGEST_PATH) return `it is longer than ${LONGEST_PATH} bytes`;
  const [first = ""] = parts;
  if (first.toLowerCase() === OWN_FOLDER || parts.at(-1)!.toLowerCase() === METADATA_FILE)
    return "the mirror keeps its own notes under that name";
  if (parts.some((part) => part.startsWith(".")))
    return "a part of it begins with a dot: who reads a folder passes over such names";
  return undefined;
}

function windowsReason(parts: readonly string[]): string | undefined {
  const wrong = parts.find((part) => WINDOWS_CHARACTER.test(part) || WINDOWS_NAME.test(part));
  return wrong === undefined ? undefined : `Windows has no name like ${JSON.stringify(wrong)}`;
}
