import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installEmulator } from "../../../sandbox/emulator/installEmulator";

describe("installEmulator when it is interrupted", () => {
  let scratch: string;
  beforeEach(() => (scratch = mkdtempSync(join(tmpdir(), "install-emulator-"))));
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  it("does not wait for the step that is under way", async () => {
    const python = join(scratch, "python");
    const answer = JSON.stringify({ version: "3.13.0", venv: true, ensurepip: true, executable: python });
    writeFileSync(python, `#!/bin/sh\n[ "$1" = -c ] && echo '${answer}' || exec sleep 5\n`);
    chmodSync(python, 0o755);
    const env = { ...process.env, AUDIT_TRAIL_CACHE: join(scratch, "cache"), AUDIT_TRAIL_PYTHON: python };
    delete (env as NodeJS.ProcessEnv).AUDIT_TRAIL_EMULATOR_PYTHON;
    const interruption = new AbortController();
    const reason = new Error("interrupted by SIGINT");
    const lines: string[] = [];
    const progress = (line: string) => {
      lines.push(line);
      interruption.abort(reason);
    };
    const begun = performance.now();
    await assert.rejects(installEmulator(progress, env, interruption.signal), (error) => error === reason);
    assert.ok(performance.now() - begun < 2_000);
    assert.deepEqual(lines, ["emulator: making a Python environment"]);
  });
});
