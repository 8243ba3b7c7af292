import { parseArn } from "../arn";
import { CloudTrailEvent, UserIdentity } from "../event";
import { principalName } from "../principal";

/**
 * Who made the call, as the subject of a sentence.
 *
 * Source: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function principalPhrase(event: CloudTrailEvent): string {
  const identity = event.userIdentity ?? {};
  const subject = byType(identity, event) ?? fallback(event);
  return subject + accountPhrase(identity, event);
}

function byType(identity: UserIdentity, event: CloudTrailEvent): string | undefined {
  const issuer = identity.sessionContext?.sessionIssuer;
  switch (identity.type) {
    case "Root":
      return "the root user";
    case "IAMUser":
      if (isHidden(identity.userName)) return "somebody with a user name that does not exist";
      return identity.userName ? `the IAM user ${identity.userName}` : undefined;
    case "AssumedRole": {
      const [role, ...session] = (parseArn(identity.arn ?? "")?.resource ?? "").split("/").slice(1);
      const name = issuer?.userName || role;
      if (!name) return undefined;
      return session.length > 0
        ? `the session ${session.join("/")} of the role ${name}`
        : `a session of the role ${name}`;
    }
    case "Role":
      return `the role ${issuer?.userName || identity.userName || lastPart(identity.arn) || "(not named)"}`;
    case "FederatedUser": {
      const user = principalName(event);
      const by = issuer?.userName ?? (issuer?.type === "Root" ? "the root user" : undefined);
      return `the federated user ${user}${by ? ` with a token that ${issuer?.type === "IAMUser" ? "the IAM user " : ""}${by} got` : ""}`;
    }
    case "SAMLUser":
      return `the SAML user ${identity.userName || identity.principalId || "(not named)"}`;
    case "WebIdentityUser":
      return `the web identity ${identity.userName || identity.principalId || "(not named)"}`;
    case "IdentityCenterUser":
      return `the IAM Identity Center user ${identity.onBehalfOf?.userId ?? identity.userName ?? "(not named)"}`;
    case "AWSAccount":
      return identity.principalId && identity.principalId !== identity.accountId
        ? `a principal of another account (${identity.principalId})`
        : "a principal of another account";
    case "AWSService":
      return `the AWS service ${identity.invokedBy || "(not named)"}`;
    case "Directory":
      return `a directory user ${identity.userName ?? ""}`.trimEnd();
    default:
      return undefined;
  }
}

function fallback(event: CloudTrailEvent): string {
  const name = principalName(event);
  const { invokedBy } = event.userIdentity ?? {};
  if (invokedBy && name === invokedBy)
    return invokedBy === "AWS Internal" ? "AWS itself" : `the AWS service ${invokedBy}`;
  return name === "unknown" ? "somebody whom the record does not name" : `the principal ${name}`;
}

function accountPhrase(identity: UserIdentity, event: CloudTrailEvent): string {
  const account = identity.accountId || parseArn(identity.arn ?? "")?.account;
  const target = event.recipientAccountId;
  if (!account) return "";
  return target && target !== account
    ? ` of account ${account}, another account than ${target} where it happened,`
    : ` of account ${account}`;
}

/** CloudTrail writes this when somebody typed a user name that doesn't exist: it may be a password. */
export function isHidden(userName = ""): boolean {
  return userName === "HIDDEN_DUE_TO_SECURITY_REASONS";
}

function lastPart(arn = ""): string {
  return parseArn(arn)?.resource.split("/").at(-1) ?? "";
}
