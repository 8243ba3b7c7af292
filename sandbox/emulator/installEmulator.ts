import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { cacheFolder } from "../cacheFolder";
import { endWithParent } from "../endWithParent";
import { installOnce } from "../installOnce";
import { Progress } from "../progress";
import { findPython } from "../python/findPython";
import { SetupError } from "../setupError";
import { untilAborted } from "../untilAborted";

/** The version that the launcher's corrections were written against. */
export const EMULATOR_VERSION = "1.3.2";
const ELSEWHERE = new Set([
  "PYTHONHOME",
  "PYTHONPATH",
  "PYTHONUSERBASE",
  "PIP_USER",
  "PIP_TARGET",
  "PIP_PREFIX",
  "PIP_ROOT",
]);
const REQUIREMENTS = join(__dirname, "requirements.txt");

/**
 * The Python interpreter that has the emulator, installed into the cache folder on the first call (600 MB, about 50 s).
 *
 * `AUDIT_TRAIL_EMULATOR_PYTHON` names an interpreter that already has `localemu[runtime]` in this version; nothing is
 * installed then.
 * @throws SetupError when there is no Python that will do, or the packages can't be had
 * @throws the signal's reason when it was aborted; what was under way ends with the step or with this process
 */
export async function installEmulator(
  progress: Progress,
  env: NodeJS.ProcessEnv = process.env,
  signal?: AbortSignal,
): Promise<string> {
  signal?.throwIfAborted();
  if (env.AUDIT_TRAIL_EMULATOR_PYTHON) return env.AUDIT_TRAIL_EMULATOR_PYTHON;
  return untilAborted(install(progress, env, signal), signal);
}

async function install(
  progress: Progress,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<string> {
  const python = await findPython({ progress, env, signal });
  // A virtual environment belongs to one Python; another one gets its own.
  const short = python.version.split(".").slice(0, 2).join(".");
  const folder = join(cacheFolder(env), `localemu-${EMULATOR_VERSION}-python${short}`);
  await installOnce(
    folder,
    (staging, temporary) =>
      makeEnvironment(python.command, staging, progress, { ...ownEnvironment(env), ...temporary }, signal),
    { progress },
  );
  return interpreterIn(folder);
}

async function makeEnvironment(
  python: string,
  folder: string,
  progress: Progress,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<void> {
  progress("emulator: making a Python environment");
  await run(python, ["-m", "venv", folder], env, () => {}, "a Python environment could not be made");
  signal?.throwIfAborted();
  const total = packageCount(readFileSync(REQUIREMENTS, "utf8"));
  let collected = 0;
  const tell = (line: string) => {
    if (line.startsWith("Collecting ")) progress(`emulator: package ${++collected} of ${total}`);
    if (line.startsWith("Installing collected packages")) progress(`emulator: installing ${total} packages`);
  };
  // Every package is pinned, so there are no dependencies to work out.
  const pip = ["-m", "pip", "install", "--no-deps", "--no-input", "--disable-pip-version-check"];
  await run(
    interpreterIn(folder),
    [...pip, "--progress-bar", "off", "-r", REQUIREMENTS],
    env,
    tell,
    `the emulator's ${total} Python packages could not be installed`,
  );
}

/** How many packages a requirements file names. */
export function packageCount(requirements: string): number {
  return requirements.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#")).length;
}

/** Without what would make Python or pip look or install somewhere else than in the new environment. */
function ownEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ELSEWHERE.has(name)));
}

function interpreterIn(folder: string): string {
  return process.platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
}

function run(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  onLine: (line: string) => void,
  problem: string,
): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    const release = endWithParent(child);
    const last: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        last.push(line);
        if (last.length > 15) last.shift();
        onLine(line);
      });
    }
    const failed = (why: string) => {
      // pip's own errors say only that nothing was found; why the registry did not answer is in its last warning.
      const broken = last.filter((line) => line.includes("connection broken by")).slice(-1);
      const errors = last.filter((line) => /^(ERROR|Error)\b/.test(line));
      const shown = errors.length > 0 ? [...broken.map(withoutCounts), ...errors] : last;
      fail(new SetupError(`${problem}: ${why}\n  ${shown.join("\n  ")}`, WAY_OUT));
    };
    child.once("error", (error) => failed(error.message));
    child.once("close", (code, signal) => {
      release();
      if (code === 0) done();
      else failed(`${command} ended with ${code ?? signal}`);
    });
  });
}

function withoutCounts(warning: string): string {
  return warning.replace(/^WARNING: Retrying \(Retry\(.*?\)\) after /, "");
}

const WAY_OUT =
  "make a Python package registry reachable (pip's own settings apply: PIP_INDEX_URL, PIP_FIND_LINKS, PIP_CERT) and " +
  "the venv module present (Debian: apt install python3-venv), or name an interpreter that has " +
  `localemu[runtime]==${EMULATOR_VERSION} by AUDIT_TRAIL_EMULATOR_PYTHON`;
