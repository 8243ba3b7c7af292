import { parseArn } from "./arn";
import { CloudTrailEvent } from "./event";

/**
 * Who made the call, in one short word: user name, `role/session`, `root`, or the AWS service.
 *
 * LookupEvents' Username is only the session's name for an assumed role, and two roles can share one; so the role is
 * named too.
 * @returns `unknown` where the record names nobody
 */
export function principalName(event: CloudTrailEvent): string {
  const identity = event.userIdentity ?? {};
  const named = byType(event) ?? identity.userName ?? event.lookup?.username;
  return (
    named || identity.invokedBy || identity.arn || identity.principalId || identity.accessKeyId || "unknown"
  );
}

/**
 * The principal behind the call as one stable key, the same for all of a role's sessions: the role's ARN, the user's,
 * the root's, the service's name.
 *
 * @returns `unknown` where the record names nobody
 */
export function principalKey(event: CloudTrailEvent): string {
  const identity = event.userIdentity ?? {};
  if (identity.type === "AWSService" && identity.invokedBy) return identity.invokedBy;
  const issuer = identity.sessionContext?.sessionIssuer?.arn;
  return issuer || roleOfSession(identity.arn) || identity.arn || principalName(event);
}

/** The ARN without the session's name: an old or a dirty record may lack its sessionIssuer. */
function roleOfSession(arn = ""): string | undefined {
  return /^(arn:[^:]+:sts::\d*:assumed-role\/[^/]+)\//.exec(arn)?.[1];
}

function byType(event: CloudTrailEvent): string | undefined {
  const identity = event.userIdentity ?? {};
  switch (identity.type) {
    case "Root":
      return "root";
    case "AssumedRole":
      return parseArn(identity.arn ?? "")?.resource.replace(/^assumed-role\//, "");
    case "FederatedUser":
      return parseArn(identity.arn ?? "")?.resource.replace(/^federated-user\//, "");
    case "AWSService":
      return identity.invokedBy;
    case "AWSAccount":
      return identity.accountId && `account ${identity.accountId}`;
    case "IdentityCenterUser":
      return identity.onBehalfOf?.userId;
    default:
      return undefined;
  }
}
