import { Denial, POLICY_NAMES, parseDenial } from "../denial";
import { CloudTrailEvent } from "../event";
import { Finding, Level } from "../finding";
import { principalKey, principalName } from "../principal";
import { techniques } from "../techniques";
import { apiOf } from "../apiOf";
import { targetOf } from "../describe/targetOf";
import { fromWhere } from "./listEvents";
import { refusalOf, routineReason } from "./refusals";
import { Success } from "./successAfter";
import { whoOf } from "./whoOf";
import { duration, spanOf } from "./wordsOfTime";
import { count, withArticle } from "../wording";

/** Refusals of one API to one principal from one address. */
export interface DeniedGroup extends Finding {
  kind: "unauthorised-access";
  /** See `principalKey`. */
  principal: string;
  /** `service:Name`. */
  api: string;
  count: number;
  errorCodes: readonly string[];
  /** What the messages say was missing: the permission, and the kind of policy that refused it. */
  missing: readonly Denial[];
  /** How many different APIs this principal was refused in all. */
  apisRefused: number;
  /**
   * Whether the same principal or key had success with the same API after the first refusal; `elsewhere`: with another
   * resource only; `unknown`: none was seen, but not everything was read.
   */
  succeeded: "yes" | "elsewhere" | "no" | "unknown";
  /** The first such success. */
  success?: { eventID?: string; time: string; who: string };
  /** Whether it had had success with it before the first refusal, so that no right was gained. */
  allowedBefore: boolean;
  /** Why it may be nothing. */
  routine?: string;
}

/** So many different APIs refused to one principal look like somebody trying what works. */
const ENUMERATION = 5;
/** So many failed sign-ins are no typing errors. */
const GUESSES = 5;
/** Services whose refusals matter more: rights, keys, secrets, and the trail itself. */
const SENSITIVE = /^(iam|sts|kms|cloudtrail|organizations|sso|identitystore|secretsmanager|guardduty):/;
/** More differing messages than this are counted, not kept. */
const MOST_MISSING = 20;

/** What is known about a group beside its own events. */
export interface Circumstances {
  after: Success;
  apisRefused: number;
  /** Whether all that was asked for was read. */
  complete: boolean;
}

/** One finding of the refusals of a group, which come oldest first. */
export function deniedGroup(
  events: readonly [CloudTrailEvent, ...CloudTrailEvent[]],
  known: Circumstances,
): DeniedGroup {
  const [event] = events;
  const { after, apisRefused } = known;
  const api = apiOf(event);
  const missing = missingOf(events);
  const routine = routineReason(event);
  const targets = [...new Set(events.map(targetOf))];
  const { first, last } = spanOf(events);
  const succeeded: DeniedGroup["succeeded"] = after.how === "no" && !known.complete ? "unknown" : after.how;
  const who = whoOf(events);
  const facts: Facts = {
    api,
    count: events.length,
    missing,
    apisRefused,
    succeeded,
    allowedBefore: after.before,
    errorCodes: [...new Set(events.map(({ errorCode }) => errorCode ?? "no code"))],
    ...(after.event && {
      success: {
        time: after.event.eventTime ?? "",
        who: principalName(after.event),
        ...(after.event.eventID && { eventID: after.event.eventID }),
      },
    }),
    ...(routine !== undefined && { routine }),
  };
  const times = events.length === 1 ? "once" : `${events.length} times`;
  const signIn = event.eventSource === "signin.amazonaws.com";
  const tried = apisRefused >= ENUMERATION;
  return {
    kind: "unauthorised-access",
    level: signIn ? signInLevel(facts) : levelOf(facts, refusalOf(event) === "authorisation"),
    title: `${api} refused ${times}${succeeded === "yes" ? ", then it worked" : ""}`,
    why: whyOf(facts, { first, who, signIn }),
    who,
    from: [...new Set(events.map(fromWhere))].filter((address) => address !== ""),
    ...(targets.length === 1 && targets[0] !== undefined && { target: targets[0] }),
    outcome: succeeded === "yes" ? "success" : "denied",
    first,
    last,
    attack: signIn ? techniques("T1110") : tried ? techniques("T1580") : [],
    evidence: [...events, ...(after.event ? [after.event] : [])].flatMap(({ eventID }) => eventID ?? []),
    principal: principalKey(event),
    ...facts,
  };
}

type Facts = Pick<
  DeniedGroup,
  | "api"
  | "count"
  | "missing"
  | "apisRefused"
  | "succeeded"
  | "allowedBefore"
  | "errorCodes"
  | "success"
  | "routine"
>;

function levelOf(
  { routine, succeeded, allowedBefore, apisRefused, api }: Facts,
  authorisation: boolean,
): Level {
  if (routine !== undefined) return "informational";
  if (!authorisation) return "low";
  if (succeeded === "yes" && !allowedBefore) return "high";
  if (apisRefused >= ENUMERATION || SENSITIVE.test(api)) return "medium";
  return "low";
}

function signInLevel({ count: failures, succeeded }: Facts): Level {
  if (failures < GUESSES) return "low";
  return succeeded === "yes" ? "high" : "medium";
}

function missingOf(events: readonly CloudTrailEvent[]): readonly Denial[] {
  const unlike = new Map<string, Denial>();
  for (const { errorMessage } of events) {
    const denial = parseDenial(errorMessage);
    if (denial && unlike.size < MOST_MISSING)
      unlike.set(JSON.stringify({ ...denial, principal: "" }), denial);
  }
  return [...unlike.values()];
}

function whyOf(facts: Facts, group: { first: string; who: string; signIn: boolean }): string {
  const { missing, errorCodes, apisRefused, routine } = facts;
  const reason = group.signIn
    ? `${count(facts.count, "failed sign-in")}`
    : missing[0]
      ? reasonWords(missing[0]) +
        (missing.length > 1 ? ` (and ${count(missing.length - 1, "other reason")})` : "")
      : errorCodes.every((code) => code === "VpceAccessDenied")
        ? "A VPC endpoint policy refused it"
        : `${errorCodes.join(", ")}; the record doesn't say which policy refused it`;
  const sentences = [
    `${reason}; ${afterWords(facts, group)}`,
    ...(routine === undefined && apisRefused >= ENUMERATION
      ? [`One of ${apisRefused} APIs refused to this principal: somebody may be trying what works`]
      : []),
    ...(routine === undefined ? [] : [`Routine: ${routine}`]),
  ];
  return `${sentences.join(". ")}.`;
}

function reasonWords({ action, resource, explicit, policy }: Denial): string {
  const on = resource === undefined || resource === "*" ? "" : ` on ${resource}`;
  if (explicit === true)
    return `An explicit deny in ${withArticle(policy ? POLICY_NAMES[policy] : "policy")} forbids ${action}${on}`;
  if (explicit === false && policy) return `No ${POLICY_NAMES[policy]} allows ${action}${on}`;
  return `Not authorised to perform ${action}${on}; the message doesn't say which policy refused it`;
}

function afterWords(
  { succeeded, success, allowedBefore }: Facts,
  { first, who }: { first: string; who: string },
): string {
  // A principal's other session, or whoever an unknown user's address turned out to be.
  const as = success && success.who !== who ? ` as ${success.who}` : "";
  const later = success ? duration(Date.parse(success.time) - Date.parse(first)) : "";
  switch (succeeded) {
    case "yes":
      return `it succeeded${as} ${later} after the first refusal, at ${success!.time}${allowedBefore ? ", as it had before" : ""}`;
    case "elsewhere":
      return `it succeeded${as} ${later} later, but with another resource`;
    case "no":
      return "no success followed";
    case "unknown":
      return "no success was seen, but not everything was read";
  }
}
