import { parseArn } from "../arn";
import { CloudTrailEvent, UserIdentity } from "../event";
import { EventConditions, EventQuery, LookupAttributeKey, QueryError } from "../source";
import { NamedResource, recordResources } from "./resourcesOf";

type Judge = (event: CloudTrailEvent, value: string) => boolean;

/** How each attribute of LookupEvents is judged on a record; a new attribute doesn't compile until it is here. */
const JUDGES: Readonly<Record<LookupAttributeKey, Judge>> = {
  EventId: (event, value) => event.eventID === value,
  EventName: (event, value) => event.eventName === value,
  ReadOnly: (event, value) => event.readOnly !== undefined && String(event.readOnly) === value,
  Username: (event, value) => usernameOf(event) === value,
  ResourceType: (event, value) => lookupResources(event).some(({ type }) => type === value),
  ResourceName: (event, value) => lookupResources(event).some((resource) => isCalled(resource, value, event)),
  EventSource: (event, value) => event.eventSource === value,
  AccessKeyId: (event, value) => event.userIdentity?.accessKeyId === value,
};

/** The eight attributes that LookupEvents knows. Source: docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html */
export const LOOKUP_ATTRIBUTES = Object.keys(JUDGES) as readonly LookupAttributeKey[];

/** Source: docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html */
const MAX_VALUE_LENGTH = 2000;

/**
 * Whether the event meets all conditions of a set, or of at least one where there are several.
 *
 * An event that came by LookupEvents is judged on what LookupEvents said of it (Username, Resources), so that a
 * combination never finds what one attribute alone would not; an event of a log file on what its record says.
 * @throws QueryError see `checkWhere`
 */
export function matches(event: CloudTrailEvent, where: EventQuery["where"]): boolean {
  return matcher(where)(event);
}

/**
 * The same for many events.
 *
 * @throws QueryError see `checkWhere`
 */
export function matcher(where: EventQuery["where"]): (event: CloudTrailEvent) => boolean {
  return matcherOf(checkWhere(where));
}

/** The same for conditions that were checked before. */
export function matcherOf(sets: readonly ConditionSet[]): (event: CloudTrailEvent) => boolean {
  return (event) => sets.some((set) => set.every(([key, value]) => JUDGES[key](event, value)));
}

/** One set of conditions, each as [attribute, value]. */
export type ConditionSet = readonly (readonly [key: LookupAttributeKey, value: string])[];

/**
 * The sets of conditions of a query, at least one of which has to hold; no `where` is one set without conditions.
 *
 * @throws QueryError on an attribute that LookupEvents doesn't know, an empty or too long value, an empty list of sets
 */
export function checkWhere(where: EventQuery["where"]): readonly ConditionSet[] {
  if (where === undefined) return [[]];
  const sets = (Array.isArray(where) ? where : [where]) as readonly EventConditions[];
  if (sets.length === 0) {
    throw new QueryError(
      "where: a list without any set of conditions selects nothing; leave it out for every event",
    );
  }
  return sets.map((set) =>
    Object.entries(set)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [checkKey(key), checkValue(key, value)] as const),
  );
}

function checkKey(key: string): LookupAttributeKey {
  if (Object.hasOwn(JUDGES, key)) return key as LookupAttributeKey;
  throw new QueryError(`where.${key}: no attribute of LookupEvents; use ${LOOKUP_ATTRIBUTES.join(", ")}`);
}

function checkValue(key: string, value: unknown): string {
  if (typeof value !== "string")
    throw new QueryError(`where.${key}: ${typeof value} is no text; give the value as text`);
  if (value === "") throw new QueryError(`where.${key}: the value is empty; give one, or leave ${key} out`);
  if (value.length > MAX_VALUE_LENGTH) {
    const limit = `LookupEvents takes at most ${MAX_VALUE_LENGTH}`;
    throw new QueryError(`where.${key}: the value has ${value.length} characters; ${limit}`);
  }
  if (key === "ReadOnly" && value !== "true" && value !== "false") {
    throw new QueryError(`where.ReadOnly: "${value.slice(0, 40)}" is not allowed; use "true" or "false"`);
  }
  return value;
}

/** The Username that LookupEvents gives an event: the session's name for a role, `root`, else the user's name. */
export function usernameOf(event: CloudTrailEvent): string | undefined {
  return event.lookup ? event.lookup.username : nameIn(event.userIdentity ?? {});
}

function nameIn({ type, userName, arn = "", principalId = "" }: UserIdentity): string | undefined {
  switch (type) {
    case "Root":
      return "root";
    case "AssumedRole":
    case "FederatedUser":
      // principalId is `AROA…:session`; older records of other shapes still have the session in their ARN.
      return afterFirst(principalId, ":") ?? parseArn(arn)?.resource.split("/").at(-1);
    default:
      return userName ?? (type === "IAMUser" ? parseArn(arn)?.resource.split("/").at(-1) : undefined);
  }
}

function afterFirst(text: string, separator: string): string | undefined {
  const at = text.indexOf(separator);
  return at < 0 ? undefined : text.slice(at + 1) || undefined;
}

function lookupResources(event: CloudTrailEvent): readonly { type?: string; name?: string }[] {
  return event.lookup ? event.lookup.resources : recordResources(event);
}

/** By its name or ARN as they stand; a log file's ARN also by what it ends in. */
function isCalled({ name }: Partial<NamedResource>, value: string, { lookup }: CloudTrailEvent): boolean {
  if (name === undefined) return false;
  return name === value || (!lookup && shortName(name) === value);
}

/** What an ARN names: `b` of `arn:…:s3:::b`, `Admin` of `arn:…:role/path/Admin`, `b/a/k` of an object. */
function shortName(name: string): string | undefined {
  const arn = parseArn(name);
  if (!arn) return undefined;
  return arn.service === "s3" ? arn.resource : arn.resource.split(/[/:]/).at(-1);
}
