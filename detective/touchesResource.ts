import { parseArn } from "./arn";
import { parseDenial } from "./denial";
import { CloudTrailEvent } from "./event";
import { touchesBucket } from "./questions/bucketEvents";

/** Requests are at most 100 KB in a record; what is nested deeper than this is no resource's name. */
const MAX_DEPTH = 20;
/** Kinds of things in IAM, where a user and a role may share a name. */
const IAM_KINDS: readonly string[] = ["user", "role", "group", "policy", "instance-profile", "mfa"];

/**
 * Whether the event touched the resource: the record's resources, what LookupEvents lists, a value in the request or the
 * response, or the message of a denied call is that very name or ARN. A longer name that begins alike doesn't count.
 *
 * An ARN also finds the plain name in calls to the same service of the same account; a name also finds ARNs that end
 * in it.
 */
export function touchesResource(event: CloudTrailEvent, resource: string): boolean {
  // Who asks the event history about a thing has not touched it; responders do so all the time.
  if (event.eventName === "LookupEvents" && event.eventSource === "cloudtrail.amazonaws.com") return false;
  const arn = parseArn(resource);
  const named = arn ? namesOf(resource, event) : undefined;
  const bucket =
    arn?.service === "s3" && arn.region === "" && !arn.resource.includes("/") ? arn.resource : resource;
  if ((!arn || bucket !== resource) && touchesBucket(event, bucket)) return true;
  const same = (value: string, parameter: string) =>
    value === resource || (named ? named(value, parameter) : arnName(value) === resource);
  return (
    (event.resources ?? []).some(({ ARN = "" }) => same(ARN, "ARN")) ||
    (event.lookup?.resources ?? []).some(({ name = "", type = "" }) =>
      same(name, type.split("::").at(-1)!),
    ) ||
    same(parseDenial(event.errorMessage)?.resource ?? "", "ARN") ||
    holds(event.requestParameters, same, "", 0) ||
    holds(event.responseElements, same, "", 0)
  );
}

type Same = (value: string, parameter: string) => boolean;

function holds(value: unknown, same: Same, parameter: string, depth: number): boolean {
  if (typeof value === "string") return same(value, parameter);
  if (typeof value !== "object" || value === null || depth >= MAX_DEPTH) return false;
  return Object.entries(value).some(([name, inner]) =>
    holds(inner, same, Array.isArray(value) ? parameter : name, depth + 1),
  );
}

/** Recognises the plain name of an ARN's resource, in events of its own service, account and Region. */
function namesOf(text: string, event: CloudTrailEvent): Same {
  const arn = parseArn(text)!;
  const account = event.recipientAccountId ?? event.userIdentity?.accountId ?? arn.account;
  const elsewhere =
    event.eventSource?.split(".")[0] !== arn.service ||
    (arn.account !== "" && account !== arn.account) ||
    (arn.region !== "" && event.awsRegion !== undefined && event.awsRegion !== arn.region);
  if (elsewhere) return () => false;
  const name = arnName(text);
  const kind = arn.resource.split(/[/:]/)[0]!;
  const sameKind = (parameter: string) => {
    if (arn.service !== "iam" || !IAM_KINDS.includes(kind)) return true;
    return parameter.toLowerCase().startsWith(kind.replace("-", ""));
  };
  return (value, parameter) => value === name && sameKind(parameter);
}

/** The resource's own name: what is behind the kind and the path, for example `bob` of `user/team/bob`. */
function arnName(text: string): string | undefined {
  const arn = text.startsWith("arn:") ? parseArn(text) : undefined;
  return arn?.resource.replace(/:\*$/, "").split(/[/:]/).at(-1);
}
