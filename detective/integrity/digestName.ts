/** Where log files and digests of one account and Region lie: everything before `CloudTrail/REGION/`. */
export interface LogPlace {
  /** What stands before `AWSLogs/`; empty, or it ends in a slash. */
  prefix: string;
  /** `o-…` of an organization's trail. */
  organization?: string;
  account: string;
  region: string;
}

/** What a digest's key says. */
export interface DigestName extends LogPlace {
  trail: string;
  /** The Region in which the trail was created. */
  homeRegion: string;
  /** In ms since 1970. */
  endTime: number;
  /** Names log files that the digest of their hour left out. */
  backfill: boolean;
}

const ABOVE = String.raw`^(.*?)AWSLogs/(?:(o-[a-z0-9]+)/)?(\d{12})/`;
const DIGEST = new RegExp(
  ABOVE +
    String.raw`CloudTrail-Digest/([a-z0-9-]+)/\d{4}/\d\d/\d\d/\3_CloudTrail-Digest_([a-z0-9-]+)_(.+)_([a-z0-9-]+)_` +
    String.raw`(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(_backfill)?\.json\.gz$`,
  "s",
);

/**
 * Reads `…AWSLogs/[o-…/]ACCOUNT/CloudTrail-Digest/REGION/YYYY/MM/DD/ACCOUNT_CloudTrail-Digest_REGION_TRAIL_HOMEREGION_TIME[_backfill].json.gz`.
 *
 * Source: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export function parseDigestName(key: string): DigestName | undefined {
  const match = DIGEST.exec(key);
  if (!match) return undefined;
  const [, prefix = "", organization, account = "", region = "", named, trail = "", homeRegion = ""] = match;
  if (named !== region) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(8, 14).map(Number);
  return {
    prefix,
    ...(organization !== undefined && { organization }),
    account,
    region,
    trail,
    homeRegion,
    endTime: Date.UTC(year, month - 1, day, hour, minute, second),
    backfill: match[14] !== undefined,
  };
}

/** The folder of a place's digests or log files; ends in a slash. */
export function folderOf(
  { prefix, organization, account, region }: LogPlace,
  kind: "CloudTrail" | "CloudTrail-Digest",
): string {
  const above = organization === undefined ? account : `${organization}/${account}`;
  return `${prefix}AWSLogs/${above}/${kind}/${region}/`;
}

/** A text that two places share only where they are the same. */
export function placeText(place: LogPlace): string {
  return folderOf(place, "CloudTrail");
}

const LOG = new RegExp(`${ABOVE}CloudTrail/([a-z0-9-]+)/`, "s");

/** Where a log file lies, by its key; undefined where that is none of CloudTrail's. */
export function placeOfLog(key: string): LogPlace | undefined {
  const match = LOG.exec(key);
  if (!match) return undefined;
  const [, prefix = "", organization, account = "", region = ""] = match;
  return { prefix, ...(organization !== undefined && { organization }), account, region };
}

const DAY_FOLDER = /\/CloudTrail\/[a-z0-9-]+\/(\d{4})\/(\d\d)\/(\d\d)\/[^/]*$/;
const DAY_MS = 86_400_000;

/** Whether a log file's name says another day than its folder: CloudTrail's never do, but for those around midnight. */
export function isMisplaced(key: string): boolean {
  const time = logTime(key);
  const [, year = 0, month = 0, day = 0] = (DAY_FOLDER.exec(key) ?? []).map(Number);
  if (time === undefined || year === 0) return true;
  const begins = Date.UTC(year, month - 1, day);
  return time < begins - DAY_MS || time >= begins + 2 * DAY_MS;
}

const LOG_TIME = /_CloudTrail_[a-z0-9-]+_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[^/]*$/;

/** When a log file was made to be delivered, as its name says, in ms since 1970. */
export function logTime(key: string): number | undefined {
  const match = LOG_TIME.exec(key);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute);
}
