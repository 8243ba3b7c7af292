/** A trail as far as quota and cost look at it. */
export interface CountedTrail {
  name: string;
  homeRegion: string;
  multiRegion: boolean;
  managementEvents: boolean;
}

/** CloudTrail's limits, none of them adjustable. Source: CloudTrail user guide, "Quotas in AWS CloudTrail". */
export const quota = {
  trailsPerRegion: 5,
  selectorsPerTrail: 5,
  dataResourcesPerTrail: 250,
  conditionsPerTrail: 500,
} as const;

/** The trails that count against the quota of the Regions where `trail` would count: a trail of all Regions counts in each. */
export function trailsBeside(trail: CountedTrail, others: CountedTrail[]): CountedTrail[] {
  return others.filter(
    (other) => other.multiRegion || trail.multiRegion || other.homeRegion === trail.homeRegion,
  );
}

/** Why a trail cannot be made beside the others; undefined when it can. */
export function quotaProblem(trail: CountedTrail, others: CountedTrail[]): string | undefined {
  const regions = new Set([
    trail.homeRegion,
    ...others.filter((other) => !other.multiRegion).map((o) => o.homeRegion),
  ]);
  for (const region of trail.multiRegion ? regions : [trail.homeRegion]) {
    const there = others.filter((other) => other.multiRegion || other.homeRegion === region);
    if (there.length >= quota.trailsPerRegion) {
      return (
        `"${trail.name}" would be trail ${there.length + 1} in ${region}, and CloudTrail allows ${quota.trailsPerRegion} a Region ` +
        `(trails of all Regions count in each): ${there.map(({ name }) => name).join(", ")}; remove one, or let one trail serve both`
      );
    }
  }
  return undefined;
}

/** What a further copy of management events costs, as one sentence; undefined when this is the first. */
export function secondCopyWarning(trail: CountedTrail, others: CountedTrail[]): string | undefined {
  if (!trail.managementEvents) return undefined;
  const copies = trailsBeside(trail, others).filter(({ managementEvents }) => managementEvents);
  if (copies.length === 0) return undefined;
  return (
    `"${trail.name}" delivers a further copy of management events, which ${copies.map(({ name }) => `"${name}"`).join(", ")} ` +
    "delivers already: the first copy in a Region is free, each further one is charged per event (USD 2.00 per 100,000). " +
    'Say managementEvents: { access: "none" } if one copy is enough.'
  );
}
