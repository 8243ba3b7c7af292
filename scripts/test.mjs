// `npm test`: lint and types, then unit and integration tests one after the other; the last line has the sum.
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

/** What looks at the text alone runs side by side; tests have the machine to themselves. */
const TOGETHER = [["lint", "types"], ["unit"], ["integration"]];

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
const running = new Set();
let stopped;
// Ctrl-C reaches the running part by the terminal; it cleans up, and no further part begins.
process.on("SIGINT", () => (stopped = "SIGINT"));
process.on("SIGTERM", () => {
  stopped = "SIGTERM";
  for (const each of running) each.kill("SIGTERM");
});

const results = [];
for (const group of TOGETHER) {
  const names = group.filter((name) => wanted.length === 0 || wanted.includes(name));
  if (stopped) break;
  results.push(...(await Promise.all(names.map((name) => runPart(name, names.length > 1)))));
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

/** Runs a part, and says how it went; what it prints comes at its end where others run beside it. */
async function runPart(name, isBeside) {
  if (!isBeside) process.stdout.write(`\n== ${name}\n`);
  const begun = Date.now();
  const counts = join(scratch, name);
  const printed = [];
  const codes = [];
  for (const command of PARTS[name])
    if (!stopped) codes.push(await run(command, counts, isBeside ? printed : undefined));
  const isMocha = name === "unit" || name === "integration";
  const result = readCounts(name, codes, isMocha ? counts : undefined);
  const took = `${((Date.now() - begun) / 1000).toFixed(1)} s`;
  if (isBeside) process.stdout.write(`\n== ${name}\n${Buffer.concat(printed).toString("utf8")}`);
  process.stdout.write(`== ${name}: ${result.failed > 0 ? "FAILED" : "passed"} in ${took}\n`);
  return result;
}

/** Runs one Node program with its output on the screen, or kept; its exit code, or the signal that ended it. */
function run([script, ...args], counts, printed) {
  return new Promise((done) => {
    const stdio = printed ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"];
    const child = spawn(process.execPath, [script, ...args], {
      cwd: ROOT,
      stdio,
      env: { ...process.env, AUDIT_TRAIL_COUNTS: counts },
    });
    running.add(child);
    child.stdout?.on("data", (bytes) => printed.push(bytes));
    child.stderr?.on("data", (bytes) => printed.push(bytes));
    const ended = (said) => {
      running.delete(child);
      done(said);
    };
    child.once("error", (error) => ended(error.message));
    child.once("close", (code, signal) => ended(code ?? signal));
  });
}
