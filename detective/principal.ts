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
