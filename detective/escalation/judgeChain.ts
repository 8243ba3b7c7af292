import { describeEvent } from "../describeEvent";
import { CloudTrailEvent } from "../event";
import { AttackTechnique, Finding, Level, Outcome, levelRank } from "../finding";
import { outcomeOf } from "../outcomeOf";
import { principalKey, principalName } from "../principal";
import { techniques } from "../techniques";
import { ChainStep, Use } from "./chain";
import { higher, lower, raised } from "./level";
import { Grant } from "./readGrant";
import { Target, targetKey } from "./way";
import { count } from "../wording";

/** A step of an escalation, for people. */
export interface EscalationStep {
  eventID?: string;
  /** ISO 8601. */
  time: string;
  /** See `principalName`. */
  who: string;
  what: string;
  outcome: Outcome;
}

/** Rights that were given, and what was done with them. */
export interface EscalationChain extends Finding {
  /** Oldest first. */
  steps: readonly EscalationStep[];
}

/** What a chain of linked steps amounts to; undefined where none of its steps gives anything. */
export function judgeChain(chain: readonly ChainStep[]): EscalationChain | undefined {
  const made = madeInside(chain);
  const weighed = chain
    .filter((step): step is ChainStep & { grant: Grant } => step.grant !== undefined)
    .map((step) => weigh(step, chain, made));
  const main = weighed.reduce<Weighed | undefined>(
    (best, each) => (!best || levelRank(each.level) > levelRank(best.level) ? each : best),
    undefined,
  );
  if (!main) return undefined;
  const level = atLeastByNumber(main.level, weighed);
  const times = chain.map(({ event }) => event.eventTime ?? "").filter((time) => time !== "");
  const target = main.step.grant.granted.to[0];
  return {
    kind: "privilege-escalation",
    level,
    title: titleOf(main),
    why: whyOf(main, weighed),
    who: principalName(main.step.event),
    from: unique(chain.flatMap(({ event }) => event.sourceIPAddress ?? [])),
    ...(target && {
      target: `${target.kind === "thing" || target.kind === target.name ? "" : `${target.kind} `}${target.name}`,
    }),
    outcome: outcomeOfAll(weighed),
    first: times[0] ?? "",
    last: times.at(-1) ?? "",
    attack: techniquesOf(weighed),
    evidence: unique(chain.flatMap(({ event }) => event.eventID ?? [])),
    steps: chain.map(({ event }) => ({
      ...(event.eventID !== undefined && { eventID: event.eventID }),
      time: event.eventTime ?? "",
      who: principalName(event),
      what: describeEvent(event),
      outcome: outcomeOf(event),
    })),
  };
}

interface Weighed {
  step: ChainStep & { grant: Grant };
  level: Level;
  use?: Use & { by: CloudTrailEvent };
}

/** Users that the chain itself made, by whom: a new user's first key from its maker is part of making the user. */
function madeInside(chain: readonly ChainStep[]): ReadonlySet<string> {
  return new Set(
    chain.flatMap(({ event, grant }) =>
      grant?.way.id === "create-user" && grant.outcome === "success"
        ? grant.granted.to.map((user) => madeBy(event, user))
        : [],
    ),
  );
}

function madeBy(event: CloudTrailEvent, user: Target): string {
  return `${targetKey(user)} by ${principalKey(event)}`;
}

function weigh(
  step: ChainStep & { grant: Grant },
  chain: readonly ChainStep[],
  made: ReadonlySet<string>,
): Weighed {
  const { grant } = step;
  const uses = chain.flatMap(({ event, uses }) =>
    uses.filter(({ of }) => of === step).map((use) => ({ ...use, by: event })),
  );
  const use = uses.find(({ samePerson }) => samePerson) ?? uses[0];
  const to = grant.granted.to[0];
  const isNew = to !== undefined && made.has(madeBy(step.event, to)) && grant.way.persistence === true;
  let level = isNew ? lower(grant.level, "low") : grant.level;
  if (use && (grant.self || use.samePerson)) {
    const most = grant.granted.rights.power === "admin" ? "critical" : "high";
    level = higher(level, lower(raised(level, 1), most));
  }
  return { step, level, ...(use && { use }) };
}

/** Several kinds of everyday steps on one thing, or several refused ways, say more than one. */
function atLeastByNumber(level: Level, weighed: readonly Weighed[]): Level {
  const ways = (outcome: Outcome) =>
    new Set(weighed.filter(({ step }) => step.grant.outcome === outcome).map(({ step }) => step.grant.way.id))
      .size;
  if (ways("denied") >= 3) return higher(level, "medium");
  const built = weighed.filter(({ step }) => step.grant.way.routine && step.grant.way.attack.length > 1);
  return new Set(built.map(({ step }) => step.grant.way.id)).size > 1 ? higher(level, "low") : level;
}

function titleOf({ step: { event, grant }, use }: Weighed): string {
  const person = /^(user|role|root)$/.test(grant.granted.to[0]?.kind ?? "");
  const own = grant.self && grant.outcome === "success";
  const itself = own ? (person ? " (itself)" : ", which it has itself") : "";
  const used = use ? ", and it was used" : "";
  return `${principalName(event)} ${describeEvent(event)}${itself}${used}`;
}

function whyOf({ step, use }: Weighed, weighed: readonly Weighed[]): string {
  const { grant, event } = step;
  const { rights, found } = grant.granted;
  const parts = [grant.way.why];
  if (rights.power === "admin" || rights.power === "broad") {
    const reach = rights.power === "admin" ? "every right, or the means to get it" : "far-reaching rights";
    if (rights.because) parts.push(`Here it gives ${reach} (${rights.because.slice(0, 120)}).`);
  }
  if (rights.power === "unknown" && !grant.granted.level && grant.outcome === "success") {
    parts.push("What the policy allows is not in the records that were read.");
  }
  if (found) parts.push(`Here ${found.slice(0, 200)}.`);
  if (grant.self) parts.push(`${principalName(event)} gave it to itself.`);
  if (use) {
    const before = use.deniedBefore ? ", which had been denied before" : "";
    const same =
      use.samePerson && !grant.self ? " The same person is behind both, by session or address." : "";
    parts.push(
      `Then ${principalName(use.by)} ${describeEvent(use.by)}${before} (${use.by.eventTime ?? "at an unknown time"}).${same}`,
    );
  }
  const refused = weighed.filter(({ step: { grant: each } }) => each.outcome === "denied").length;
  if (refused > 0) parts.push(`${count(refused, "attempt")} ${refused > 1 ? "were" : "was"} denied.`);
  if (grant.byService) parts.push("An AWS service made the call, on its own or on somebody's behalf.");
  return parts.join(" ");
}

function outcomeOfAll(weighed: readonly Weighed[]): Outcome {
  const outcomes = weighed.map(({ step }) => step.grant.outcome);
  return (["success", "denied", "failed"] as const).find((outcome) => outcomes.includes(outcome)) ?? "failed";
}

function techniquesOf(weighed: readonly Weighed[]): readonly AttackTechnique[] {
  return techniques(...unique(weighed.flatMap(({ step }) => step.grant.way.attack)));
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
