import { newestFirst } from "../collect";
import { CloudTrailEvent } from "../event";
import { Finding, Level, byWeight, levelRank } from "../finding";
import { describeEvent } from "../describeEvent";
import { escalationChains } from "../questions/privilegeEscalation";
import { KnownPlaces } from "../questions/tampering/logPlaces";
import { trailTampering } from "../questions/trailTampering";
import { Coverage, EventSet } from "../source";
import { textAt } from "../textAt";
import { Thread } from "../thread";
import { FollowOptions, Followed, follow } from "./follow";
import { IncidentIndex } from "./incidentIndex";
import { Known, marksOf } from "./marksOf";
import { sessionsOf } from "./sessionsOf";
import { setUp } from "./setUp";
import { storyOf } from "./story";
import { Timeline, TimelineEntry } from "./timeline";

/** How far a timeline goes, and how much of it is kept. */
export interface TimelineOptions extends FollowOptions {
  /** Entries that are kept at most: those with a mark first. @default 10,000 */
  maxEntries?: number;
  /** Where the logs are, as far as that is known. @default learned from the events */
  places?: KnownPlaces;
}

/**
 * What happened around a thread: its events, and those of the sessions, keys, users, roles and addresses that they lead
 * to, oldest first, with what each means and the story in words.
 *
 * Every thread says because of which event it was followed; what was not followed is said in `notes`.
 */
export function buildTimeline(set: EventSet, start: Thread, options: TimelineOptions = {}): Timeline {
  return timelineOf(new IncidentIndex(newestFirst(set.events)), set.coverage, start, options);
}

/** The same of events in an index, which may know more than it holds. */
export function timelineOf(
  index: IncidentIndex,
  coverage: Coverage,
  start: Thread,
  options: TimelineOptions,
): Timeline {
  const followed = follow(index, start, options);
  const events = inOrder(index, followed);
  const findings = findingsOf(events, index, options.places);
  const known = whatIsKnown(events, findings, index, followed.background, options.places);
  const all = events.map((event): TimelineEntry => ({
    event,
    session: index.session(event).id,
    marks: marksOf(event, known),
    what: describeEvent(event),
    via: followed.entries.get(event)!,
  }));
  const { entries, note } = withinLimit(all, options.maxEntries ?? 10_000);
  const notes = [...followed.notes, ...(note === undefined ? [] : [note])];
  const timeline: Timeline = {
    start,
    threads: followed.threads,
    sessions: sessionsOf(events, index),
    entries,
    findings,
    story: { what: "", when: "", who: "", where: "", data: "" },
    coverage,
    ...(notes.length > 0 && { notes }),
  };
  return { ...timeline, story: storyOf({ ...timeline, entries: all }, followed.background) };
}

function inOrder(index: IncidentIndex, { entries }: Followed): CloudTrailEvent[] {
  return index.events.filter((event) => entries.has(event));
}

/** Escalations and tampering inside the incident; the log's places may be spoken of outside it. */
function findingsOf(
  events: readonly CloudTrailEvent[],
  index: IncidentIndex,
  places: KnownPlaces = {},
): Finding[] {
  const chains = escalationChains({ events: [...events].reverse() }).filter(
    ({ level }) => levelRank(level) >= levelRank("low"),
  );
  const inside = new Set(events);
  const context = index.events.filter(
    (event) => inside.has(event) || event.eventSource === "cloudtrail.amazonaws.com",
  );
  const ids = new Set(events.map(({ eventID }) => eventID));
  const { items } = trailTampering(
    { events: context, coverage: { source: "", regions: [], events: 0, complete: true, gaps: [] } },
    places,
  );
  const tampering = items.filter(({ evidence }) => evidence.some((id) => ids.has(id)));
  return [...chains, ...tampering].sort(byWeight);
}

function whatIsKnown(
  events: readonly CloudTrailEvent[],
  findings: readonly Finding[],
  index: IncidentIndex,
  background: ReadonlySet<CloudTrailEvent>,
  { buckets = [] }: KnownPlaces = {},
): Known {
  const evidenceOf = (kind: string, atLeast: Level = "informational") =>
    new Set(
      findings
        .filter((finding) => finding.kind === kind && levelRank(finding.level) >= levelRank(atLeast))
        .flatMap(({ evidence }) => evidence),
    );
  const logBuckets = index.events
    .filter(({ eventSource }) => eventSource === "cloudtrail.amazonaws.com")
    .map(({ requestParameters }) => textAt(requestParameters, "s3BucketName"))
    .filter((name) => name !== undefined);
  return {
    background,
    firstContacts: firstContacts(
      events.filter((event) => !background.has(event)),
      index,
    ),
    escalations: evidenceOf("privilege-escalation", "medium"),
    tampering: evidenceOf("trail-tampering"),
    logBuckets: new Set([...logBuckets, ...buckets]),
    setUp: setUp(index.events),
  };
}

/** The incident's first event, and the first of each session and from each address that was never seen before. */
function firstContacts(
  events: readonly CloudTrailEvent[],
  index: IncidentIndex,
): ReadonlySet<CloudTrailEvent> {
  return new Set([...events.slice(0, 1), ...events.filter((event) => index.context.isFirst(event))]);
}

function withinLimit(
  all: readonly TimelineEntry[],
  most: number,
): { entries: readonly TimelineEntry[]; note?: string } {
  if (all.length <= most) return { entries: all };
  const kept = new Set(all.filter(({ marks }) => marks.length > 0).slice(0, most));
  for (const entry of all) {
    if (kept.size >= most) break;
    kept.add(entry);
  }
  return {
    entries: all.filter((entry) => kept.has(entry)),
    note: `${all.length - kept.size} of ${all.length} calls are not listed: the limit of ${most} was reached, and those that mean most are kept. The story counts all of them.`,
  };
}
