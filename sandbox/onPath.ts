import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Every executable file of that name on the PATH of `env`, in PATH's order. */
export function onPath(name: string, env: NodeJS.ProcessEnv): string[] {
  const file = process.platform === "win32" ? `${name}.exe` : name;
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...new Set(folders)].map((folder) => join(folder, file)).filter(isExecutable);
}

/** Whether `path` is a file that may be run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
