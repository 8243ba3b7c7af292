import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const SCRIPTS = resolve(__dirname, "../../../scripts");
const MOCHA = resolve(__dirname, "../../../node_modules/mocha/bin/mocha.js");

interface Result {
  passed: number;
  failed: number;
  skipped: number;
  problem?: string;
}
interface TestCounts {
  readCounts(name: string, codes: (number | string)[], file?: string): Result;
  sumLine(results: Result[]): string;
}

describe("testCounts", () => {
  let script: TestCounts;
  let scratch: string;
  before(async () => {
    script = (await import(pathToFileURL(join(SCRIPTS, "testCounts.mjs")).href)) as TestCounts;
  });
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), "counts-"));
  });
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  /** Runs mocha on one file with our reporter, as `npm test` does. */
  function mocha(text: string, ...flags: string[]): Result {
    const counts = join(scratch, "counts");
    const file = join(scratch, "some.js");
    writeFileSync(file, text);
    const reporter = join(SCRIPTS, "countingReporter.mjs");
    const args = [MOCHA, "--no-config", "--no-package", "--reporter", reporter, ...flags, file];
    const env = { ...process.env, AUDIT_TRAIL_COUNTS: counts };
    const { status, signal } = spawnSync(process.execPath, args, { env, encoding: "utf8", cwd: scratch });
    if (existsSync(counts)) assert.equal(typeof JSON.parse(readFileSync(counts, "utf8")), "object");
    return script.readCounts("unit", [status ?? signal ?? "?"], counts);
  }

  it("counts what passed, failed (a hook too) and was skipped", () => {
    assert.deepEqual(
      mocha(
        `it("a", () => {}); it("b", () => {}); it("c", () => { throw new Error("no"); }); it.skip("d", () => {});`,
      ),
      { passed: 2, failed: 1, skipped: 1, problem: "unit: 1 failed\n  c: no" },
    );
  });

  it("counts a failed hook", () => {
    const result = mocha(
      `describe("x", () => { before(() => { throw new Error("no"); }); it("a", () => {}); });`,
    );
    assert.deepEqual(result, {
      passed: 0,
      failed: 1,
      skipped: 0,
      problem: `unit: 1 failed\n  x "before all" hook for "a": no`,
    });
  });

  it("counts a run that leaves in the middle as one failure and names it", () => {
    const result = mocha(`it("a", () => process.exit(0));`);
    assert.deepEqual(result, {
      passed: 0,
      failed: 1,
      skipped: 0,
      problem: "unit ended without counts (exit 0)",
    });
  });

  it("counts a run that wrote no counts as one failure, with how it ended", () => {
    const nothing = join(scratch, "nothing");
    const failed = (problem: string) => ({ passed: 0, failed: 1, skipped: 0, problem });
    assert.deepEqual(
      script.readCounts("unit", ["SIGKILL"], nothing),
      failed("unit ended without counts (exit SIGKILL)"),
    );
    assert.deepEqual(script.readCounts("unit", [1], nothing), failed("unit ended without counts (exit 1)"));
  });

  it("counts a run that ended badly though no test failed", () => {
    const counts = join(scratch, "counts");
    writeFileSync(counts, JSON.stringify({ passed: 5, failed: 0, skipped: 0 }));
    assert.deepEqual(script.readCounts("unit", [1], counts), {
      passed: 5,
      failed: 1,
      skipped: 0,
      problem: "unit ended badly (exit 1) though no test failed",
    });
  });

  it("counts a forbidden .only as a failure", () => {
    const result = mocha(`it.only("a", () => {}); it("b", () => {});`, "--forbid-only");
    assert.equal(result.failed, 1);
  });

  it("counts lint and types as one each", () => {
    assert.deepEqual(script.readCounts("lint", [0, 0]), { passed: 1, failed: 0, skipped: 0 });
    const failed = { passed: 0, failed: 1, skipped: 0, problem: "lint failed" };
    assert.deepEqual(script.readCounts("lint", [0, 1]), failed);
    assert.deepEqual(script.readCounts("lint", ["SIGKILL", 0]), failed);
  });

  it("sums up in one line", () => {
    const one = { passed: 1, failed: 0, skipped: 0 };
    assert.equal(script.sumLine([one, { passed: 411, failed: 0, skipped: 0 }]), "412 passed, 0 failed");
    assert.equal(
      script.sumLine([one, { passed: 3, failed: 2, skipped: 4 }]),
      "4 passed, 2 failed, 4 skipped",
    );
    assert.equal(script.sumLine([]), "0 passed, 0 failed");
  });
});
