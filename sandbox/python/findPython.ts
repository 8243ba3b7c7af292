import { onPath } from "../onPath";
import { Progress, silent } from "../progress";
import { runCommand } from "../runCommand";
import { SetupError } from "../setupError";
import { pythonCandidates } from "./pythonCandidates";
import { judgePython, OLDEST_PYTHON, PythonAnswer, QUESTION } from "./judgePython";

export interface Python {
  /** Its full path. */
  readonly command: string;
  /** For example "3.13.0". */
  readonly version: string;
}

/** How long `uv` may take to fetch a Python of 30 MB, in ms. */
const UV_INSTALL_MS = 3 * 60_000;

/**
 * Finds a Python >= 3.12 that can make virtual environments: on PATH, among pyenv's versions, by `uv`.
 *
 * `AUDIT_TRAIL_PYTHON` names one to use; then no other is looked for.
 *
 * @throws SetupError that lists every Python that was found and why it doesn't suit
 * @throws the signal's reason when it was aborted
 */
export async function findPython({
  progress = silent,
  env = process.env,
  signal,
}: { progress?: Progress; env?: NodeJS.ProcessEnv; signal?: AbortSignal | undefined } = {}): Promise<Python> {
  const left: string[] = [];
  const candidates = env.AUDIT_TRAIL_PYTHON ? [env.AUDIT_TRAIL_PYTHON] : pythonCandidates(env);
  const found = (await best(candidates, env, left)) ?? (await byUv(env, progress, left, signal));
  signal?.throwIfAborted();
  if (found) return found;
  throw new SetupError(
    `The emulator needs Python >= ${OLDEST_PYTHON} with venv, and there is none:` +
      (left.length > 0 ? left : ["no python on PATH, no pyenv, no uv"])
        .map((line) => `\n  - ${line}`)
        .join(""),
    env.AUDIT_TRAIL_PYTHON
      ? "let AUDIT_TRAIL_PYTHON name another one, or leave it unset to have one looked for"
      : "install Python 3.13 (https://www.python.org/downloads/; pyenv install 3.13; uv python install 3.13; on Debian" +
          " and Ubuntu also: apt install python3-venv), or name one with AUDIT_TRAIL_PYTHON=<path>",
  );
}

/** Asks all of them at once and takes the one that suits best; `left` gets why the others were left. */
async function best(commands: string[], env: NodeJS.ProcessEnv, left: string[]): Promise<Python | undefined> {
  const asked = await Promise.all(
    commands.map(async (command) => ({ command, answer: await ask(command, env) })),
  );
  const suitable: (Python & { rank: number })[] = [];
  for (const { command, answer } of asked) {
    if (typeof answer === "string") {
      left.push(`${command}: ${answer}`);
      continue;
    }
    const verdict = judgePython(answer);
    if (verdict.suits) suitable.push({ command, version: answer.version, rank: verdict.rank });
    else left.push(`${command}: ${verdict.why}`);
  }
  // A stable sort: among equals the one that comes first on PATH.
  const [first] = suitable.sort((a, b) => a.rank - b.rank);
  return first && { command: first.command, version: first.version };
}

async function ask(command: string, env: NodeJS.ProcessEnv): Promise<PythonAnswer | string> {
  // No -I: Python 2 doesn't know it. A user's PYTHONPATH or PYTHONHOME must not answer in its place.
  const { PYTHONPATH: _path, PYTHONHOME: _home, ...rest } = env;
  const { ok, stdout, stderr } = await runCommand(command, ["-c", QUESTION], {
    env: rest,
    timeoutMs: 20_000,
  });
  if (!ok) return stderr.trim().split("\n")[0] || "no answer";
  try {
    return JSON.parse(stdout) as PythonAnswer;
  } catch {
    return `an answer that can't be read: ${stdout.trim().slice(0, 80)}`;
  }
}

/** uv knows Pythons that it installed itself, and can fetch one where its download host can be reached. */
async function byUv(
  env: NodeJS.ProcessEnv,
  progress: Progress,
  left: string[],
  signal: AbortSignal | undefined,
): Promise<Python | undefined> {
  signal?.throwIfAborted();
  const [uv] = env.AUDIT_TRAIL_PYTHON ? [] : onPath("uv", env);
  if (uv === undefined) return undefined;
  const find = async () => {
    const { ok, stdout } = await runCommand(uv, ["python", "find", `>=${OLDEST_PYTHON}`], {
      env,
      timeoutMs: 20_000,
    });
    return ok ? best([stdout.trim()], env, left) : undefined;
  };
  const known = await find();
  if (known) return known;
  signal?.throwIfAborted();
  progress("uv fetches Python 3.13");
  const { ok, stderr } = await runCommand(uv, ["python", "install", "3.13"], {
    env,
    timeoutMs: UV_INSTALL_MS,
  });
  if (!ok) left.push(`uv python install 3.13: ${stderr.trim().split("\n").slice(-1)[0] || "failed"}`);
  return ok ? find() : undefined;
}
