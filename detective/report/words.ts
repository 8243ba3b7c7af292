import { LineStatus, PillarScore, Score, ScoreLine } from "../posture/score";
import { Coverage } from "../source";
import { Report } from "./report";
import { count } from "../wording";

/** The report's head: what it is about, name by name. */
export function headFacts({ when, account, regions, correlationId }: Report): [name: string, text: string][] {
  return [
    ["When", timeWords(when)],
    ...(account === undefined ? [] : [["Account", account] as [string, string]]),
    [regions.length === 1 ? "Region" : "Regions", regions.join(", ")],
    ...(correlationId === undefined ? [] : [["Correlation id", correlationId] as [string, string]]),
  ];
}

/** The report in a sentence or two. */
export function summary(report: Report): string {
  const { coverage } = report;
  const read = coverage.events === 1 ? "was read" : "were read";
  const events = `${count(coverage.events, "event")} ${read} from ${regionWords(coverage)}`;
  const whole = isWhole(report) ? "" : "; the answer is incomplete, see Coverage";
  return `${checkWords(report)}${events}${whole}.`;
}

function checkWords({ verdicts, score }: Report): string {
  if (verdicts.length === 0) return "";
  const passed = verdicts.filter(({ status }) => status === "pass").length;
  const unknown = verdicts.filter(({ status }) => status === "unknown").length;
  const checks = `${passed} of ${verdicts.length} checks pass${unknown > 0 ? `, ${unknown} unknown` : ""}`;
  return `${checks}. ${score ? `Mission score ${score.total} of ${score.outOf}. ` : ""}`;
}

/** What was read for the report, and for its timeline where that was another reading. */
export function readings({ coverage, timeline }: Pick<Report, "coverage" | "timeline">): Coverage[] {
  if (!timeline || sameCoverage(timeline.coverage, coverage)) return [coverage];
  return [coverage, timeline.coverage];
}

/** Whether nothing that was asked for is missing. */
export function isWhole(report: Pick<Report, "coverage" | "timeline">): boolean {
  return readings(report).every(({ complete }) => complete);
}

function sameCoverage(a: Coverage, b: Coverage): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What was read: how much, where, and of what time. */
export function coverageWords(coverage: Coverage): string {
  const read = coverage.events === 1 ? "was" : "were";
  return `${count(coverage.events, "event")} ${read} read by ${coverage.source} from ${regionWords(coverage)}${spanWords(coverage)}.`;
}

function regionWords({ regions }: Coverage): string {
  return regions.join(", ") || "no Region";
}

function spanWords({ from, to }: Coverage): string {
  const since = from === undefined ? "" : `, from ${timeWords(new Date(from))}`;
  return to === undefined ? since : `${since}${since ? "" : ","} to ${timeWords(new Date(to))}`;
}

const STATUS_WORDS: Readonly<Record<LineStatus, string>> = {
  earned: "earned",
  failed: "check failed",
  unknown: "unknown",
  "not-run": "check not run",
  "not-yet": "not yet earned",
};

/** What a score line stands at, with what would earn its points. */
export function lineWords({ status, needs, evidence }: ScoreLine): string {
  if (evidence !== undefined) return `${status}: ${evidence}`;
  return needs === undefined ? STATUS_WORDS[status] : `${STATUS_WORDS[status]}: needs ${needs}`;
}

/** The pillars in their order, each with its lines: a plan need not be sorted. */
export function byPillar({ pillars, lines }: Score): { pillar: PillarScore; lines: ScoreLine[] }[] {
  return pillars.map((pillar) => ({ pillar, lines: lines.filter((line) => line.pillar === pillar.pillar) }));
}

/** UTC, to the second. */
export function timeWords(time: Date): string {
  return Number.isNaN(time.getTime())
    ? "unknown"
    : `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** A whole run's seconds. */
export function totalSeconds({ stages }: Pick<Report, "stages">): number {
  return stages.reduce((total, { seconds }) => total + seconds, 0);
}

/** From when to when, as recorded; the day is said once. */
export function spanOf(first: string, last: string): string {
  if (first === last || last === "") return readable(first);
  const sameDay = first.slice(0, 10) === last.slice(0, 10);
  return `${readable(first).replace(/ UTC$/, "")} to ${sameDay ? timeOfDay(last) : readable(last).replace(/ UTC$/, "")} UTC`;
}

/** `12:00:03` of a recorded time; what is none stays as it is. */
export function timeOfDay(recorded: string): string {
  return /^\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d)/.exec(recorded)?.[1] ?? recorded;
}

function readable(recorded: string): string {
  const time = new Date(recorded);
  return Number.isNaN(time.getTime()) ? recorded || "unknown" : timeWords(time);
}

/** The first few of many. */
export function some(texts: readonly string[], most = 5): string {
  const more = texts.length - most;
  return texts.slice(0, most).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
