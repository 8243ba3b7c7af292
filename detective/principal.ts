import { parseArn } from "./arn";
import { CloudTrailEvent, UserIdentity } from "./event";

/**
 * Who made the call, in one short word: user name, `role/session`, `root`, or the AWS service.
 *
 * LookupEvents' Username is only the session's name for an assumed role, and two roles can share one; so the role is
 * named too.
 * @returns `unknown` where the record names nobody
 */
export function principalName(event: CloudTrailEvent): string {
  const { userName, arn, principalId, accessKeyId, invokedBy, type } = event.userIdentity ?? {};
  const named = byType(event) ?? userName ?? event.lookup?.username;
  // Whoever is named by an ARN or an id made the call, also where a service made it on their behalf.
  const service = type === undefined || type === "AWSService" ? invokedBy : undefined;
  return named || service || arn || principalId || accessKeyId || invokedBy || "unknown";
}

/**
 * Whether nobody signed the request: S3 records such calls as those of an account that is none.
 *
 * Source: docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
export function isAnonymous({ type, accountId = "" }: UserIdentity = {}): boolean {
  return type === "AWSAccount" && /^anonymous(_principal)?$/i.test(accountId);
}

/**
 * The principal behind the call as one stable key, the same for all of a role's sessions: the role's ARN, the user's,
 * the root's, the service's name; of another account the account with the principal's unique id.
 *
 * @returns `unknown` where the record names nobody
 */
export function principalKey(event: CloudTrailEvent): string {
  const identity = event.userIdentity ?? {};
  if (identity.type === "AWSService" && identity.invokedBy) return identity.invokedBy;
  const issuer = identity.sessionContext?.sessionIssuer?.arn;
  const arn = issuer || roleOfSession(identity.arn) || identity.arn || userArn(event) || foreignKey(identity);
  return arn || principalName(event);
}

/** A failed sign-in names the user without an ARN; a path in it can't be known. */
function userArn({ userIdentity = {}, awsRegion = "" }: CloudTrailEvent): string | undefined {
  const { type, userName, accountId } = userIdentity;
  if (type !== "IAMUser" || !userName || !accountId || userName === HIDDEN) return undefined;
  const partition = /^(cn|us-gov)-/.exec(awsRegion)?.[1];
  return `arn:${partition ? `aws-${partition}` : "aws"}:iam::${accountId}:user/${userName}`;
}

/** What CloudTrail writes where somebody typed a user name that doesn't exist. */
const HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

/** Another account's principal comes without its ARN; behind a role's unique id stands the session's name. */
function foreignKey(identity: UserIdentity): string | undefined {
  const { type, accountId, principalId = "" } = identity;
  const id = principalId.split(":")[0];
  if (type !== "AWSAccount" || isAnonymous(identity) || !accountId || !id || id === accountId)
    return undefined;
  return `account ${accountId} ${id}`;
}

/** A sign-in through a role lacks its sessionIssuer; a path of the role can't be known then. */
function roleOfSession(arn = ""): string | undefined {
  const [, partition, account, role] = /^arn:([^:]+):sts::(\d*):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return role && `arn:${partition}:iam::${account}:role/${role}`;
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
      return isAnonymous(identity) ? "anonymous" : identity.accountId && `account ${identity.accountId}`;
    case "IdentityCenterUser":
      return identity.onBehalfOf?.userId;
    default:
      return undefined;
  }
}
