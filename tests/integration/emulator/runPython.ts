import assert from "node:assert/strict";
import { join } from "node:path";
import { installEmulator } from "../../../sandbox/emulator/installEmulator";
import { runCommand } from "../../../sandbox/runCommand";

const folder = join(__dirname, "../../../sandbox/emulator");

/** What a program prints that the emulator's own Python runs beside the launcher's modules. */
export async function runPython(program: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const python = await installEmulator(() => {});
  const { ok, stdout, stderr } = await runCommand(python, ["-c", program], {
    cwd: folder,
    env: { PYTHONDONTWRITEBYTECODE: "1", ...env },
    timeoutMs: 60_000,
  });
  assert.ok(ok, stderr);
  return stdout.trim();
}
