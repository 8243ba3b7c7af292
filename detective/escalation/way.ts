import { parseArn } from "../arn";
import { CloudTrailEvent } from "../event";
import { Level } from "../finding";
import { textAt } from "../textAt";
import { Rights } from "./power";
import { TechniqueId } from "../techniques";

export type TargetKind =
  | "root"
  | "user"
  | "role"
  | "group"
  | "policy"
  | "access-key"
  | "instance"
  | "instance-profile"
  | "function"
  | "permission-set"
  | "thing";

/** Whom or what rights were given to. */
export interface Target {
  kind: TargetKind;
  name: string;
  account?: string;
}

/** What a way finds in one call. */
export interface Granted {
  /** Whom it was given to first, then what else connects it to other calls (the group, the policy, the instance). */
  to: readonly Target[];
  rights: Rights;
  /** Where the rights alone don't say how much it matters. @default by the rights */
  level?: { self: Level; other: Level };
  /** What was found, to stand in the reason: `it trusts account 999999999999`. */
  found?: string;
  /** Given to this very caller, though `to` doesn't say so. @default where `to` is the caller */
  self?: boolean;
}

/** One known way to more rights. */
export interface Way {
  /** Kebab-case. */
  id: string;
  eventSource: string;
  /** Without Lambda's version suffix. */
  eventNames: readonly string[];
  attack: readonly TechniqueId[];
  /** Why somebody should look, as a sentence. */
  why: string;
  /** What the message of a refused call names, as its record has no request. @default thing */
  on?: TargetKind;
  /** Everyday work unless something else is built on it: alone it is informational. @default false */
  routine?: boolean;
  /** It also lets its maker come back. @default false */
  persistence?: boolean;
  /** Only of calls that succeeded, or whose record has its request; undefined where the call is no way to more rights. */
  read: (call: Call) => Granted | undefined;
}

/** A call as the ways read it. */
export interface Call {
  event: CloudTrailEvent;
  account: string | undefined;
  /** Of the request, see `textAt`; the first path that holds something. */
  text: (...paths: string[]) => string | undefined;
  /** Of the response. */
  answer: (...paths: string[]) => string | undefined;
  /** A target by name or ARN; none where there is no name. */
  target: (kind: TargetKind, nameOrArn: string | undefined) => readonly Target[];
  /** Who calls, as a target: the user, the role of the session, root. */
  caller: Target | undefined;
}

export function callOf(event: CloudTrailEvent): Call {
  const account = event.recipientAccountId ?? event.userIdentity?.accountId;
  const first = (object: unknown, paths: readonly string[]) => {
    for (const path of paths) {
      const text = textAt(object, path);
      if (text !== undefined) return text;
    }
    return undefined;
  };
  return {
    event,
    account,
    text: (...paths) => first(event.requestParameters, paths),
    answer: (...paths) => first(event.responseElements, paths),
    target: (kind, nameOrArn) => (nameOrArn === undefined ? [] : [targetOf(kind, nameOrArn, account)]),
    caller: callerOf(event),
  };
}

export function targetOf(kind: TargetKind, nameOrArn: string, account: string | undefined): Target {
  const arn = nameOrArn.startsWith("arn:") ? parseArn(nameOrArn) : undefined;
  const name = arn ? (arn.resource.split(/[/:]/).at(-1) ?? arn.resource) : nameOrArn;
  const of = arn?.account || account;
  return { kind, name, ...(of !== undefined && { account: of }) };
}

/** One text for each target; names in IAM are unique without regard to case. */
export function targetKey({ kind, name, account = "" }: Target): string {
  return `${kind}:${account}:${name.toLowerCase()}`;
}

/** The identity behind the call, as what rights can be given to; none for AWS services and unknown callers. */
export function callerOf({ userIdentity = {} }: CloudTrailEvent): Target | undefined {
  const { type, arn, accountId, userName, sessionContext } = userIdentity;
  const issuer = sessionContext?.sessionIssuer;
  switch (type) {
    case "Root":
      return { kind: "root", name: "root", ...(accountId && { account: accountId }) };
    case "IAMUser": {
      const name =
        userName ??
        parseArn(arn ?? "")
          ?.resource.split("/")
          .at(-1);
      return name ? targetOf("user", name, accountId) : undefined;
    }
    case "AssumedRole":
    case "Role": {
      const role =
        issuer?.arn ?? issuer?.userName ?? /:assumed-role\/([^/]+)\//.exec(arn ?? "")?.[1] ?? userName;
      return role ? targetOf("role", role, issuer?.accountId ?? accountId) : undefined;
    }
    case "FederatedUser":
      return issuer?.userName && issuer.type === "IAMUser"
        ? targetOf("user", issuer.userName, accountId)
        : undefined;
    default:
      return undefined;
  }
}
