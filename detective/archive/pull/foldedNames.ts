import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { OWN_FOLDER } from "./mirrorPath";

/** So many folders' names are kept; keys come in their order, folder by folder. */
const FOLDERS = 64;

/** Whether the file system of a mirror takes `A` and `a` for one name. */
export async function foldsCase(folder: string): Promise<boolean> {
  return stat(join(folder, OWN_FOLDER.toUpperCase())).then(
    () => true,
    () => false,
  );
}

/** Finds paths that a file system would take for another's, which has only other letters in size or composition. */
export class FoldedNames {
  private readonly folders = new Map<string, Promise<Map<string, string>>>();

  constructor(private readonly root: string) {}

  /** The name that stands in a path's way; the path's own names are known from then on. */
  async taken(parts: readonly string[]): Promise<string | undefined> {
    for (let at = 0; at < parts.length; at++) {
      const names = await this.namesOf(parts.slice(0, at).join("/"));
      const name = parts[at]!;
      const known = names.get(fold(name));
      if (known !== undefined && known !== name) return [...parts.slice(0, at), known].join("/");
      names.set(fold(name), name);
    }
    return undefined;
  }

  private namesOf(folder: string): Promise<Map<string, string>> {
    const known = this.folders.get(folder);
    if (known) return known;
    const names = readdir(join(this.root, folder)).then(
      (found) => new Map(found.map((name) => [fold(name), name])),
      () => new Map<string, string>(),
    );
    this.folders.set(folder, names);
    if (this.folders.size > FOLDERS)
      for (const oldest of this.folders.keys()) {
        this.folders.delete(oldest);
        break;
      }
    return names;
  }
}

function fold(name: string): string {
  return name.normalize("NFC").toLowerCase();
}
