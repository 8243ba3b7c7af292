// What the parts of `npm test` came to. Pure but for reading the file that the reporter wrote.
import { readFileSync } from "node:fs";

/**
 * One part's result: the reporter's counts, or one for a part that has none. A part that ended badly without a failed
 * test (a crash, a file that can't be loaded, a forbidden `.only`) counts as one failure, and `problem` names it.
 *
 * @param {string} name
 * @param {(number | string)[]} codes exit codes, or the signals that ended the commands
 * @param {string} [countsFile] where the reporter wrote; undefined for a part that is no mocha run
 */
export function readCounts(name, codes, countsFile) {
  const bad = codes.filter((code) => code !== 0);
  if (countsFile === undefined) {
    return bad.length === 0
      ? { passed: 1, failed: 0, skipped: 0 }
      : { passed: 0, failed: 1, skipped: 0, problem: `${name} failed` };
  }
  let counts;
  let failures;
  try {
    ({ failures = [], ...counts } = JSON.parse(readFileSync(countsFile, "utf8")));
  } catch {
    const how = `${name} ended without counts (exit ${bad.join(", ") || 0})`;
    return { passed: 0, failed: 1, skipped: 0, problem: how };
  }
  if (bad.length > 0 && counts.failed === 0) {
    return {
      ...counts,
      failed: 1,
      problem: `${name} ended badly (exit ${bad.join(", ")}) though no test failed`,
    };
  }
  if (counts.failed === 0) return counts;
  // What is printed last is what is kept of a long run.
  const named = failures.map(({ title, message }) => `\n  ${title}: ${message}`).join("");
  return { ...counts, problem: `${name}: ${counts.failed} failed${named}` };
}

/** The last line: `412 passed, 0 failed`, and `, 3 skipped` where some were. */
export function sumLine(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const skipped = sum("skipped");
  return `${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
