import { Timeline } from "../timeline/timeline";
import { some } from "./words";

/** Calls from one address, or by one AWS service. */
export interface PlaceRow {
  from: string;
  who: readonly string[];
  regions: readonly string[];
  /** ISO 8601. */
  first: string;
  last: string;
  calls: number;
  denied: number;
}

/** Where the timeline's calls came from, in the order of their first calls. */
export function placeRows({ entries, sessions }: Pick<Timeline, "entries" | "sessions">): PlaceRow[] {
  const names = new Map(sessions.map(({ id, who }) => [id, who]));
  const places = new Map<string, { who: Set<string>; regions: Set<string>; row: PlaceRow }>();
  for (const { event, session, marks } of entries) {
    const { sourceIPAddress: from = "not recorded", awsRegion, eventTime = "" } = event;
    const place = places.get(from) ?? {
      who: new Set(),
      regions: new Set(),
      row: { from, who: [], regions: [], first: eventTime, last: eventTime, calls: 0, denied: 0 },
    };
    places.set(from, place);
    place.who.add(names.get(session) ?? session);
    if (awsRegion !== undefined) place.regions.add(awsRegion);
    const { row } = place;
    row.calls++;
    if (marks.includes("denied")) row.denied++;
    if (eventTime !== "" && (row.first === "" || eventTime < row.first)) row.first = eventTime;
    if (eventTime > row.last) row.last = eventTime;
  }
  return [...places.values()].map(({ who, regions, row }) => ({
    ...row,
    who: [...who],
    regions: [...regions],
  }));
}

/** A row's cells: source, who, Regions called, first, last, calls, denied. */
export function placeCells({ from, who, regions, first, last, calls, denied }: PlaceRow): string[] {
  return [from, some(who), some(regions), first, last, String(calls), String(denied)];
}
