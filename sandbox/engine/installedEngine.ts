import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { isExecutable, onPath } from "../onPath";
import { Engine, engineBinary, engineFolder, EngineOrigin } from "./engine";
import { compareVersions, parseVersion, whyUnsuited } from "./engineVersion";
import { installedVersion } from "./installedVersion";

/** An engine that somebody else installed: on PATH, then under ~/.pulumi, newest first. `tried` gets why one was left. */
export async function installedEngine(env: NodeJS.ProcessEnv, tried: string[]): Promise<Engine | undefined> {
  const onThePath = onPath("pulumi", env);
  if (onThePath.length === 0) tried.push("PATH: no pulumi");
  for (const binary of onThePath) {
    const engine = await judge(binary, "path", env, tried);
    if (engine) return engine;
  }
  const roots = vendorRoots(env);
  if (roots.length === 0) tried.push("~/.pulumi: no engine");
  for (const root of roots) {
    const engine = await judge(engineBinary(root), "versions", env, tried);
    if (engine) return engine;
  }
  return undefined;
}

async function judge(
  binary: string,
  origin: EngineOrigin,
  env: NodeJS.ProcessEnv,
  tried: string[],
): Promise<Engine | undefined> {
  try {
    const version = await installedVersion(binary, env);
    const reason = whyUnsuited(version);
    if (reason === undefined) return { root: rootOf(binary, env), binary, version, origin };
    tried.push(`${binary}: ${reason}`);
  } catch (error) {
    tried.push((error as Error).message);
  }
  return undefined;
}

/** The folders under ~/.pulumi that hold an engine: `versions/<v>`, newest first, then the installer's own place. */
function vendorRoots(env: NodeJS.ProcessEnv): string[] {
  const home = join(env.HOME || homedir(), ".pulumi");
  return [
    ...newestFirst(list(join(home, "versions"))).map((name) => join(home, "versions", name)),
    home,
  ].filter((root) => isExecutable(engineBinary(root)));
}

/** The names that are versions, newest first. */
export function newestFirst(names: string[]): string[] {
  return names
    .flatMap((name) => {
      const version = parseVersion(name);
      return version ? [{ name, version }] : [];
    })
    .sort((a, b) => compareVersions(b.version, a.version))
    .map(({ name }) => name);
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The automation API wants `<root>/bin/pulumi`: a binary that lies elsewhere gets such a folder with a link to it. */
function rootOf(binary: string, env: NodeJS.ProcessEnv): string {
  const folder = dirname(binary);
  if (basename(folder) === "bin") return dirname(folder);
  const root = engineFolder(`link-${createHash("sha256").update(binary).digest("hex").slice(0, 12)}`, env);
  if (!isExecutable(engineBinary(root))) {
    mkdirSync(join(root, "bin"), { recursive: true });
    rmSync(engineBinary(root), { force: true });
    symlinkSync(binary, engineBinary(root));
  }
  return root;
}
