import assert from "node:assert/strict";
import { poll } from "../../../harness/poll";
import { runCommand } from "../../../sandbox/runCommand";

describe("endWithParent", () => {
  it("needs one listener for twelve commands at the same time, and none afterwards", async () => {
    const before = process.listenerCount("exit");
    const commands = Array.from({ length: 12 }, () =>
      runCommand(process.execPath, ["--version"], { env: process.env }),
    );
    assert.equal(process.listenerCount("exit"), before + 1);
    const results = await Promise.all(commands);
    assert.deepEqual(
      results.map(({ stdout }) => stdout.trim()),
      Array<string>(12).fill(process.version),
    );
    assert.equal(process.listenerCount("exit"), before);
  });

  it("ends a command when the process that started it ends", async () => {
    const script = `
      const { runCommand } = require(${JSON.stringify(require.resolve("../../../sandbox/runCommand"))});
      const endless = "console.error(process.pid); setInterval(() => {}, 1000)";
      const onErrorLine = (pid) => { process.stdout.write(pid); process.exit(0); };
      void runCommand(process.execPath, ["-e", endless], { env: process.env, onErrorLine });`;
    const { stdout } = await runCommand(process.execPath, ["-r", "tsx/cjs", "-e", script], {
      env: process.env,
    });
    const pid = Number(stdout);
    assert.ok(pid > 1, stdout);
    await poll(() => Promise.resolve(runs(pid) ? undefined : true), {
      what: `${pid} to end`,
      deadline: 5_000,
      interval: 10,
    });
  }).timeout(30_000);
});

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
