import { parseDenial } from "../denial";
import { apiName } from "../describeEvent";
import { CloudTrailEvent } from "../event";
import { Level, Outcome } from "../finding";
import { outcomeOf } from "../outcomeOf";
import { LEVEL_BY_POWER, lower, raised } from "./level";
import { Call, Granted, Way, callOf, targetKey, targetOf } from "./way";
import { WAYS } from "./ways";

/** A call that gave rights, or tried to. */
export interface Grant {
  way: Way;
  granted: Granted;
  /** Whoever got the rights is who called. */
  self: boolean;
  /** Of this call alone. */
  level: Level;
  outcome: Outcome;
  /** Made by an AWS service on its own or on somebody's behalf: a stack, a service-linked role. */
  byService: boolean;
}

const BY_CALL: ReadonlyMap<string, readonly Way[]> = (() => {
  const table = new Map<string, Way[]>();
  for (const way of WAYS) {
    for (const name of way.eventNames) {
      const key = `${way.eventSource}:${name}`;
      table.set(key, [...(table.get(key) ?? []), way]);
    }
  }
  return table;
})();

/** The way to more rights that the call is or tries; undefined for every other call. */
export function readGrant(event: CloudTrailEvent): Grant | undefined {
  const ways = BY_CALL.get(`${event.eventSource}:${apiName(event)}`) ?? NO_WAYS;
  const outcome = event.errorCode === undefined ? "success" : outcomeOf(event);
  if (ways.length === 0 && outcome !== "denied") return undefined;
  const call = callOf(event);
  if (outcome === "denied") return refusedPassRole(event, call) ?? firstOf(ways, call, outcome);
  return firstOf(ways, call, outcome);
}

const NO_WAYS: readonly Way[] = [];

function firstOf(ways: readonly Way[], call: Call, outcome: Outcome): Grant | undefined {
  for (const way of ways) {
    const unread = outcome === "denied" && !call.event.requestParameters;
    const granted = unread ? refused(way, call) : way.read(call);
    if (granted) return judged(way, granted, call, outcome);
  }
  return undefined;
}

/** A refused call's record mostly has no request; its message says on what. */
function refused(way: Way, call: Call): Granted {
  const resource = parseDenial(call.event.errorMessage)?.resource;
  const to = resource && resource !== "*" ? [targetOf(way.on ?? "thing", resource, call.account)] : [];
  return { to, rights: { power: "unknown" } };
}

/** Whatever was called: the permission that was missing is to pass a role on. */
function refusedPassRole(event: CloudTrailEvent, call: Call): Grant | undefined {
  const denial = parseDenial(event.errorMessage);
  if (denial?.action?.toLowerCase() !== "iam:passrole") return undefined;
  const way = WAYS.find(({ id }) => id === "pass-role")!;
  const granted: Granted = {
    to: denial.resource ? [targetOf("role", denial.resource, call.account)] : [],
    rights: { power: "unknown" },
    level: { self: "low", other: "low" },
    ...(denial.resource && { found: `it would act with the role ${denial.resource}` }),
  };
  return {
    way: { ...way, routine: false },
    granted,
    self: false,
    level: "low",
    outcome: "denied",
    byService: false,
  };
}

function judged(way: Way, granted: Granted, call: Call, outcome: Outcome): Grant {
  const { caller, event } = call;
  const own = caller && targetKey(caller);
  const to = granted.to[0];
  const self = granted.self ?? (own !== undefined && to !== undefined && targetKey(to) === own);
  const grant = { way, granted, self, outcome, byService: isByService(event) };
  return { ...grant, level: levelOf(grant) };
}

/** The same grant, judged as one to whoever made it. */
export function asSelf(grant: Grant): Grant {
  return { ...grant, self: true, level: levelOf({ ...grant, self: true }) };
}

function levelOf({ way, granted, self, outcome, byService }: Omit<Grant, "level">): Level {
  const known = granted.level ?? LEVEL_BY_POWER[granted.rights.power];
  let level = self ? known.self : known.other;
  if (way.routine) level = "informational";
  if (byService && !self) level = raised(level, -1);
  if (outcome === "denied") return lower(raised(level, -1), "medium");
  return outcome === "failed" ? lower(raised(level, -2), "low") : level;
}

/** An AWS service at work: on its own, for a stack, or with its service-linked role. */
function isByService({ userIdentity = {} }: CloudTrailEvent): boolean {
  const { type, invokedBy = "", sessionContext } = userIdentity;
  return (
    type === "AWSService" ||
    /\.amazonaws\.com(\.cn)?$|^AWS Internal$/.test(invokedBy) ||
    (sessionContext?.sessionIssuer?.arn?.includes(":role/aws-service-role/") ?? false)
  );
}
