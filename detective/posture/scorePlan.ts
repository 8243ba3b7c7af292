import { Pillar } from "./check";
import { checkCatalogue } from "./checkCatalogue";

/** One line of the mission score: points, and what earns them. */
export interface PlanItem {
  id: string;
  title: string;
  pillar: Pillar;
  points: number;
  /** What earns the points, where no API can tell: a run that shows it. Absent where the check of this id earns them. */
  needs?: string;
}

export const PILLARS: readonly Pillar[] = ["identity", "data", "detection", "infrastructure", "response"];

/** Each pillar is worth the same. */
export const PILLAR_POINTS = 20;

/** The 100 points: the checks that exist earn theirs, and of the others it is said what would. */
export const scorePlan: readonly PlanItem[] = [
  ...[...checkCatalogue.trail, ...checkCatalogue.account].filter(({ weight }) => weight > 0).map(fromCheck),

  open(
    "detection",
    3,
    "rules-run",
    "Detection rules run over the events",
    "a run of the rules with their findings",
  ),
  open(
    "response",
    5,
    "integrity-proven",
    "The logs are proven to be unchanged",
    "a walk through the digest chain with its signatures",
  ),
  open(
    "response",
    5,
    "timeline-exercised",
    "An incident was reconstructed from the events",
    "an exercise whose timeline names the first contact and the escalation",
  ),
  open(
    "response",
    5,
    "least-privilege",
    "Rights can be cut to what was used",
    "a policy made from a principal's events",
  ),
];

function fromCheck({
  id,
  title,
  pillar,
  weight,
}: Omit<PlanItem, "points" | "needs"> & { weight: number }): PlanItem {
  return { id, title, pillar, points: weight };
}

function open(pillar: Pillar, points: number, id: string, title: string, needs: string): PlanItem {
  return { id, title, pillar, points, needs };
}
