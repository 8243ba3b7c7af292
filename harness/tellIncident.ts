import {
  buildTimeline,
  privilegeEscalation,
  reportFindings,
  trailTampering,
  unauthorisedAccess,
  type EventSet,
  type Report,
} from "../detective";

/** What a responder would say of the run. */
export type Incident = Required<Pick<Report, "findings" | "timeline">>;

/**
 * Tells what the events come to: the timeline that begins at the user who did harm, and what in it accuses somebody.
 *
 * Findings about others are left out: bringing a stack up changes rights and buckets as well.
 */
export function tellIncident(
  set: EventSet,
  run: { newcomer: string; trailName: string; bucketName: string },
): Incident {
  const timeline = buildTimeline(set, { kind: "user", value: run.newcomer });
  const known = { trails: [run.trailName], buckets: [run.bucketName] };
  const all = [
    ...privilegeEscalation(set).items,
    ...trailTampering(set, known).items,
    ...unauthorisedAccess(set).items,
  ];
  const inIt = new Set(timeline.entries.map(({ event }) => event.eventID));
  const findings = all.filter(({ evidence }) => evidence.some((id) => inIt.has(id)));
  return { findings: reportFindings({ findings, timeline }), timeline };
}
