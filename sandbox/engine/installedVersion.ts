import { mkdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolder } from "../cacheFolder";
import { runCommand } from "../runCommand";

interface Memo {
  readonly size: number;
  readonly mtimeMs: number;
  readonly version: string;
}

/** A launcher script keeps its size and date when the engine behind it changes; a real engine is 100 MB. */
const SMALLEST_ENGINE_BYTES = 1_000_000;

/**
 * What `pulumi version` says, without its leading v. Asking takes 250 ms, so the answer is kept in the cache folder
 * for as long as the binary's size and date stay the same.
 *
 * @throws Error with what went wrong when the binary doesn't answer within 20 s
 */
export async function installedVersion(binary: string, env: NodeJS.ProcessEnv): Promise<string> {
  const path = realpathSync(binary);
  const { size, mtimeMs } = statSync(path);
  const known = readMemos(env)[path];
  if (known && known.size === size && known.mtimeMs === mtimeMs) return known.version;
  const { ok, stdout, stderr } = await runCommand(binary, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeoutMs: 20_000,
  });
  if (!ok) throw new Error(`${binary} version: ${stderr.trim() || "failed without a word"}`);
  const version = stdout.trim().replace(/^v/, "");
  if (size >= SMALLEST_ENGINE_BYTES) remember(path, { size, mtimeMs, version }, env);
  return version;
}

const memoFile = (env: NodeJS.ProcessEnv) => join(cacheFolder(env), "engine", "versions.json");

function readMemos(env: NodeJS.ProcessEnv): Record<string, Memo> {
  try {
    return JSON.parse(readFileSync(memoFile(env), "utf8")) as Record<string, Memo>;
  } catch {
    return {};
  }
}

/** The memo only saves time: when it can't be written, the next run asks again. */
function remember(path: string, memo: Memo, env: NodeJS.ProcessEnv): void {
  const file = memoFile(env);
  try {
    mkdirSync(dirname(file), { recursive: true });
    const fresh = `${file}.${process.pid}`;
    writeFileSync(fresh, `${JSON.stringify({ ...readMemos(env), [path]: memo }, null, 2)}\n`);
    renameSync(fresh, file);
  } catch {
    return;
  }
}
