import { CloudTrailEvent } from "../event";
import { isDenied, signInFailed } from "../outcomeOf";

/** How a call was refused: for lack of rights, or because the caller couldn't prove who they are. */
export type Refusal = "authorisation" | "authentication";

/**
 * Codes of calls whose caller's credentials were no good; what lacks rights is `isDenied`'s.
 *
 * Source: docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonErrors.html,
 * docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
 * docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
 */
const NO_CREDENTIALS: ReadonlySet<string> = new Set([
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "InvalidAccessKeyId",
  "SignatureDoesNotMatch",
  "MissingAuthenticationToken",
  "InvalidToken",
  "IDPRejectedClaim",
  "InvalidIdentityToken",
  "Failed authentication",
]);

/** How the call was refused; undefined where it succeeded or failed for another reason. */
export function refusalOf(event: CloudTrailEvent): Refusal | undefined {
  const { errorCode = "", errorMessage = "" } = event;
  const code = errorCode.replace(/^Client\./, "").replace(/Exception$/, "");
  if (NO_CREDENTIALS.has(code) || NO_CREDENTIALS.has(errorCode)) return "authentication";
  // A failed sign-in has no error code, or its message as one.
  if (signInFailed(event)) return "authentication";
  if (isDenied(event)) return "authorisation";
  // S3 and some gateways give the status in the code's place; some services hide the reason behind a code of theirs.
  if (/^(HTTP )?403\b/.test(errorCode)) return "authorisation";
  return /is not authorized to perform/i.test(errorMessage.slice(0, 4096)) ? "authorisation" : undefined;
}

/** Why the benchmark leaves a refusal out, or why nobody needs to act on it; undefined where there is no such reason. */
export function routineReason({
  eventName,
  sourceIPAddress = "",
  userIdentity,
}: CloudTrailEvent): string | undefined {
  if (sourceIPAddress === "delivery.logs.amazonaws.com")
    return "log delivery probes its target; CIS leaves it out";
  if (eventName === "HeadBucket") return "HeadBucket only asks whether a bucket is there; CIS leaves it out";
  const { type, arn, invokedBy } = userIdentity ?? {};
  if (type === "AWSService" || (type === undefined && !arn && invokedBy))
    return "an AWS service made the call, not a person";
  if (/\/aws-service-role\//.test(userIdentity?.sessionContext?.sessionIssuer?.arn ?? ""))
    return "an AWS service made the call with its own role";
  return undefined;
}
