import assert from "node:assert/strict";
import { runTimed } from "../../../bench/runTimed";

describe("the peak memory of a command", () => {
  before(function () {
    if (process.platform !== "linux") this.skip();
  });

  it("is that of the largest process among all it starts, by program", async () => {
    // The child touches 200 MB, frees them and stays long enough to be looked at.
    const grow = "Buffer.alloc(200e6, 1).length; setTimeout(() => {}, 300)";
    const { memory } = await runTimed("sh", ["-c", `"${process.execPath}" -e "${grow}"; true`], {
      env: process.env,
    });
    const { node = 0, sh = 0 } = memory ?? {};
    assert.ok(node > 200 && node < 400, `node: ${node} MB`);
    assert.ok(sh > 0 && sh < 20, `sh: ${sh} MB`);
  });
});

describe("a timed command", () => {
  it("that fails says so with its last words", async () => {
    await assert.rejects(runTimed("sh", ["-c", "echo last words >&2; exit 3"], { env: process.env }), {
      message: "sh -c echo last words >&2; exit 3: ended with 3\nlast words",
    });
  });

  it("that does not exist says so", async () => {
    await assert.rejects(runTimed("no-such-command", [], { env: process.env }), {
      message: /^no-such-command: spawn no-such-command ENOENT/,
    });
  });
});
