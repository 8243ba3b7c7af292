import { Finding, Level, Outcome } from "../finding";
import { Report } from "./report";

/** The worst first. */
export const LEVELS: readonly Level[] = ["critical", "high", "medium", "low", "informational"];
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
      place(LEVELS, a.level) - place(LEVELS, b.level) ||
      place(OUTCOMES, a.outcome) - place(OUTCOMES, b.outcome) ||
      compare(a.first, b.first),
  );
}

/** What no list knows comes last. */
function place<T>(list: readonly T[], item: T): number {
  const index = list.indexOf(item);
  return index < 0 ? list.length : index;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
