import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "../sandbox/cacheFolder";
import { say } from "./runBench";
import { runTimed } from "./runTimed";

/** What unpacking alone took. */
export interface ArchiveFloor {
  seconds: number;
  bytes: number;
  files: number;
}

/** libdeflate, the quickest there is; a tool of this bench alone. */
const LIBDEFLATE = "deflate==0.9.0";

/**
 * Unpacks all files under a folder by libdeflate, in a process a core; undefined, and said, where there is no Python that
 * has it or can install it.
 */
export async function archiveFloor(): Promise<((folder: string) => Promise<ArchiveFloor>) | undefined> {
  const python = await pythonWith("bench-floor", [LIBDEFLATE]);
  if (python === undefined) {
    say("no Python with libdeflate: the questions are not compared with unpacking alone");
    return undefined;
  }
  return async (folder) => {
    const args = [join(__dirname, "archiveFloor.py"), folder, String(availableParallelism())];
    const { stdout } = await runTimed(python, args, { env: process.env });
    return JSON.parse(stdout) as ArchiveFloor;
  };
}

/** A Python of its own with packages, made once under the cache folder; undefined where that can't be done. */
export async function pythonWith(name: string, packages: readonly string[]): Promise<string | undefined> {
  const folder = join(cacheFolder(), "bench", name);
  const python = join(folder, "bin", "python");
  const isThere = () => existsSync(join(folder, "made"));
  if (isThere()) return python;
  const own = ["python3.12", "python3.13", "python3.11", "python3"].find(
    (each) => spawnSync(each, ["--version"]).status === 0,
  );
  if (own === undefined) return undefined;
  rmSync(folder, { recursive: true, force: true });
  say(`installing ${packages.join(", ")} for this bench, once`);
  try {
    await runTimed(own, ["-m", "venv", folder], { env: process.env });
    await runTimed(python, ["-m", "pip", "install", "--quiet", ...packages], { env: process.env });
    await runTimed(python, ["-c", `open(${JSON.stringify(join(folder, "made"))}, "w")`], {
      env: process.env,
    });
    return python;
  } catch (error) {
    say(`${packages.join(", ")} could not be installed: ${(error as Error).message.split("\n").at(-1)}`);
    return undefined;
  }
}
