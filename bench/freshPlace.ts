import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { cp, mkdtemp, mkdir } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runCommand } from "../sandbox/runCommand";
import { ROOT } from "./runTimed";

/** A copy of this project's files, without what was installed, and a home folder in which nothing is. */
export interface FreshPlace {
  /** The copy. */
  folder: string;
  /** This process's environment, with the other home and no cache of the real one. */
  env: NodeJS.ProcessEnv;
  /** Happens by itself when this process ends before. */
  remove(): void;
}

/** Makes the place where a first run is measured. */
export async function freshPlace(): Promise<FreshPlace> {
  const place = await mkdtemp(join(tmpdir(), "audit-trail-first-"));
  const remove = () => {
    process.off("exit", remove);
    // Go's module cache is read-only.
    spawnSync("chmod", ["-R", "u+w", place]);
    rmSync(place, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once("exit", remove);
  const [home, folder] = [join(place, "home"), join(place, "project")];
  await mkdir(home);
  await copyProject(folder);
  return { folder, env: emptyHomeEnvironment(home), remove };
}

/** The files that git knows or would add, as they are now. */
async function copyProject(folder: string): Promise<void> {
  const { ok, stdout, stderr } = await runCommand(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    { env: process.env, cwd: ROOT },
  );
  if (!ok) throw new Error(`git can't list this project's files: ${stderr}`);
  for (const file of new Set(stdout.split("\0"))) {
    if (file === "" || !existsSync(join(ROOT, file))) continue;
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(ROOT, file), join(folder, file));
  }
}

/** Variables by which a cache outside the home folder, or one of the real home, would come in. */
const caches =
  /^(AUDIT_TRAIL_|XDG_|PULUMI_|GOPATH$|GOCACHE$|GOMODCACHE$|PIP_CACHE_DIR$|npm_config_(cache|prefix|local_prefix)$|npm_(?!config_))/i;

/** Where registries and proxies are configured: a first user has such settings too, just nothing in a cache. */
const settings = {
  NPM_CONFIG_USERCONFIG: join(homedir(), ".npmrc"),
  PIP_CONFIG_FILE: join(homedir(), ".config", "pip", "pip.conf"),
  GOENV: join(homedir(), ".config", "go", "env"),
};

function emptyHomeEnvironment(home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !caches.test(name));
  const configured = Object.entries(settings).filter(
    ([name, file]) => process.env[name] === undefined && existsSync(file),
  );
  return { ...Object.fromEntries(configured), ...Object.fromEntries(kept), HOME: home, USERPROFILE: home };
}
