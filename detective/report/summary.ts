import { LineStatus, ScoreLine } from "../posture/score";
import { Report } from "./report";

/** The report in a sentence or two. */
export function summary({ verdicts, score, coverage }: Report): string {
  const passed = verdicts.filter(({ status }) => status === "pass").length;
  const unknown = verdicts.filter(({ status }) => status === "unknown").length;
  const checks = `${passed} of ${verdicts.length} checks pass${unknown > 0 ? `, ${unknown} unknown` : ""}`;
  const events = `${coverage.events} events were read from ${coverage.regions.join(", ") || "no region"}`;
  const whole = coverage.complete ? "" : "; the answer is incomplete, see Coverage";
  return `${checks}. Mission score ${score.total} of ${score.outOf}. ${events}${whole}.`;
}

const STATUS_WORDS: Readonly<Record<LineStatus, string>> = {
  earned: "earned",
  failed: "check failed",
  unknown: "unknown",
  "not-run": "check not run",
  "not-yet": "not yet earned",
};

/** What a score line stands at, with what would earn its points. */
export function lineWords({ status, needs }: ScoreLine): string {
  return needs === undefined ? STATUS_WORDS[status] : `${STATUS_WORDS[status]}: needs ${needs}`;
}

/** UTC, to the second. */
export function timeWords(time: Date): string {
  return Number.isNaN(time.getTime())
    ? "unknown"
    : `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
