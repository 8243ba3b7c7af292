import { awsErrorKind, explainAwsError } from "../explainAwsError";
import { EventQuery, Gap } from "../source";

const DAY_MS = 86_400_000;
/** Source: docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
export const RETENTION_MS = 90 * DAY_MS;

const CALL = "cloudtrail:LookupEvents";

/**
 * The Regions that every account has from the start; all others have to be enabled first.
 *
 * Source: docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
const ENABLED_BY_DEFAULT =
  /^(us-(east|west)-[12]|ap-northeast-[123]|ap-south-1|ap-southeast-[12]|ca-central-1|eu-central-1|eu-north-1|eu-west-[123]|sa-east-1|cn-.+|us-gov-.+)$/;

/** What LookupEvents never shows. */
export function neverShown(category: EventQuery["category"]): Gap {
  const detail =
    category === "insight"
      ? "LookupEvents shows Insights on management events only, and only of trails that log them: none on data events."
      : "LookupEvents shows management events only: no data events (object reads, function invocations) and no network activity events.";
  return { reason: "data-events", inherent: true, detail };
}

/** Nothing to say where the query itself starts within what the API keeps. */
export function retentionGap({ startTime, endTime }: EventQuery, now: number): Gap[] {
  const oldest = now - RETENTION_MS;
  const asked = startTime?.getTime();
  if (asked !== undefined && asked >= oldest) return [];
  const forgotten = endTime !== undefined && endTime.getTime() < oldest;
  const day = new Date(oldest).toISOString().slice(0, 10);
  const detail =
    asked !== undefined
      ? `Asked from ${new Date(asked).toISOString()}, but LookupEvents keeps 90 days (from ${day}); read the log files for the rest.`
      : `LookupEvents keeps 90 days: nothing before ${day}.`;
  return [{ reason: "retention", inherent: asked === undefined && !forgotten, detail }];
}

/** The Regions that the caller knows to be disabled. */
export function disabledGap(regions: readonly string[]): Gap[] {
  if (regions.length === 0) return [];
  const detail = `Not enabled for this account, so not read: ${regions.join(", ")}.`;
  const [region] = regions;
  return [
    {
      reason: "disabled-region",
      inherent: true,
      ...(regions.length === 1 && region !== undefined && { region }),
      detail,
    },
  ];
}

/**
 * Why a Region was not read to the end.
 *
 * @param othersWork whether another Region took the same credentials: then it isn't they that are refused
 */
export function failureGap(region: string, error: unknown, othersWork: boolean): Gap {
  const kind = awsErrorKind(error);
  const refused = kind === "bad-credentials" && othersWork && !ENABLED_BY_DEFAULT.test(region);
  if (kind === "not-opted-in" || refused) {
    const detail = `${region} is not enabled for this account, so it was not read; leave it out, or enable it.`;
    return { reason: "disabled-region", inherent: true, region, detail };
  }
  const why = explainAwsError(error, { call: CALL, region });
  return {
    reason: "failed-region",
    inherent: false,
    region,
    detail: `${region} was not read to the end. ${why}`,
  };
}
