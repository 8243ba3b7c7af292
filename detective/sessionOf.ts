import { CloudTrailEvent } from "./event";
import { principalName } from "./principal";

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
  const { arn, accessKeyId, principalId, invokedBy, type } = event.userIdentity ?? {};
  const who = principalName(event);
  const whose = arn || principalId || who;
  const rest = { who, ...(arn && { arn }) };
  if (type === "AWSService") return { id: invokedBy || whose, ...rest };
  if (isConsole(event)) return { id: `${whose} (console)`, ...rest };
  if (invokedBy) return { id: `${whose} (through ${invokedBy})`, ...rest };
  return accessKeyId ? { id: accessKeyId, ...rest, accessKeyId } : { id: whose, ...rest };
}

/** Whether the call was made in the console, or is the sign-in to it. */
export function isConsole({ eventSource, sessionCredentialFromConsole }: CloudTrailEvent): boolean {
  return eventSource === "signin.amazonaws.com" || sessionCredentialFromConsole?.toLowerCase() === "true";
}
