import { JudgedCheck, Pillar, Status } from "./check";
import { PILLARS, PlanItem, scorePlan } from "./scorePlan";

/** `not-run`: there is a check, but it wasn't run; `not-yet`: no check can tell, and no run showed it. Only `earned` has points. */
export type LineStatus = "earned" | "failed" | "unknown" | "not-run" | "not-yet";

/** What a run showed of what no check can tell. */
export interface Shown {
  /** Of the plan's item. */
  id: string;
  status: Status;
  /** What it rests on, in a sentence. */
  evidence: string;
}

/** What one item of the plan earned, in points. */
export interface ScoreLine extends PlanItem {
  /** What a run showed of it; absent where a check tells. */
  evidence?: string;
  status: LineStatus;
  earned: number;
}

/** What one pillar earned, in points. */
export interface PillarScore {
  pillar: Pillar;
  earned: number;
  outOf: number;
}

/** The mission score, in points: in all, by pillar, and line by line. */
export interface Score {
  /** The trail whose checks count, where trails were judged by name: the one that earns most. */
  trail?: string;
  total: number;
  outOf: number;
  pillars: readonly PillarScore[];
  lines: readonly ScoreLine[];
}

/**
 * The mission score: points only for checks that passed; failed, unknown and missing ones are listed with none.
 *
 * Where several trails were judged, one and the same has to earn the points of a trail: the best one's count, never a
 * mix of what one does here and another there.
 *
 * @param plan what the points are for. @default the 100 points of `scorePlan`
 * @param shown what a run showed. @default nothing
 */
export function missionScore(
  judged: readonly JudgedCheck[],
  plan: readonly PlanItem[] = scorePlan,
  shown: readonly Shown[] = [],
): Score {
  const trails = [...new Set(judged.flatMap(({ subject }) => subject ?? []))];
  const scores = trails.map((trail) => ({
    trail,
    ...scoreOf(
      judged.filter(({ subject }) => subject === undefined || subject === trail),
      plan,
      shown,
    ),
  }));
  // The first of those that earn the same.
  const best = scores.reduce<Score | undefined>(
    (found, score) => (found && found.total >= score.total ? found : score),
    undefined,
  );
  return best ?? scoreOf(judged, plan, shown);
}

function scoreOf(judged: readonly JudgedCheck[], plan: readonly PlanItem[], shown: readonly Shown[]): Score {
  const lines = plan.map((item): ScoreLine => {
    const run = item.needs === undefined ? undefined : shown.find(({ id }) => id === item.id);
    const status = run ? SHOWN[run.status] : lineStatus(item, judged);
    return {
      ...item,
      ...(run && { evidence: run.evidence }),
      status,
      earned: status === "earned" ? item.points : 0,
    };
  });
  return {
    total: sum(lines, "earned"),
    outOf: sum(lines, "points"),
    pillars: PILLARS.map((pillar) => {
      const ofPillar = lines.filter((line) => line.pillar === pillar);
      return { pillar, earned: sum(ofPillar, "earned"), outOf: sum(ofPillar, "points") };
    }),
    lines,
  };
}

const SHOWN = { pass: "earned", fail: "failed", unknown: "unknown" } as const;

/** Where a check was judged more than once, the worst verdict counts. */
function lineStatus({ id, needs }: PlanItem, judged: readonly JudgedCheck[]): LineStatus {
  if (needs !== undefined) return "not-yet";
  const found = judged.filter((check) => check.id === id).map(({ status }) => status);
  if (found.length === 0) return "not-run";
  if (found.includes("fail")) return "failed";
  return found.includes("unknown") ? "unknown" : "earned";
}

function sum(lines: readonly ScoreLine[], of: "earned" | "points"): number {
  return lines.reduce((total, line) => total + line[of], 0);
}
