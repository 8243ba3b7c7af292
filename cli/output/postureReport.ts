import type { JudgedCheck, Report, Score } from "../../detective";

/** Checks, and what they come to, as a report without a run and without events. */
export function postureReport({
  checks,
  regions,
  score,
  account,
  now,
}: {
  checks: readonly JudgedCheck[];
  regions: readonly string[];
  score?: Score;
  account?: string;
  now: number;
}): Report {
  return {
    title: score ? "Mission score" : "Checks of the trail",
    when: new Date(now),
    ...(account !== undefined && { account }),
    regions,
    stages: [],
    answers: [],
    verdicts: checks,
    ...(score && { score }),
    coverage: { source: "the account's APIs", regions, events: 0, complete: true, gaps: [] },
    notes: [],
  };
}
