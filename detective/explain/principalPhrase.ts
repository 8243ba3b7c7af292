import { parseArn } from "../arn";
import { CloudTrailEvent, UserIdentity } from "../event";
import { isAnonymous, principalName } from "../principal";

/**
 * Who made the call, as the subject of a sentence.
 *
 * Source: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function principalPhrase(event: CloudTrailEvent): string {
  const identity = event.userIdentity ?? {};
  if (isAnonymous(identity)) return "somebody who signed nothing (an anonymous request)";
  const [subject, behind = ""] = byType(identity, event) ?? [fallback(event)];
  return subject + accountPhrase(identity, event) + behind;
}

/** The subject, and what comes behind its account. */
type Phrase = readonly [subject: string, behind?: string];

function byType(identity: UserIdentity, event: CloudTrailEvent): Phrase | undefined {
  const { userName, principalId, identityProvider, onBehalfOf, accountId } = identity;
  const issuer = identity.sessionContext?.sessionIssuer;
  const vouched = identityProvider ? `, vouched for by ${identityProvider},` : "";
  switch (identity.type) {
    case "Root":
      return ["the root user"];
    case "IAMUser":
      if (isHidden(userName)) return ["somebody with an unknown user name"];
      return userName ? [`the IAM user ${userName}`] : undefined;
    case "AssumedRole": {
      const [role, ...session] = (parseArn(identity.arn ?? "")?.resource ?? "").split("/").slice(1);
      const name = issuer?.userName || role;
      if (!name) return undefined;
      return [
        session.length > 0
          ? `the session ${session.join("/")} of the role ${name}`
          : `a session of the role ${name}`,
      ];
    }
    case "Role":
      return [`the role ${issuer?.userName || userName || lastPart(identity.arn) || UNNAMED}`];
    case "FederatedUser":
      return [`the federated user ${principalName(event)}`, tokenPhrase(issuer)];
    case "SAMLUser":
      return [`the SAML user ${userName || principalId || UNNAMED}`, vouched];
    case "WebIdentityUser":
      return [`the web identity ${userName || principalId || UNNAMED}`, vouched];
    case "IdentityCenterUser":
      return [`the IAM Identity Center user ${onBehalfOf?.userId ?? userName ?? UNNAMED}`];
    case "AWSAccount":
      return [principalId && principalId !== accountId ? `the principal ${principalId}` : "a principal"];
    case "AWSService":
      return [`the AWS service ${identity.invokedBy || UNNAMED}`];
    case "Directory":
      return [`the directory user ${userName || UNNAMED}`];
    default:
      return undefined;
  }
}

const UNNAMED = "(not named)";

function tokenPhrase(issuer: SessionIssuer): string {
  if (issuer?.type === "Root") return ", with a token that the root user got,";
  return issuer?.userName ? `, with a token that the IAM user ${issuer.userName} got,` : "";
}

type SessionIssuer = NonNullable<UserIdentity["sessionContext"]>["sessionIssuer"];

function fallback(event: CloudTrailEvent): string {
  const name = principalName(event);
  const { invokedBy } = event.userIdentity ?? {};
  if (invokedBy && name === invokedBy)
    return /^AWS Internal/i.test(invokedBy) ? "AWS itself" : `the AWS service ${invokedBy}`;
  return name === "unknown" ? "somebody whom the record does not name" : `the principal ${name}`;
}

function accountPhrase(identity: UserIdentity, event: CloudTrailEvent): string {
  const account = identity.accountId || parseArn(identity.arn ?? "")?.account;
  if (!account) return "";
  const { recipientAccountId: target } = event;
  if (identity.type === undefined) return `, in account ${account},`;
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
