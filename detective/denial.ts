/** The kind of policy that refused a call. */
export type DenyingPolicy =
  | "identity"
  | "resource"
  | "permissions-boundary"
  | "session"
  | "service-control"
  | "resource-control"
  | "vpc-endpoint";

/** What AWS calls them. */
export const POLICY_NAMES: Readonly<Record<DenyingPolicy, string>> = {
  identity: "identity-based policy",
  resource: "resource-based policy",
  "permissions-boundary": "permissions boundary",
  session: "session policy",
  "service-control": "service control policy",
  "resource-control": "resource control policy",
  "vpc-endpoint": "VPC endpoint policy",
};

/** What an error message says about a refused call; what it doesn't say is absent. */
export interface Denial {
  /** The caller's ARN, or `anonymous`. */
  principal?: string;
  /** The permission that was missing, `service:Action`: not always the API that was called (`iam:PassRole`). */
  action?: string;
  /** An ARN mostly, but also `user bob`'s `bob`. */
  resource?: string;
  /** True where a policy denies it, false where none allows it. */
  explicit?: boolean;
  policy?: DenyingPolicy;
}

const POLICIES: readonly (readonly [RegExp, DenyingPolicy])[] = [
  [/identity-based polic/i, "identity"],
  [/permissions? boundar/i, "permissions-boundary"],
  [/session polic/i, "session"],
  [/service control polic/i, "service-control"],
  [/resource control polic/i, "resource-control"],
  [/VPC endpoint polic/i, "vpc-endpoint"],
  [/resource-based polic|trust polic/i, "resource"],
];
/** A longer one is none of AWS's; the patterns are kept from running over megabytes. */
const MAX_LENGTH = 20_000;

/**
 * Takes an access denied message apart.
 *
 * Source: docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 * @returns undefined where the message isn't one that names an action
 */
export function parseDenial(message: string | undefined): Denial | undefined {
  const text = message?.slice(0, MAX_LENGTH) ?? "";
  const action = /not authorized to perform:? ([\w-]+:[\w*]+)/i.exec(text);
  if (!action) return undefined;
  const rest = text.slice(action.index + action[0].length);
  const principal = /\bUser: (\S+) is not authorized/i.exec(text)?.[1];
  const resource = /^ on resource: "?(?:(?:user|role|group|policy|instance profile) )?([^\s"]+)/i.exec(
    rest,
  )?.[1];
  const explicit = /explicit(?:ly)? den/i.test(rest)
    ? true
    : /because no [^.]{0,300} allows?\b/i.test(rest)
      ? false
      : undefined;
  const policy = POLICIES.find(([pattern]) => pattern.test(rest))?.[1];
  return {
    ...(principal !== undefined && { principal }),
    action: action[1]!,
    ...(resource !== undefined && { resource }),
    // KMS and others say that one of three things may be the reason: that says neither.
    ...(explicit !== undefined &&
      !/ or a resource-based policy explicitly denies/i.test(rest) && { explicit }),
    ...(policy && { policy }),
  };
}
