import { CloudTrailEvent } from "./event";
import { Outcome } from "./finding";

/** Error codes of calls that were refused for lack of rights; services spell them in their own ways. */
const REFUSED =
  /AccessDenied|UnauthorizedOperation|Unauthorized|NotAuthorized|AuthorizationError|AuthFailure|Forbidden|InsufficientPrivileges|^ExplicitDeny$/i;

/** Whether the call was refused for lack of rights; `Client.` before an EC2 code is no hindrance. */
export function isDenied({ errorCode = "", errorMessage = "" }: CloudTrailEvent): boolean {
  if (REFUSED.test(errorCode)) return true;
  return errorCode !== "" && /is not authorized to perform/i.test(errorMessage.slice(0, 4096));
}

/** A dry run that would have been allowed has an error code as well, and nothing was done. */
export function outcomeOf(event: CloudTrailEvent): Outcome {
  if (isDenied(event)) return "denied";
  if (event.errorCode) return "failed";
  return signInFailed(event) ? "failed" : "success";
}

/**
 * Sign-ins carry no error code: those to the console say it in their answer, those to Identity Center in their details.
 *
 * Source: docs.aws.amazon.com/singlesignon/latest/userguide/understanding-sign-in-events.html
 */
export function signInFailed({
  eventSource,
  errorMessage = "",
  responseElements,
  serviceEventDetails,
}: CloudTrailEvent): boolean {
  if (eventSource !== "signin.amazonaws.com") return false;
  if (/^(Failed authentication|No username found)/i.test(errorMessage)) return true;
  return [responseElements, serviceEventDetails].some((said) =>
    Object.values(said ?? {}).includes("Failure"),
  );
}
