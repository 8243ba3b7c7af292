import { lstatSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { FileVersion } from "./cacheFormat";
import { UNKNOWN_VERSION } from "./versionStamp";

/** What the name alone says to be a log file; others are looked into when an archive is listed. */
const LOG_NAME = /\.(json|jsonl|ndjson)(\.gz)?$|\.gz$/i;
/** A folder that changed so lately may change again without a later time: clocks of file systems tick slowly. */
const RECENT_MS = 2000;

/**
 * All folders below a folder, itself too, with what changes when an entry comes or goes: as long as none has changed, the
 * same files lie in them.
 *
 * @returns undefined where that is not enough to know which files an archive has: there are links, or files whose content
 *   tells whether they are logs
 */
export function plainFolders(root: string, now = Date.now()): FileVersion[] | undefined {
  const folders: FileVersion[] = [];
  const open = [""];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    // Before its entries are read: what comes after shows.
    const version = folderVersion(root, folder, now - RECENT_MS);
    folders.push([folder, version]);
    try {
      for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
        const { name } = entry;
        if (name.startsWith(".")) continue;
        if (entry.isDirectory()) open.push(folder === "" ? name : `${folder}/${name}`);
        else if (entry.isSymbolicLink() || (entry.isFile() && !LOG_NAME.test(name))) return undefined;
      }
    } catch {
      return undefined;
    }
  }
  return folders;
}

/** @param before a folder that changed later has no version that counts */
export function folderVersion(root: string, folder: string, before = Infinity): string {
  try {
    const path = join(root, folder);
    const found = folder === "" ? statSync(path) : lstatSync(path);
    if (!found.isDirectory() || found.mtimeMs >= before || found.ctimeMs >= before) return UNKNOWN_VERSION;
    return `${found.ino} ${found.mtimeMs} ${found.ctimeMs}`;
  } catch {
    return UNKNOWN_VERSION;
  }
}
