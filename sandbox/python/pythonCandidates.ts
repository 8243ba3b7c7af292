import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isExecutable, onPath } from "../onPath";

/** The names a Python goes by. */
const NAMES = ["python3.14", "python3.13", "python3.12", "python3", "python"];

/** Where Pythons may lie, without asking any of them: first PATH, then every version that pyenv has installed. */
export function pythonCandidates(env: NodeJS.ProcessEnv): string[] {
  const paths = NAMES.flatMap((name) => onPath(name, env));
  const roots = pyenvRoots(env, paths);
  // A shim refuses a version that isn't selected; the installed versions themselves never do.
  const plain = paths.filter((path) => !roots.some((root) => dirname(path) === join(root, "shims")));
  return [...new Set([...plain, ...roots.flatMap(installedVersions)])];
}

/** pyenv's folder: as PYENV_ROOT says, as a shim among `paths` says, or in the home folder. */
function pyenvRoots(env: NodeJS.ProcessEnv, paths: string[]): string[] {
  const shims = paths.filter((path) => basename(dirname(path)) === "shims");
  const roots = [
    env.PYENV_ROOT,
    ...shims.map((shim) => shimRoot(read(shim)) ?? dirname(dirname(shim))),
    env.HOME && join(env.HOME, ".pyenv"),
  ];
  return [...new Set(roots.filter((root): root is string => !!root))];
}

/** The folder that the text of a pyenv shim exports as PYENV_ROOT: it holds also where HOME is another than at pyenv's set-up. */
export function shimRoot(shim: string): string | undefined {
  return /^export PYENV_ROOT=(["']?)(.+?)\1\s*$/m.exec(shim)?.[2];
}

function installedVersions(root: string): string[] {
  try {
    return readdirSync(join(root, "versions"))
      .map((name) => join(root, "versions", name, "bin", "python3"))
      .filter(isExecutable);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8").slice(0, 4096);
  } catch {
    return "";
  }
}
