import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { compareText } from "../../compareText";

/** A path that was given and leads to no rules; the message says which and why. */
export class RulePathError extends Error {
  override readonly name = "RulePathError";
}

/**
 * The rule files that paths stand for, each once, folders with all below them in order.
 *
 * In folders `.yml` and `.yaml` count, but no `*.cases.yml` and nothing hidden; a file that is named counts anyway.
 * @throws RulePathError on a path that doesn't exist, and on a folder without rule files
 */
export async function ruleFiles(paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0)
    throw new RulePathError("no rules were given; give rule files or folders with them");
  const found = new Map<string, string>();
  const visited = new Set<string>();
  for (const path of paths) {
    const kind = await stat(path).catch(() => undefined);
    if (!kind)
      throw new RulePathError(`${path}: no such file or folder; give rule files or folders with them`);
    const files = kind.isDirectory() ? await filesBelow(path, visited) : [path];
    if (kind.isDirectory() && files === undefined) continue;
    if (!kind.isDirectory() && !kind.isFile())
      throw new RulePathError(`${path} is neither a file nor a folder`);
    if (files!.length === 0)
      throw new RulePathError(
        `${path} holds no rule files; they end in .yml or .yaml (cases in .cases.yml don't count)`,
      );
    for (const file of files!) {
      const real = await realpath(file).catch(() => file);
      if (!found.has(real)) found.set(real, file);
    }
  }
  return [...found.values()];
}

/** Undefined where the folder was seen before, be it by a link; what can't be read is among them, to be refused. */
async function filesBelow(folder: string, visited: Set<string>): Promise<string[] | undefined> {
  const real = await realpath(folder);
  if (visited.has(real)) return undefined;
  visited.add(real);
  const files: string[] = [];
  const names = await readdir(folder).catch(() => undefined);
  if (!names) return [folder];
  for (const name of names.sort(compareText)) {
    if (name.startsWith(".")) continue;
    const path = join(folder, name);
    const kind = await stat(path).catch((error: NodeJS.ErrnoException) => error.code);
    if (typeof kind !== "object") {
      // A link that leads nowhere is no rule.
      if (kind !== "ENOENT" && kind !== "ELOOP" && isRuleFile(name)) files.push(path);
    } else if (kind.isDirectory()) files.push(...((await filesBelow(path, visited)) ?? []));
    else if (kind.isFile() && isRuleFile(name)) files.push(path);
  }
  return files;
}

function isRuleFile(name: string): boolean {
  return /\.ya?ml$/i.test(name) && !/\.cases\.ya?ml$/i.test(name);
}
