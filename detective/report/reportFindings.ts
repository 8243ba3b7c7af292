import { compareText } from "../compareText";
import { Finding, Outcome, levelRank } from "../finding";
import { Report } from "./report";

const OUTCOMES: readonly Outcome[] = ["success", "denied", "failed"];

/** All findings, the report's own and its timeline's, each once: the worst first, then what succeeded, then by time. */
export function reportFindings({
  findings = [],
  timeline,
}: Pick<Report, "findings" | "timeline">): Finding[] {
  const each = new Map<string, Finding>();
  for (const finding of [...findings, ...(timeline?.findings ?? [])]) {
    const { kind, title, who, target = "", first, evidence } = finding;
    const key = JSON.stringify([kind, title, who, target, first, evidence]);
    if (!each.has(key)) each.set(key, finding);
  }
  return [...each.values()].sort(
    (a, b) =>
      levelRank(b.level) - levelRank(a.level) ||
      place(a.outcome) - place(b.outcome) ||
      compareText(a.first, b.first),
  );
}

/** What the list doesn't know comes last. */
function place(outcome: Outcome): number {
  const index = OUTCOMES.indexOf(outcome);
  return index < 0 ? OUTCOMES.length : index;
}
