// `npm start`: brings the dependencies, then runs the exercise; arguments are passed on.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { prepare, ROOT } from "./dependencies.mjs";

await prepare();

const child = spawn(
  process.execPath,
  ["-r", "tsx/cjs", join(ROOT, "cli", "main.ts"), "exercise", ...process.argv.slice(2)],
  { cwd: ROOT, stdio: "inherit" },
);
// Ctrl-C reaches the child by the terminal itself, and the child cleans up: this process only waits for it.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
process.on("SIGHUP", () => child.kill("SIGHUP"));
child.once("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
child.once("exit", (code, signal) => {
  process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
});
