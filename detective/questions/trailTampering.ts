import { Answer, answer } from "../answer";
import { newestFirst } from "../collect";
import { targetOf } from "../describe/targetOf";
import { apiName } from "../describeEvent";
import { CloudTrailEvent, timeOf } from "../event";
import { Finding, Level, byWeight } from "../finding";
import { groupBy } from "../groupBy";
import { outcomeOf } from "../outcomeOf";
import { principalKey, principalName } from "../principal";
import { QuestionReads } from "../questionReads";
import { EventSet } from "../source";
import { NeededRecord } from "../sources/recordNeeds";
import { textAt } from "../textAt";
import { fromWhere } from "./listEvents";
import { withGap } from "./withGap";
import { BUCKET_RULES } from "./tampering/bucketRules";
import { Judgement, Rules } from "./tampering/judgement";
import { KEY_RULES } from "./tampering/keyRules";
import { KnownPlaces, LogPlaces, lastName, learnPlaces, logPlaces } from "./tampering/logPlaces";
import { TRAIL_RULES } from "./tampering/trailRules";
import {
  ALARM_RULES,
  DETECTOR_RULES,
  LOG_GROUP_RULES,
  RULE_RULES,
  TOPIC_RULES,
} from "./tampering/watcherRules";
import { duration, spanOf } from "./wordsOfTime";
import { capital, count } from "../wording";

/** Calls of one kind by which somebody weakened the audit trail, or tried to. */
export interface Tampering extends Finding {
  kind: "trail-tampering";
  /** The API's name. */
  api: string;
  count: number;
  /** How long the trail recorded nothing, in milliseconds; absent where it wasn't stopped, or not started again. */
  blindMs?: number;
}

/** The columns of the calls that weaken a trail. */
export type TamperingColumn = "level" | "time" | "what" | "who" | "from" | "outcome" | "why";

const RULES: ReadonlyMap<string, Rules> = new Map([
  ...DETECTOR_RULES,
  ["cloudtrail.amazonaws.com", TRAIL_RULES],
  ["s3.amazonaws.com", BUCKET_RULES],
  ["kms.amazonaws.com", KEY_RULES],
  ["logs.amazonaws.com", LOG_GROUP_RULES],
  ["monitoring.amazonaws.com", ALARM_RULES],
  ["events.amazonaws.com", RULE_RULES],
  ["sns.amazonaws.com", TOPIC_RULES],
]);
/** What was tried in vain weighs one step less. */
const LESS: Readonly<Record<Level, Level>> = {
  critical: "high",
  high: "medium",
  medium: "low",
  low: "low",
  informational: "informational",
};

/**
 * Who switched off, weakened or blinded the audit trail, or tried to, and for how long did it record nothing?
 *
 * Calls to CloudTrail count for every trail (or those given); calls to S3, KMS and CloudWatch Logs where they hit the
 * trail's bucket, key and log group: those given, and those that the events themselves speak of. It needs every event.
 */
export function trailTampering(set: EventSet, known: KnownPlaces = {}): Answer<TamperingColumn, Tampering> {
  const oldestFirst = newestFirst(set.events).reverse();
  const places = logPlaces(known);
  for (const event of oldestFirst) learnPlaces(event, places);
  places.bucketOf.clear();
  const judged = oldestFirst.flatMap((event) => {
    const judgement = judge(event, places);
    learnPlaces(event, places);
    return judgement ? { event, judgement } : [];
  });
  const starts = oldestFirst.filter(
    (event) => /^(StartLogging|CreateTrail)$/.test(event.eventName ?? "") && outcomeOf(event) === "success",
  );
  const items = [...groupBy(judged, sameKind).values()].map((group) => tampering(group, starts));
  return answer<TamperingColumn, Tampering>(
    {
      id: "trailTampering",
      title: "Calls that weaken the audit trail",
      columns: {
        level: "Level",
        time: ["Time", "time"],
        what: "What",
        who: ["Who", "who"],
        from: ["From", "who"],
        outcome: "Outcome",
        why: ["Why", "text"],
      },
    },
    items.sort(byWeight),
    {
      row: (item) => ({
        level: item.level,
        time: item.first,
        what: item.count > 1 ? `${item.api} (${item.count})` : item.api,
        who: item.who,
        from: item.from.join(", "),
        outcome: item.outcome,
        why: `${item.target === undefined ? "" : `${capital(item.target.replace(/^the /, ""))}: `}${item.why}`,
      }),
      evidence: ({ evidence }) => evidence,
    },
    places.buckets.size > 0 ? set : withGap(set, "log-places", NO_BUCKET),
  );
}

/** What to read for it where all is read anyway: calls that are judged, and those that tell where logs are. */
export function trailTamperingReads(): QuestionReads {
  const judged = [...RULES].map(([source, rules]): NeededRecord => ({
    fields: [{ field: "eventSource", oneOf: [source] }],
    judged: [{ field: "eventName", as: "api", oneOf: [...rules.keys()] }],
  }));
  return {
    needs: [
      ...judged,
      { fields: [{ field: "eventName", oneOf: PLACES }] },
      { fields: [{ field: "userIdentity.invokedBy", oneOf: ["cloudtrail.amazonaws.com"] }] },
    ],
    keep: (event) =>
      RULES.get(event.eventSource ?? "")?.has(apiName(event)) === true ||
      PLACES.includes(event.eventName ?? "") ||
      event.userIdentity?.invokedBy === "cloudtrail.amazonaws.com",
  };
}

/** Calls that begin a trail's recording, or say where it delivers. */
const PLACES = ["CreateTrail", "UpdateTrail", "StartLogging"];

const NO_BUCKET =
  "Which bucket holds the logs is neither given nor in these events, so that changes to it can't be told.";

interface Judged {
  event: CloudTrailEvent;
  judgement: Judgement;
}

function judge(event: CloudTrailEvent, places: LogPlaces): Judgement | undefined {
  const judgement = RULES.get(event.eventSource ?? "")?.get(apiName(event))?.(event, places);
  if (!judgement || event.eventSource !== "cloudtrail.amazonaws.com") return judgement;
  const trail = trailOf(event);
  if (trail !== undefined && places.trails && !places.trails.has(trail)) return undefined;
  return judgement;
}

/** The trail that a call to CloudTrail was on, by its name. */
function trailOf({ requestParameters, responseElements }: CloudTrailEvent): string | undefined {
  const named = textAt(requestParameters, "name") ?? textAt(requestParameters, "trailName");
  const answered = textAt(responseElements, "trailARN");
  return named === undefined ? answered && lastName(answered) : lastName(named);
}

function sameKind({ event, judgement }: Judged): string {
  const target = judgement.target ?? targetOf(event);
  const { eventName, eventSource } = event;
  const caller = [principalKey(event), principalName(event), fromWhere(event)];
  return JSON.stringify([eventSource, eventName, ...caller, target, outcomeOf(event), judgement.level]);
}

function tampering(group: readonly [Judged, ...Judged[]], starts: readonly CloudTrailEvent[]): Tampering {
  const [{ event, judgement }] = group;
  const events = group.map((each) => each.event);
  const outcome = outcomeOf(event);
  const target = judgement.target ?? targetOf(event);
  const blind = outcome === "success" ? blindness(events, starts) : undefined;
  return {
    kind: "trail-tampering",
    level: outcome === "success" ? judgement.level : LESS[judgement.level],
    title: `${apiName(event)}${target === undefined ? "" : ` on ${target}`}`,
    why: whyOf(group, outcome, blind?.words),
    who: principalName(event),
    from: [fromWhere(event)].filter((address) => address !== ""),
    ...(target !== undefined && { target }),
    outcome,
    ...spanOf(events),
    attack: judgement.attack,
    evidence: events.flatMap(({ eventID }) => eventID ?? []),
    api: apiName(event),
    count: events.length,
    ...(blind?.ms !== undefined && { blindMs: blind.ms }),
  };
}

function whyOf(group: readonly [Judged, ...Judged[]], outcome: string, blind: string | undefined): string {
  const [{ event, judgement }] = group;
  const { effect } = judgement;
  const more = group.length > 1 ? ` (the first of ${count(group.length, "call")})` : "";
  if (outcome !== "success") {
    const code = event.errorCode ?? "no code";
    return `${outcome === "denied" ? "Refused" : "Failed"} (${code}), nothing changed; had it worked: ${effect}${more}.`;
  }
  return `${capital(effect)}${more}${blind === undefined ? "" : `; ${blind}`}.`;
}

/** From the first stop of a trail to the next start of the same one. */
function blindness(
  events: readonly CloudTrailEvent[],
  starts: readonly CloudTrailEvent[],
): { ms?: number; words: string } | undefined {
  const [stop] = events;
  if (!stop || stop.eventSource !== "cloudtrail.amazonaws.com") return undefined;
  if (!/^(StopLogging|DeleteTrail)$/.test(stop.eventName ?? "")) return undefined;
  const from = timeOf(stop);
  const trail = trailOf(stop);
  if (from === undefined) return undefined;
  const again = starts.find((event) => trailOf(event) === trail && (timeOf(event) ?? -Infinity) >= from);
  if (!again) return { words: "no start of it was seen since" };
  const ms = timeOf(again)! - from;
  return {
    ms,
    words: `it was blind for ${duration(ms)}, until ${again.eventName} by ${principalName(again)}`,
  };
}
