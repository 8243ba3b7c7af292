import { JudgedCheck, Pillar } from "./check";
import { PILLARS, PlanItem, scorePlan } from "./scorePlan";

/** `not-run`: there is a check, but it wasn't run; `not-yet`: there is no check yet. Only `earned` has points. */
export type LineStatus = "earned" | "failed" | "unknown" | "not-run" | "not-yet";

export interface ScoreLine extends PlanItem {
  status: LineStatus;
  earned: number;
}

export interface PillarScore {
  pillar: Pillar;
  earned: number;
  outOf: number;
}

export interface Score {
  total: number;
  outOf: number;
  pillars: readonly PillarScore[];
  lines: readonly ScoreLine[];
}

/**
 * The mission score: points only for checks that passed; failed, unknown and missing ones are listed with none.
 *
 * @param plan what the points are for. @default the 100 points of `scorePlan`
 */
export function missionScore(judged: readonly JudgedCheck[], plan: readonly PlanItem[] = scorePlan): Score {
  const lines = plan.map((item): ScoreLine => {
    const status = lineStatus(item, judged);
    return { ...item, status, earned: status === "earned" ? item.points : 0 };
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

function lineStatus({ id, needs }: PlanItem, judged: readonly JudgedCheck[]): LineStatus {
  if (needs !== undefined) return "not-yet";
  switch (judged.find((check) => check.id === id)?.status) {
    case "pass":
      return "earned";
    case "fail":
      return "failed";
    case "unknown":
      return "unknown";
    case undefined:
      return "not-run";
  }
}

function sum(lines: readonly ScoreLine[], of: "earned" | "points"): number {
  return lines.reduce((total, line) => total + line[of], 0);
}
