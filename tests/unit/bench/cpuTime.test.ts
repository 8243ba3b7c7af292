import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { childrenCpuSeconds, ownCpuSeconds } from "../../../bench/cpuTime";

describe("CPU time", () => {
  it("of a script's commands is the second line of what bash's times says", () => {
    assert.equal(childrenCpuSeconds("True\n0m0.010s 0m0.020s\n1m2.500s 0m1.250s\n"), 63.75);
    assert.throws(() => childrenCpuSeconds("True\n"), {
      message: /^bash's times said "True\n", not two lines/,
    });
  });

  it("of this process has that of the children that have ended", function () {
    if (process.platform !== "linux") this.skip();
    const before = ownCpuSeconds() ?? 0;
    spawnSync(process.execPath, [
      "-e",
      "while (process.uptime() < 30 && process.cpuUsage().user < 300e3) for (let i = 0; i < 1e6; i++);",
    ]);
    const used = (ownCpuSeconds() ?? 0) - before;
    // Counted in hundredths on either side, of which sums of fractions lose a little.
    assert.ok(used > 0.28 && used < 5, `${used} s`);
  });
});
