import { spawn } from "node:child_process";
import { join } from "node:path";
import { watchMemory, type PeakMemory } from "./peakMemory";

export const ROOT = join(__dirname, "..");

/** How a command went. */
export interface TimedRun {
  /** When it was started, in ms since 1970. */
  startedAt: number;
  /** Until it ended. */
  seconds: number;
  stdout: string;
  /** Of it and all it started, by program; undefined where that can't be told. */
  memory: PeakMemory | undefined;
}

/**
 * Runs a command to its end, in this project's folder.
 *
 * @param env the command's whole environment
 * @throws Error with the last of what it said when it fails
 */
export function runTimed(
  command: string,
  args: string[],
  { env, cwd = ROOT }: { env: NodeJS.ProcessEnv; cwd?: string },
): Promise<TimedRun> {
  return new Promise((done, fail) => {
    const startedAt = Date.now();
    const started = performance.now();
    const child = spawn(command, args, { env, cwd, stdio: ["ignore", "pipe", "pipe"] });
    const endWatch = child.pid === undefined ? () => undefined : watchMemory(child.pid);
    const endWithParent = () => child.kill();
    process.once("exit", endWithParent);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const failed = (why: string) => {
      const said = `${stdout}\n${stderr}`.trim().split("\n").slice(-15).join("\n");
      fail(new Error(`${[command, ...args].join(" ")}: ${why}\n${said}`));
    };
    child.once("error", (error) => failed(error.message));
    child.once("close", (code, signal) => {
      const seconds = (performance.now() - started) / 1000;
      const memory = endWatch();
      process.off("exit", endWithParent);
      if (code === 0) done({ startedAt, seconds, stdout, memory });
      else failed(`ended with ${code ?? signal}`);
    });
  });
}
