import { timeOf } from "../event";
import { proofWord } from "../integrity/provedAnswer";
import { Mark, Timeline, TimelineEntry } from "../timeline/timeline";
import { count } from "../wording";

/** Calls of one session that are alike and came one after another; most often it is one. */
export interface TimelineRow {
  /** ISO 8601 as recorded, of the first and the last. */
  first: string;
  last: string;
  calls: number;
  who: string;
  /** What happened, in words. */
  what: string;
  event: string;
  /** The AWS service, for example `iam.amazonaws.com`. */
  source: string;
  from: string;
  /** `success`, or the error code. */
  outcome: string;
  marks: readonly Mark[];
  eventIDs: readonly string[];
  /** What is not proven of the files that its records lie in: `NOT COVERED`, `unknown`. */
  unproven?: string;
}

/** Calls further apart than this are two rows. */
const PAUSE_MS = 10 * 60_000;

/** The timeline's entries, oldest first, with each burst of like calls as one row. */
export function timelineRows({ entries, sessions }: Pick<Timeline, "entries" | "sessions">): TimelineRow[] {
  const names = new Map(sessions.map(({ id, who }) => [id, who]));
  const latest = new Map<string, TimelineEntry[]>();
  const bursts: TimelineEntry[][] = [];
  for (const entry of entries) {
    const burst = latest.get(entry.session);
    if (burst && goesOn(burst, entry)) burst.push(entry);
    else {
      const begun = [entry];
      latest.set(entry.session, begun);
      bursts.push(begun);
    }
  }
  return bursts.map((burst) => row(burst, names));
}

function goesOn(burst: readonly TimelineEntry[], next: TimelineEntry): boolean {
  const [first, last] = [burst[0]!, burst.at(-1)!];
  const [before, after] = [timeOf(last.event), timeOf(next.event)];
  if (before === undefined || after === undefined || Math.abs(after - before) > PAUSE_MS) return false;
  return likeness(first) === likeness(next);
}

function likeness({ event, marks }: TimelineEntry): string {
  const { eventSource, eventName, sourceIPAddress, errorCode } = event;
  return JSON.stringify([eventSource, eventName, sourceIPAddress, errorCode, marks]);
}

function row(burst: readonly TimelineEntry[], names: ReadonlyMap<string, string>): TimelineRow {
  const proof = burst.some((entry) => entry.proof)
    ? proofWord(burst.flatMap((entry) => entry.proof ?? []))
    : "verified";
  const [{ event, session, marks, what }, last] = [burst[0]!, burst.at(-1)!];
  const others = new Set(burst.map((entry) => entry.what)).size - 1;
  return {
    first: event.eventTime ?? "",
    last: last.event.eventTime ?? "",
    calls: burst.length,
    who: names.get(session) ?? session,
    what: others > 0 ? `${what}; and ${others} more like it${lasting(burst)}` : `${what}${lasting(burst)}`,
    event: event.eventName ?? "",
    source: event.eventSource ?? "",
    from: event.sourceIPAddress ?? "",
    outcome: event.errorCode || "success",
    marks,
    eventIDs: burst.flatMap((entry) => entry.event.eventID ?? []),
    ...(proof !== "verified" && { unproven: proof }),
  };
}

function lasting(burst: readonly TimelineEntry[]): string {
  if (burst.length === 1) return "";
  const ms = (timeOf(burst.at(-1)!.event) ?? 0) - (timeOf(burst[0]!.event) ?? 0);
  return `, ${burst.length} times within ${durationWords(ms)}`;
}

/** Roughly how long: `3 days`, `12 minutes`, `1 second`. */
export function durationWords(ms: number): string {
  const units: [number, string][] = [
    [86_400_000, "day"],
    [3_600_000, "hour"],
    [60_000, "minute"],
  ];
  // From two of a unit on: "90 minutes" says more than "1 hour".
  const [size, unit] = units.find(([each]) => ms >= 2 * each) ?? [1_000, "second"];
  return count(Math.max(1, Math.round(ms / size)), unit);
}
