import { CloudTrailEvent } from "./event";
import { principalKey, principalName } from "./principal";

/** The credentials that a call was made with, as one group. */
export interface SessionRef {
  /** The access key id; the principal where the records have none, or where the console changes them all the time. */
  id: string;
  /** See `principalName`. */
  who: string;
  arn?: string;
  accessKeyId?: string;
}

/**
 * The session that the call was made in.
 *
 * Calls of the console carry ever new access key ids, and so do those that an AWS service makes on somebody's behalf:
 * they are grouped by principal.
 */
export function sessionOf(event: CloudTrailEvent): SessionRef {
  const { arn, accessKeyId } = event.userIdentity ?? {};
  const id = sessionIdOf(event);
  return {
    id,
    who: principalName(event),
    ...(arn && { arn }),
    ...(id === accessKeyId && { accessKeyId }),
  };
}

/** The session's id alone, see `sessionOf`. */
export function sessionIdOf(event: CloudTrailEvent): string {
  const { arn, accessKeyId, principalId, accountId, invokedBy, type } = event.userIdentity ?? {};
  const own = type !== "AWSService" && !invokedBy && !isConsole(event);
  if (own && accessKeyId) return accessKeyId;
  if (invokedBy && (type === "AWSService" || (type === undefined && !arn))) return invokedBy;
  // Identity Center's sign-ins have the account in the id's place.
  const id = principalId === accountId ? undefined : principalId;
  // A sign-in that failed has no ARN, the one that worked has.
  const whose = arn || (type === "IAMUser" ? principalKey(event) : id) || principalName(event);
  if (isConsole(event)) return `${whose} (console)`;
  return invokedBy && type !== "AWSService" ? `${whose} (through ${invokedBy})` : whose;
}

/** Whether the call was made in the console, or is the sign-in to it. */
export function isConsole({ eventSource, sessionCredentialFromConsole }: CloudTrailEvent): boolean {
  return eventSource === "signin.amazonaws.com" || sessionCredentialFromConsole?.toLowerCase() === "true";
}
