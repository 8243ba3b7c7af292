import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { endWithParent } from "./endWithParent";

export interface CommandOptions {
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** Called with each line on stderr while the command runs. */
  onErrorLine?: (line: string) => void;
  /** The command is ended when it takes longer, in ms. @default no limit */
  timeoutMs?: number;
  /** The command is ended when it writes nothing for this long, in ms. @default no limit */
  silenceMs?: number;
}

export interface CommandResult {
  readonly ok: boolean;
  readonly stdout: string;
  /** What it wrote on stderr, or why it could not be started or had to be ended. */
  readonly stderr: string;
}

/** Runs a command to its end and collects what it writes; never throws, and the command never outlives this process. */
export function runCommand(command: string, args: string[], options: CommandOptions): Promise<CommandResult> {
  return new Promise((done) => {
    const { env, cwd, onErrorLine, timeoutMs, silenceMs } = options;
    const child = spawn(command, args, { env, cwd, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    const errors: string[] = [];
    const end = (why: string) => {
      errors.push(why);
      child.kill("SIGKILL");
      // A grandchild may hold the pipes open; what it still writes is of no interest.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const seconds = (ms: number) => `${Math.round(ms / 100) / 10} s`;
    const limit =
      timeoutMs && setTimeout(() => end(`ended after ${seconds(timeoutMs)}: too slow`), timeoutMs);
    const silence =
      silenceMs && setTimeout(() => end(`ended after ${seconds(silenceMs)} of silence`), silenceMs);
    const heard = () => {
      if (silence) silence.refresh();
    };
    const release = endWithParent(child);
    const finish = (ok: boolean) => {
      if (limit) clearTimeout(limit);
      if (silence) clearTimeout(silence);
      release();
      done({ ok, stdout, stderr: errors.join("\n") });
    };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      heard();
      stdout += text;
    });
    createInterface({ input: child.stderr }).on("line", (line) => {
      heard();
      errors.push(line);
      onErrorLine?.(line);
    });
    child.once("error", (error) => {
      errors.push(error.message);
      if (child.pid === undefined) finish(false);
    });
    child.once("close", (code) => finish(code === 0));
  });
}
