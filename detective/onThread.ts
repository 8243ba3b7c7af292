import { parseArn } from "./arn";
import { CloudTrailEvent, UserIdentity } from "./event";
import { normaliseIp } from "./ipAddress";
import { principalName } from "./principal";
import { EventConditions } from "./source";
import { RecordNeeds, holding } from "./sources/recordNeeds";
import { Thread } from "./thread";
import { touchesResource } from "./touchesResource";

/**
 * Whether the event hangs on the thread: made by the user, session, key or principal, from the address, or touching the
 * resource.
 *
 * - `user`: everyone who goes by the name, as in LookupEvents' Username: the IAM user, `root`, a federated user, an AWS
 *   service, and role sessions called so (the console names the session of a switched role after the user). Case
 *   doesn't count: IAM allows no two users that differ in it alone. For the IAM user and nobody else give the ARN.
 * - `session`: a session's name, `role/session`, or `role/*` for all of a role's sessions.
 * - `arn`: a user, a role with all its sessions, one session; of anything else, what touched it.
 */
export function onThread(event: CloudTrailEvent, { kind, value }: Thread): boolean {
  const identity = event.userIdentity ?? {};
  switch (kind) {
    case "user":
      return namesOf(event).some((name) => name?.toLowerCase() === value.toLowerCase());
    case "session":
      return inSession(identity, value);
    case "access-key":
      return identity.accessKeyId === value;
    case "arn":
      return isPrincipalArn(value) ? byArn(identity, value) : touchesResource(event, value);
    case "ip":
      return sameAddress(event.sourceIPAddress, value);
    case "resource":
      return touchesResource(event, value);
    case "event":
      return event.eventID?.toLowerCase() === value.toLowerCase();
  }
}

/**
 * What to read so that nothing of the thread is missed.
 *
 * A user's name is asked for as given and in small letters, as LookupEvents compares case: one with capitals must be
 * given as it was made. Addresses, roles and resources can't be asked for (denied calls list no resource), so
 * everything is read.
 * @returns undefined for everything
 */
export function threadReads({
  kind,
  value,
}: Thread): EventConditions | readonly EventConditions[] | undefined {
  switch (kind) {
    case "user":
      return userReads(value);
    case "session": {
      const session = value.slice(value.indexOf("/") + 1);
      return session === "*" ? undefined : { Username: session };
    }
    case "access-key":
      return { AccessKeyId: value };
    case "arn":
      return arnReads(value);
    case "event":
      return { EventId: value };
    case "ip":
    case "resource":
      return undefined;
  }
}

/**
 * What a record has that hangs on the thread, for sources that look before they parse.
 *
 * @returns undefined where it may have anything
 */
export function threadNeeds({ kind, value }: Thread): RecordNeeds | undefined {
  switch (kind) {
    case "ip": {
      const address = normaliseIp(value) ?? value;
      return [{ judged: [{ field: "sourceIPAddress", as: "address", oneOf: [address] }] }];
    }
    case "session": {
      const slash = value.indexOf("/");
      return [
        holding(
          ...[value.slice(0, Math.max(slash, 0)), value.slice(slash + 1)].filter((part) => part !== "*"),
        ),
      ];
    }
    case "access-key":
      return [{ fields: [{ field: "userIdentity.accessKeyId", oneOf: [value] }] }];
    case "event":
      // Letters beyond ASCII have a small form in it.
      if (!/^[\da-f-]+$/i.test(value)) return undefined;
      return [{ fields: [{ field: "eventID", oneOf: [value], caseless: true }] }];
    case "arn":
      return isPrincipalArn(value) ? [holding(value.split("/").at(-1)!)] : undefined;
    case "user":
    case "resource":
      return undefined;
  }
}

/** Whether an ARN is of somebody who makes calls: a user, a role, a session, the root user. */
export function isPrincipalArn(text: string): boolean {
  const arn = parseArn(text);
  if (arn?.service === "sts") return /^(assumed-role|federated-user)\//.test(arn.resource);
  return arn?.service === "iam" && /^(user\/|role\/|root$)/.test(arn.resource);
}

/** The names that a caller goes by; a unique id (`AIDA…`, `AROA…`) serves as well. */
function namesOf(event: CloudTrailEvent): readonly (string | undefined)[] {
  const identity = event.userIdentity ?? {};
  return [
    identity.userName,
    event.lookup?.username,
    sessionOf(identity)?.session,
    principalName(event),
    identity.principalId?.split(":")[0],
  ];
}

function userReads(name: string): EventConditions | readonly EventConditions[] | undefined {
  // Neither a service's name, nor a unique id, nor an Identity Center user's id is ever LookupEvents' Username.
  if (!/^[\w+=,.@-]+$/.test(name) || /\.amazonaws\.com|^A[A-Z]{2}A[A-Z0-9]{12,}$|^[\da-f-]{36,}$/.test(name))
    return undefined;
  const small = name.toLowerCase();
  return small === name ? { Username: name } : [{ Username: name }, { Username: small }];
}

function inSession(identity: UserIdentity, value: string): boolean {
  const made = sessionOf(identity);
  if (!made) return false;
  const slash = value.indexOf("/");
  if (slash < 0) return made.session === value;
  const session = value.slice(slash + 1);
  return made.role === value.slice(0, slash) && (session === "*" || made.session === session);
}

/** Role and name of the session that made a call. */
function sessionOf({ arn, principalId, sessionContext, type }: UserIdentity) {
  const named = /^assumed-role\/([^/]+)\/(.+)$/s.exec(parseArn(arn ?? "")?.resource ?? "");
  if (named) return { role: named[1]!, session: named[2]! };
  const session = type === "AssumedRole" ? principalId?.split(":")[1] : undefined;
  return session ? { role: sessionContext?.sessionIssuer?.userName, session } : undefined;
}

function byArn(identity: UserIdentity, value: string): boolean {
  if (identity.arn === value) return true;
  const wanted = parseArn(value)!;
  const role = /^(?:role|assumed-role)\/(?:[^/]+\/)*?([^/]+)$/.exec(wanted.resource)?.[1];
  if (role === undefined || (wanted.service === "sts" && wanted.resource.split("/").length > 2)) return false;
  const issuer = identity.sessionContext?.sessionIssuer?.arn;
  // A path tells two spellings of one role, not two roles: names are unique in an account.
  const made = parseArn(issuer ?? identity.arn ?? "");
  const madeBy = /^(?:role\/(?:[^/]+\/)*([^/]+)|assumed-role\/([^/]+)\/.*)$/s.exec(made?.resource ?? "");
  return made?.account === wanted.account && (madeBy?.[1] ?? madeBy?.[2]) === role;
}

function arnReads(value: string): EventConditions | undefined {
  const arn = parseArn(value);
  if (!arn || !isPrincipalArn(value)) return undefined;
  if (arn.service === "iam" && arn.resource === "root") return { Username: "root" };
  const name = arn.resource.split("/").at(-1)!;
  if (arn.service === "iam" && arn.resource.startsWith("user/")) return { Username: name };
  return /^assumed-role\/[^/]+\/./.test(arn.resource) ? { Username: name } : undefined;
}

function sameAddress(address: string | undefined, value: string): boolean {
  if (address === undefined) return false;
  return (normaliseIp(address) ?? address) === (normaliseIp(value) ?? value);
}
