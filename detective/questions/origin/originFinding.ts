import { apiOf } from "../../apiOf";
import { CloudTrailEvent } from "../../event";
import { Finding, Level } from "../../finding";
import { groupBy } from "../../groupBy";
import { outcomeOf } from "../../outcomeOf";
import { principalKey } from "../../principal";
import { techniques } from "../../techniques";
import { fromWhere } from "../listEvents";
import { whoOf } from "../whoOf";
import { spanOf } from "../wordsOfTime";
import { Origin, OriginKind, originsOf } from "./originsOf";
import { count } from "../../wording";

/** A principal that called from somewhere, with something or in a Region unlike before. */
export interface UnexpectedOrigin extends Finding {
  kind: "unexpected-origin";
  /** See `principalKey`. */
  principal: string;
  /** What was never seen before; `principal` where the principal itself wasn't. */
  unseen: readonly (OriginKind | "principal")[];
  /** What it was, in words: `198.51.100.4, Boto3, eu-north-1`. */
  origin: string;
  /** How many calls came from there. */
  count: number;
}

type Calls = readonly [CloudTrailEvent, ...CloudTrailEvent[]];

/** More APIs than this are counted. */
const EXAMPLES = 3;
/** More addresses and the like than this are counted. */
const MOST_ORIGINS = 5;

/**
 * One finding for each combination of new things, so that a stolen key's new address, agent and Region are one thing;
 * `events` are one principal's, oldest first.
 */
export function newOrigins(events: Calls, isKnown: (origin: Origin) => boolean): UnexpectedOrigin[] {
  const unseen = events.flatMap((event) => {
    const origins = originsOf(event).filter((origin) => !isKnown(origin));
    return origins.length > 0 ? { event, origins } : [];
  });
  // By the new address where there is one: what else is new there belongs to it.
  const groups = groupBy(unseen, ({ origins }) => {
    const first = origins.find(({ kind }) => kind === "address") ?? origins[0]!;
    return `${first.kind} ${first.key}`;
  });
  return [...groups.values()].map((group) => {
    const calls = group.map(({ event }) => event) as [CloudTrailEvent, ...CloudTrailEvent[]];
    const origins = [
      ...new Map(group.flatMap((each) => each.origins).map((each) => [each.kind + each.key, each])).values(),
    ];
    const kinds = (["address", "agent", "region"] as const).filter((kind) =>
      origins.some((each) => each.kind === kind),
    );
    return finding(calls, {
      kinds,
      level: levelOf(kinds, outcomeOf(calls[0]) !== "success"),
      title: `${listed(kinds.map((kind) => WORDS[kind]))} never seen before`,
      shown: shown(origins),
      known: "The look-back has calls of this principal, but none like these",
    });
  });
}

/** One finding of a principal that the look-back doesn't know. */
export function newPrincipal(events: Calls, hasLookBack: boolean): UnexpectedOrigin[] {
  const origins = [
    ...new Map(events.flatMap(originsOf).map((each) => [each.kind + each.key, each])).values(),
  ];
  return [
    finding(events, {
      kinds: ["principal"],
      level: hasLookBack ? "low" : "informational",
      title: "New principal",
      shown: shown(origins),
      known: hasLookBack
        ? "It made no call in the look-back, so nothing of its own is there to compare with"
        : "There is no look-back",
    }),
  ];
}

const WORDS: Readonly<Record<OriginKind, string>> = {
  address: "address",
  agent: "user agent",
  region: "Region",
};

function levelOf(kinds: readonly OriginKind[], refusedFirst: boolean): Level {
  if (!kinds.includes("address")) return kinds.length > 1 ? "medium" : "low";
  if (kinds.length > 1) return refusedFirst || kinds.length > 2 ? "high" : "medium";
  return refusedFirst ? "medium" : "low";
}

function finding(
  events: Calls,
  said: { kinds: UnexpectedOrigin["unseen"]; level: Level; title: string; shown: string; known: string },
): UnexpectedOrigin {
  const apis = [...new Set(events.map(apiOf))];
  const outcomes = new Set(events.map(outcomeOf));
  const more = apis.length > EXAMPLES ? ` and ${apis.length - EXAMPLES} more` : "";
  const first = outcomeOf(events[0]) === "success" ? "" : ", the first refused or failed";
  return {
    kind: "unexpected-origin",
    level: said.level,
    title: `${said.title}: ${said.shown}`.replace(/^[au]/, (letter) => letter.toUpperCase()),
    why: `${said.known}; ${count(events.length, "call")} (${apis.slice(0, EXAMPLES).join(", ")}${more})${first}.`,
    who: whoOf(events),
    from: [...new Set(events.map(fromWhere))].filter((address) => address !== ""),
    outcome: outcomes.has("success") ? "success" : outcomes.has("denied") ? "denied" : "failed",
    ...spanOf(events),
    attack: techniques(
      ...(said.kinds.includes("region") ? (["T1078.004", "T1535"] as const) : (["T1078.004"] as const)),
    ),
    evidence: events.flatMap(({ eventID }) => eventID ?? []),
    principal: principalKey(events[0]),
    unseen: said.kinds,
    origin: said.shown,
    count: events.length,
  };
}

/** `a`, `a and b`, `a, b and c`. */
function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function shown(origins: readonly Origin[]): string {
  const names = origins.slice(0, MOST_ORIGINS).map((origin) => origin.shown);
  return [
    ...names,
    ...(origins.length > MOST_ORIGINS ? [`and ${origins.length - MOST_ORIGINS} more`] : []),
  ].join(", ");
}
