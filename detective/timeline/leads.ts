import { apiName, describeEvent } from "../describeEvent";
import { CloudTrailEvent, timeOf } from "../event";
import { Grant, readGrant } from "../escalation/readGrant";
import { Target } from "../escalation/way";
import { WAYS } from "../escalation/ways";
import { ISSUERS, issuedCredentials } from "../issuedCredentials";
import { outcomeOf } from "../outcomeOf";
import { principalName } from "../principal";
import { Thread } from "../thread";
import { textAt } from "../textAt";
import { FollowedThread } from "./timeline";
import { MAKERS, madeResources } from "./madeResources";

/** A thread to follow, and how. */
export interface Lead {
  thread: FollowedThread;
  /**
   * `actor`: what it did is part of the incident, and leads on; `touched`: others' calls on it are shown, and lead
   * nowhere; `shown`: this one event only.
   */
  as: "actor" | "touched" | "shown";
  /** Milliseconds since 1970; earlier calls don't belong. */
  since?: number;
}

/** What an event of the incident's own people leads to. */
export function leadsOf(event: CloudTrailEvent): Lead[] {
  if (event.errorCode !== undefined || outcomeOf(event) !== "success") return [];
  return [...issuedLeads(event), ...grantLeads(event), ...madeLeads(event)];
}

/** Whether an event may lead from one thread to another, whoever made it, or tells where the logs are. */
export function leadsOn(event: CloudTrailEvent): boolean {
  return (
    event.eventSource === "cloudtrail.amazonaws.com" ||
    (MAY_LEAD.has(apiName(event)) &&
      (issuedCredentials(event) !== undefined ||
        readGrant(event) !== undefined ||
        madeResources(event).length > 0))
  );
}

/** The names alone, of any service: a quick no for nearly every event. */
const MAY_LEAD: ReadonlySet<string> = new Set([
  ...WAYS.flatMap(({ eventNames }) => eventNames),
  ...[...ISSUERS, ...MAKERS].map((call) => call.split(":")[1]!),
]);

/** What made an event's thread worth following, in words. */
export function becauseOf(event: CloudTrailEvent): NonNullable<FollowedThread["because"]> {
  return {
    ...(event.eventID !== undefined && { eventID: event.eventID }),
    what: `${principalName(event)} ${describeEvent(event)}`,
  };
}

/** The thread that is all of a call's credentials, or its principal; none for AWS services. */
export function actorThread(event: CloudTrailEvent): Thread | undefined {
  const { type, accessKeyId, arn, userName, invokedBy } = event.userIdentity ?? {};
  if (type === "AWSService") return undefined;
  const console = event.sessionCredentialFromConsole?.toLowerCase() === "true";
  if (accessKeyId && !console && !invokedBy) return { kind: "access-key", value: accessKeyId };
  if (arn) return { kind: "arn", value: arn };
  return userName ? { kind: "user", value: userName } : undefined;
}

function issuedLeads(event: CloudTrailEvent): Lead[] {
  const issued = issuedCredentials(event);
  if (!issued || issued.kind === "console-session") return [];
  const thread: Thread | undefined = issued.accessKeyId
    ? { kind: "access-key", value: issued.accessKeyId }
    : issued.arn
      ? { kind: "arn", value: issued.arn }
      : undefined;
  return thread ? [lead(thread, event, "actor")] : [];
}

/** Users and roles that were given rights are the incident's from then on. */
function grantLeads(event: CloudTrailEvent): Lead[] {
  const grant = readGrant(event);
  if (!grant || grant.byService || grant.self) return [];
  const to = grant.granted.to[0];
  if (!to) return [];
  if (to.kind === "user") return [lead({ kind: "user", value: to.name }, event, "actor")];
  const arn = to.kind === "role" && isOpened(grant) ? roleArn(to, event) : undefined;
  return arn ? [lead({ kind: "arn", value: arn }, event, "actor")] : [];
}

/** A role's sessions are everybody's who may assume it: they belong only where the change opened it, or gave it much. */
function isOpened({ way, granted }: Grant): boolean {
  const { power } = granted.rights;
  if (way.id === "update-trust" || way.id === "create-trusted-role") return power !== "harmless";
  return /^(put|attach)-role-policy$/.test(way.id) && (power === "admin" || power === "broad");
}

function roleArn(role: Target, event: CloudTrailEvent): string | undefined {
  const made = textAt(event.responseElements, "role.arn");
  if (made) return made;
  const partition = /^arn:([^:]+):/.exec(event.userIdentity?.arn ?? "")?.[1];
  return partition && role.account ? `arn:${partition}:iam::${role.account}:role/${role.name}` : undefined;
}

function madeLeads(event: CloudTrailEvent): Lead[] {
  return madeResources(event).flatMap((value) => {
    const touched = lead({ kind: "resource", value }, event, "touched");
    // An instance acts in a session that has its name.
    const acts = /^i-[0-9a-f]{8,17}$/.test(value);
    return acts ? [touched, lead({ kind: "session", value }, event, "actor")] : [touched];
  });
}

function lead(thread: Thread, event: CloudTrailEvent, as: Lead["as"]): Lead {
  const since = timeOf(event);
  return {
    thread: { ...thread, because: becauseOf(event), ...(event.eventTime && { since: event.eventTime }) },
    as,
    ...(since !== undefined && { since }),
  };
}
