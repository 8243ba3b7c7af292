/** What the place of a file or a folder in CloudTrail's key layout says; what it doesn't say is undefined. */
export interface LogKey {
  /** `CloudTrail`, `CloudTrail-Digest`, `CloudTrail-Insight`; of a bucket that others share, also `vpcflowlogs` and so on. */
  kind?: string;
  accountId?: string;
  region?: string;
  /** When its files were delivered, in milliseconds since 1970: from here … */
  from?: number;
  /** … to before here. */
  to?: number;
}

const MINUTE_MS = 60_000;
const FILE = /^(\d{12})_(CloudTrail(?:-[A-Za-z]+)?)_([a-z0-9-]+?)_(?:.*_)?(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/;
const REGION = /^[a-z]{2,5}(-[a-z]+)+-\d+$/;

/**
 * Reads `…/ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/` and `ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHmmZ_….json.gz`, as far as a
 * path has them: a file that was moved out of its folders still has its name.
 *
 * Source: docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 * @param path a folder's ends in a slash
 */
export function parseLogKey(path: string): LogKey {
  const end = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1;
  const folder = path.slice(0, end);
  if (folder !== last.folder) last = { folder, key: ofFolders(folder.split(/[/\\]/).slice(0, -1)) };
  return { ...last.key, ...ofName(path.slice(end)) };
}

/** The folder that was read last: files come folder by folder. */
let last: { readonly folder: string; readonly key: LogKey } = { folder: "", key: {} };

function ofFolders(folders: readonly string[]): LogKey {
  const at = folders.findLastIndex(
    (folder, index) =>
      (/^CloudTrail(-[A-Za-z]+)?$/.test(folder) || isAwsLogs(folders, index - 1)) &&
      /^\d{12}$/.test(folders[index - 1] ?? ""),
  );
  if (at < 0) return isAwsLogs(folders, folders.length - 1) ? { accountId: folders.at(-1) } : {};
  const [kind, region, ...date] = folders.slice(at);
  return {
    kind,
    accountId: folders[at - 1],
    ...(region && REGION.test(region) && { region, ...span(date) }),
  };
}

/** Whether the folder at `index` is an account's in `AWSLogs/` or `AWSLogs/o-ORGANIZATION/`. */
function isAwsLogs(folders: readonly string[], index: number): boolean {
  if (!/^\d{12}$/.test(folders[index] ?? "")) return false;
  const above = folders[index - 1] ?? "";
  return above === "AWSLogs" || (/^o-[a-z0-9]+$/.test(above) && folders[index - 2] === "AWSLogs");
}

/** The span of time of `[year]`, `[year, month]` or `[year, month, day]`. */
function span(folders: readonly string[]): { from?: number; to?: number } {
  const wrong = folders.findIndex((folder, index) => !(index === 0 ? /^\d{4}$/ : /^\d\d$/).test(folder));
  const [year, month, day] = folders.slice(0, wrong < 0 ? 3 : Math.min(wrong, 3)).map(Number);
  if (year === undefined) return {};
  if (month === undefined) return { from: Date.UTC(year), to: Date.UTC(year + 1) };
  if (day === undefined) return { from: Date.UTC(year, month - 1), to: Date.UTC(year, month) };
  return { from: Date.UTC(year, month - 1, day), to: Date.UTC(year, month - 1, day + 1) };
}

function ofName(file: string): LogKey {
  const match = FILE.exec(file);
  if (!match) return {};
  const [, accountId, kind, region, ...time] = match;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = time.map(Number);
  const from = Date.UTC(year, month - 1, day, hour, minute);
  return { kind, accountId, region, from, to: from + MINUTE_MS };
}
