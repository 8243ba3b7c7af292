// `npm test`: lint, types, unit and integration tests one after the other; the last line has the sum.
// `npm test -- --lint`, `--types`, `--unit`, `--integration` run only those.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { prepare, ROOT } from "./dependencies.mjs";
import { readCounts, sumLine } from "./testCounts.mjs";

const bin = (...path) => join(ROOT, "node_modules", ...path);
const forbidOnly = process.env.CI ? ["--forbid-only"] : [];

/** The parts in their order; a part that is no mocha run counts as one test. */
const PARTS = {
  lint: [
    [bin("eslint", "bin", "eslint.js"), ".", "--max-warnings", "0"],
    [bin("prettier", "bin", "prettier.cjs"), "--check", "."],
  ],
  types: [[bin("typescript", "bin", "tsc"), "--noEmit"]],
  unit: [mocha("unit")],
  integration: [mocha("integration")],
};

function mocha(name) {
  return [
    bin("mocha", "bin", "mocha.js"),
    "--config",
    join(ROOT, "tests", `${name}.mocharc.json`),
    "--reporter",
    join(ROOT, "scripts", "countingReporter.mjs"),
    ...forbidOnly,
  ];
}

const wanted = process.argv.slice(2).map((flag) => flag.replace(/^--/, ""));
const unknown = wanted.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  const known = Object.keys(PARTS).map((name) => `--${name}`);
  process.stderr.write(`${unknown.join(", ")} is not known; the parts are ${known.join(", ")}\n`);
  process.exit(2);
}

await prepare();
const scratch = mkdtempSync(join(tmpdir(), "audit-trail-test-"));
process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));
let running;
let stopped;
// Ctrl-C reaches the running part by the terminal; it cleans up, and no further part begins.
process.on("SIGINT", () => (stopped = "SIGINT"));
process.on("SIGTERM", () => {
  stopped = "SIGTERM";
  running?.kill("SIGTERM");
});

const results = [];
for (const [name, commands] of Object.entries(PARTS)) {
  if (stopped || (wanted.length > 0 && !wanted.includes(name))) continue;
  process.stdout.write(`\n== ${name}\n`);
  const begun = Date.now();
  const counts = join(scratch, name);
  const codes = [];
  for (const command of commands) if (!stopped) codes.push(await run(command, counts));
  const isMocha = name === "unit" || name === "integration";
  const result = readCounts(name, codes, isMocha ? counts : undefined);
  results.push(result);
  const took = `${((Date.now() - begun) / 1000).toFixed(1)} s`;
  process.stdout.write(`== ${name}: ${result.failed > 0 ? "FAILED" : "passed"} in ${took}\n`);
}

process.stdout.write("\n");
for (const { problem } of results) if (problem) process.stdout.write(`${problem}\n`);
if (stopped) process.stdout.write(`stopped by ${stopped}: not everything was run\n`);
process.stdout.write(`${sumLine(results)}\n`);
process.exitCode = stopped
  ? 128 + constants.signals[stopped]
  : results.some(({ failed }) => failed > 0)
    ? 1
    : 0;

/** Runs one Node program with its output on the screen; its exit code, or the signal that ended it. */
function run([script, ...args], counts) {
  return new Promise((done) => {
    running = spawn(process.execPath, [script, ...args], {
      cwd: ROOT,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, AUDIT_TRAIL_COUNTS: counts },
    });
    running.once("error", (error) => done(error.message));
    running.once("exit", (code, signal) => done(code ?? signal));
  });
}
