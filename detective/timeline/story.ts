import { CloudTrailEvent, timeOf } from "../event";
import { IncidentMoment, mostFrequent, perBucket } from "./counts";
import { levelRank } from "../finding";
import { normaliseIp } from "../ipAddress";
import { outcomeOf } from "../outcomeOf";
import { principalName } from "../principal";
import { duration } from "../questions/wordsOfTime";
import { Thread } from "../thread";
import { dataRead, dataSource } from "./dataAccess";
import { Mark, Timeline, TimelineEntry, TimelineSession } from "./timeline";
import { capital, count, digits } from "../wording";

/** So many of a kind are told; the rest is counted. */
const TOLD = 4;

type Told = Omit<Timeline, "story">;

/**
 * What happened, when, who, from where and what data, each in sentences with the numbers behind it.
 *
 * @param background what others did before, to give the incident's people their keys and rights
 */
export function storyOf(
  timeline: Told,
  background: ReadonlySet<CloudTrailEvent> = new Set(),
): Timeline["story"] {
  if (timeline.entries.length === 0) return nothing(timeline);
  return {
    what: whatHappened(timeline, background),
    when: when(timeline),
    who: who(timeline),
    where: where(timeline),
    data: data(timeline),
  };
}

/** A thread as one says it: `access key AKIA…`. */
export function threadWords({ kind, value }: Thread): string {
  return `${kind.replace("-", " ")} ${value}`;
}

function nothing({ start, coverage }: Told): Timeline["story"] {
  const read = coverage.complete
    ? "in what was read"
    : "in what was read, and that was not all there is: see the coverage";
  return {
    what: `No event of the ${threadWords(start)} is ${read}.`,
    when: "Nothing to tell.",
    who: "Nothing to tell.",
    where: "Nothing to tell.",
    data: "Nothing to tell.",
  };
}

function whatHappened(
  { entries, sessions, findings, start }: Told,
  background: ReadonlySet<CloudTrailEvent>,
): string {
  const denied = entries.filter(({ event }) => outcomeOf(event) === "denied").length;
  const sentences = [
    `The timeline holds ${count(entries.length, "call")} in ${count(sessions.length, "session")}, ${denied === 0 ? "none" : digits(denied)} of them denied.`,
    `It begins where ${moment(entries.find(({ event }) => !background.has(event)) ?? entries[0]!)}.`,
  ];
  const grave = findings.filter(
    ({ kind, level }) => kind === "privilege-escalation" && levelRank(level) >= levelRank("medium"),
  );
  sentences.push(
    ...told(
      "Rights were gained",
      grave.map(({ title, level }) => `${title} (${level})`),
    ),
    ...told("Ways to come back", moments(entries, "persistence")),
    ...told("Tracks were covered, or that was tried", moments(entries, "tracks-covered")),
    ...told(
      "Its users have their keys and rights from others",
      entries.filter(({ event }) => background.has(event)).map((entry) => moment(entry)),
    ),
  );
  if (grave.length === 0 && !entries.some(({ marks }) => marks.includes("tracks-covered"))) {
    sentences.push(`No gain of rights and no covering of tracks was found around the ${threadWords(start)}.`);
  }
  return sentences.join(" ");
}

function when({ entries, findings }: Told): string {
  const timed = entries.filter(({ event }) => timeOf(event) !== undefined);
  const [first, last] = [timed[0]?.event, timed.at(-1)?.event];
  if (!first || !last) return "None of the records has a readable time.";
  const length = duration(timeOf(last)! - timeOf(first)!);
  const sentences =
    timeOf(first) === timeOf(last)
      ? [`At ${first.eventTime}.`]
      : [`From ${first.eventTime} to ${last.eventTime} (${length}).`];
  const phases: [string, Mark][] = [
    ["first refusal", "denied"],
    ["first gain of rights", "escalation"],
    ["first way back", "persistence"],
    ["first read of data", "data-access"],
    ["first covering of tracks", "tracks-covered"],
  ];
  const marked = phases
    .flatMap(([name, mark]) => {
      const entry = timed.find(({ marks }) => marks.includes(mark));
      return entry ? [{ name, entry }] : [];
    })
    .sort((a, b) => timeOf(a.entry.event)! - timeOf(b.entry.event)!)
    .map(({ name, entry }) => `${name} ${entry.event.eventTime}`);
  if (marked.length > 0) sentences.push(`${capital(marked.join(", "))}.`);
  const blind = findings.flatMap((finding) =>
    "blindMs" in finding ? [finding.blindMs as number | undefined] : [],
  );
  const longest = Math.max(...blind.filter((ms) => ms !== undefined), 0);
  if (longest > 0)
    sentences.push(
      `A trail recorded nothing for ${duration(longest)}: what happened then is not known from it.`,
    );
  return sentences.join(" ");
}

function who({ sessions, start, threads }: Told): string {
  const mostFirst = [...sessions].sort((a, b) => b.events - a.events);
  const names = mostFirst.slice(0, 6).map((session) => sessionWords(session, sessions));
  const rest = sessions.length - names.length;
  if (rest > 0) names.push(`and ${count(rest, "further session")}`);
  const from = start.kind === "event" ? "an event" : `the ${threadWords(start)}`;
  const led = threads.length - 1;
  return `Begun from ${from}${led > 0 ? `, which led to ${count(led, "further thread")}` : ""}. ${count(sessions.length, "session")}: ${names.join("; ")}.`;
}

function sessionWords(session: TimelineSession, sessions: readonly TimelineSession[]): string {
  const key = session.accessKeyId ? `, key ${session.accessKeyId}` : "";
  const denied = session.denied > 0 ? `, ${session.denied} denied` : "";
  const issuer = sessions.find(({ id }) => id === session.issuedBy?.session);
  const by = session.issuedBy
    ? `, credentials from ${session.issuedBy.eventName}${issuer ? ` by ${issuer.who}` : ""}`
    : "";
  return `${session.who} (${count(session.events, "call")}${denied}${key}${by})`;
}

function where({ entries }: Told): string {
  const events = entries.map(({ event }) => event);
  const address = ({ sourceIPAddress = "" }: CloudTrailEvent) =>
    normaliseIp(sourceIPAddress) ?? sourceIPAddress;
  const tool = ({ userAgent = "" }: CloudTrailEvent) =>
    /^\[?([^\s\]]+)/.exec(userAgent)?.[1]?.slice(0, 60) ?? "";
  const region = ({ awsRegion = "" }: CloudTrailEvent) => awsRegion;
  const from = listed(mostFrequent(events, address), (name) => {
    const first = events.find((event) => address(event) === name && event.eventTime !== undefined);
    return first ? `, first ${first.eventTime}` : "";
  });
  return [
    from ? `From ${from}.` : "No record says from where.",
    `In ${listed(mostFrequent(events, region)) || "no Region that the records name"}.`,
    `By ${listed(mostFrequent(events, tool)) || "no client that the records name"} (a client can give itself any name).`,
  ].join(" ");
}

function data({ entries, coverage }: Told): string {
  const reads = entries.map(({ event }) => event).filter((event) => dataRead(event) !== undefined);
  const sentences: string[] = [];
  const groups = perBucket(
    reads,
    (event) => `${dataRead(event)}\u0000${dataSource(event) ?? ""}\u0000${principalName(event)}`,
  );
  const words = groups.map(({ events }) => {
    const [event] = events;
    const source = dataSource(event);
    return `${dataRead(event)}${source ? ` of ${source}` : ""} by ${principalName(event)} (${count(events.length, "call")}, ${span(events)})`;
  });
  if (words.length > 0) {
    const rest = words.length - 6;
    sentences.push(
      `Read or carried away: ${words.slice(0, 6).join("; ")}${rest > 0 ? `; and ${rest} more` : ""}.`,
    );
  } else sentences.push("No read of data is in these records.");
  if (coverage.gaps.some(({ reason }) => reason === "data-events")) {
    sentences.push(
      "Reads of objects and other data events are not visible here, so that more may have been read than is told: the log files of a trail that records them would show it.",
    );
  }
  return sentences.join(" ");
}

function span(events: readonly CloudTrailEvent[]): string {
  const times = events.map(({ eventTime }) => eventTime ?? "an unknown time");
  return times.length === 1 ? `at ${times[0]}` : `${times[0]} to ${times.at(-1)}`;
}

function moments(entries: readonly TimelineEntry[], mark: Mark): string[] {
  return entries.filter(({ marks }) => marks.includes(mark)).map((entry) => moment(entry));
}

function moment({ event, what }: IncidentMoment): string {
  return `${principalName(event)} ${what} (${event.eventTime ?? "at an unknown time"})`;
}

function told(head: string, things: readonly string[]): string[] {
  if (things.length === 0) return [];
  const rest = things.length - TOLD;
  return [`${head}: ${things.slice(0, TOLD).join("; ")}${rest > 0 ? `; and ${rest} more` : ""}.`];
}

function listed(
  counts: readonly { name: string; number: number }[],
  more: (name: string) => string = () => "",
): string {
  const words = counts
    .slice(0, TOLD)
    .map(({ name, number }) => `${name} (${count(number, "call")}${more(name)})`);
  const rest = counts.length - words.length;
  return words.join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
