import { isJsonObject } from "./json";
import { cut, printable } from "./terminalText";

/** What was being done when the error came. */
export interface FailedCall {
  /** The action as a policy names it, for example `cloudtrail:LookupEvents`. */
  call: string;
  region?: string;
}

/** The kinds of failure that need different ways out. */
export type AwsErrorKind =
  | "expired"
  | "no-credentials"
  | "bad-credentials"
  | "clock"
  | "denied"
  | "not-opted-in"
  | "throttled"
  | "timeout"
  | "unreachable"
  | "dropped"
  | "service"
  | "other";

const KINDS: Readonly<Record<string, AwsErrorKind>> = {
  ExpiredToken: "expired",
  ExpiredTokenException: "expired",
  RequestExpired: "expired",
  CredentialsProviderError: "no-credentials",
  TokenProviderError: "no-credentials",
  MissingAuthenticationToken: "no-credentials",
  MissingAuthenticationTokenException: "no-credentials",
  UnrecognizedClientException: "bad-credentials",
  InvalidClientTokenId: "bad-credentials",
  InvalidAccessKeyId: "bad-credentials",
  InvalidToken: "bad-credentials",
  SignatureDoesNotMatch: "bad-credentials",
  InvalidSignatureException: "bad-credentials",
  IncompleteSignature: "bad-credentials",
  AuthFailure: "bad-credentials",
  RequestTimeTooSkewed: "clock",
  AccessDenied: "denied",
  AccessDeniedException: "denied",
  UnauthorizedOperation: "denied",
  UnauthorizedException: "denied",
  AuthorizationError: "denied",
  AuthorizationErrorException: "denied",
  Forbidden: "denied",
  OptInRequired: "not-opted-in",
  RegionDisabledException: "not-opted-in",
  ThrottlingException: "throttled",
  Throttling: "throttled",
  ThrottledException: "throttled",
  TooManyRequestsException: "throttled",
  RequestLimitExceeded: "throttled",
  RequestThrottled: "throttled",
  RequestThrottledException: "throttled",
  SlowDown: "throttled",
  TimeoutError: "timeout",
  RequestTimeout: "timeout",
  RequestTimeoutException: "timeout",
  ETIMEDOUT: "timeout",
  ECONNREFUSED: "unreachable",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  ENOTFOUND: "unreachable",
  EAI_AGAIN: "unreachable",
  ECONNRESET: "dropped",
  EPIPE: "dropped",
  ERR_STREAM_PREMATURE_CLOSE: "dropped",
  InternalFailure: "service",
  InternalError: "service",
  InternalServerError: "service",
  InternalServiceError: "service",
  ServiceUnavailable: "service",
  ServiceUnavailableException: "service",
};

/** What kind of failure an error of the AWS SDK (or of the network below it) is. */
export function awsErrorKind(error: unknown): AwsErrorKind {
  const message = isJsonObject(error) && typeof error.message === "string" ? error.message : "";
  // Some services call it a lack of permission, but nobody can be given any with this key.
  if (/security token included in the request is invalid/i.test(message)) return "bad-credentials";
  for (const name of namesOf(error)) {
    if (Object.hasOwn(KINDS, name)) return KINDS[name]!;
  }
  if (!isJsonObject(error)) return "other";
  // A signature that is too old is refused under the same name as a wrong one.
  if (/security token .* expired|token is expired/i.test(message)) return "expired";
  if (/Region is missing|Could not load credentials/i.test(message)) return "no-credentials";
  if (/socket hang up|aborted|premature|unexpected end of (JSON|file)|in JSON at position/i.test(message))
    return "dropped";
  const status = statusOf(error);
  return status !== undefined && status >= 500 ? "service" : "other";
}

/**
 * Says in plain words what an AWS call failed of and the way out, for one line on a terminal.
 *
 * What the service itself says is added where it helps, with control characters shown, not sent.
 */
export function explainAwsError(error: unknown, { call, region }: FailedCall): string {
  const what = region ? `${call} in ${region}` : call;
  const said = messageOf(error);
  switch (awsErrorKind(error)) {
    case "expired":
      return `The credentials have expired (${what}). Get new ones (\`aws sso login\`, or assume the role again) and repeat.`;
    case "no-credentials":
      return `No credentials for ${what}: ${said}. Log in (\`aws sso login\`), name a profile (AWS_PROFILE), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`;
    case "bad-credentials":
      return `The credentials are not accepted (${what}): ${said}. Check them with \`aws sts get-caller-identity\`; a region that has to be enabled first answers the same until it is, and to session tokens of STS's global endpoint.`;
    case "clock":
      return `This machine's clock differs too much from AWS's (${what}). Set it right and repeat.`;
    case "denied":
      return `No permission for ${call}${region ? ` in ${region}` : ""}. Allow the action ${call} in the caller's IAM policy (a boundary or an organization's policy may forbid it too). AWS says: ${said}.`;
    case "not-opted-in":
      return `${region ?? "The region"} is not enabled for this account (${call}). Leave it out, or enable it under Account > AWS Regions.`;
    case "throttled":
      return `${what} was throttled until the attempts were used up. Something else uses the same budget: repeat later, or read fewer events.`;
    case "timeout":
      return `${what} gave no answer in time: ${said}. Check the network, a proxy and the endpoint, then repeat.`;
    case "unreachable":
      return `${what} can't be reached: ${said}. Check that the region exists, the endpoint (AWS_ENDPOINT_URL) and the network.`;
    case "dropped":
      return `The connection was dropped in the middle of an answer (${what}): ${said}. Check the network and repeat.`;
    case "service":
      return `AWS failed by itself (${what}): ${said}. Repeat later.`;
    case "other":
      return `${what} failed: ${namesOf(error)[0] ?? "Error"}: ${said}.`;
  }
}

/** The error's own names, the innermost causes' too: the SDK wraps what the network said. */
function namesOf(error: unknown): string[] {
  const names: string[] = [];
  let next: unknown = error;
  for (let depth = 0; depth < 4 && isJsonObject(next); depth++) {
    for (const name of [next.name, next.code, next.Code]) {
      if (typeof name === "string" && name !== "" && name !== "Error" && name !== "AggregateError")
        names.push(name);
    }
    next = next.cause ?? (Array.isArray(next.errors) ? (next.errors as unknown[])[0] : undefined);
  }
  return names;
}

function statusOf(error: Record<string, unknown>): number | undefined {
  const status = isJsonObject(error.$metadata) ? error.$metadata.httpStatusCode : undefined;
  return typeof status === "number" ? status : undefined;
}

/** One line, without the full stop that the sentence around it brings. */
function messageOf(error: unknown): string {
  let text = "";
  let next: unknown = error;
  for (let depth = 0; depth < 4 && text === "" && isJsonObject(next); depth++) {
    if (typeof next.message === "string") text = next.message;
    if (text === "" && typeof next.code === "string") text = next.code;
    next = next.cause ?? (Array.isArray(next.errors) ? (next.errors as unknown[])[0] : undefined);
  }
  if (text === "" && !isJsonObject(error)) text = String(error);
  return cut(printable(text).trim().replace(/\.$/, ""), 300) || "no reason given";
}
