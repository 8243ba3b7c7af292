import { explainS3Error } from "../sources/explainS3Error";
import { isS3Uri, parseS3Uri } from "../sources/s3Uri";
import { count, digits } from "../wording";
import { AthenaTable } from "./athenaTable";
import { firstDayTime } from "./firstDayTime";
import { PartitionScope, dayText } from "./partitionSql";

/** How much a query will scan. */
export interface ScanEstimate {
  /** Undefined where nobody can say. */
  readonly bytes?: number;
  /** Whether there may be far more: not all files were counted. */
  readonly atLeast?: boolean;
  /** Whether Athena reads all of the files that were counted: of a format by columns it reads less. */
  readonly exact: boolean;
  /** What the number rests on, or why there is none; no full stop. */
  readonly how: string;
}

/** The one call of S3 that is used; the SDK's aggregated `S3` class fits. */
export interface ListingClient {
  listObjectsV2(input: { Bucket: string; Prefix: string; ContinuationToken?: string }): Promise<{
    Contents?: readonly { Key?: string; Size?: number }[];
    NextContinuationToken?: string;
  }>;
}

/** Requests of 1,000 keys each that an estimate is worth. */
const MOST_REQUESTS = 300;
const AT_ONCE = 16;
const DAY_MS = 86_400_000;
/** Where neither the question nor the table says from when on. */
const FIRST_DAY = Date.UTC(2020, 0, 1);

/**
 * Adds up the sizes of the files that a query will read, by listing the days' folders; of very many days or folders, a
 * sample of them.
 *
 * EXPLAIN (TYPE IO) would tell less: Athena's engine version 3 doesn't know it.
 * @param now milliseconds since 1970
 */
export async function estimateScan(
  client: ListingClient | undefined,
  table: AthenaTable,
  scope: PartitionScope,
  now: number,
): Promise<ScanEstimate> {
  const unknown = (how: string): ScanEstimate => ({ exact: false, how });
  if (!client) return unknown("the log bucket was not listed");
  const folders = foldersOf(table, scope, now);
  if (typeof folders === "string") return unknown(folders);
  const { bucket, prefixes, of, days } = folders;
  const found = { bytes: 0, files: 0, requests: 0, listed: 0, cut: false };
  const open = [...prefixes];
  try {
    const work = async () => {
      for (let prefix = open.shift(); prefix !== undefined; prefix = open.shift()) {
        // Each of a sample gets its first request; folders of many thousands of files share the rest.
        await list(client, bucket, prefix, found);
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, prefixes.length) }, work));
  } catch (error) {
    return unknown(
      `s3://${bucket} can't be listed (${explainS3Error(error, { action: "s3:ListBucket", bucket }).replace(/\.$/, "")})`,
    );
  }
  const sampled = of > prefixes.length;
  const bytes = sampled ? Math.round((found.bytes / prefixes.length) * of) : found.bytes;
  const from = sampled
    ? `an estimate from ${count(prefixes.length, "folder")} of ${digits(of)}, ${digits(days.listed)} of ${digits(days.all)} days, under s3://${bucket}`
    : `the sizes of ${count(found.files, "file")} of ${count(days.all, "day")} under s3://${bucket}`;
  const atLeast = found.cut ? "; there are more files than were listed" : "";
  const columns = table.columnar ? "; stored by columns, of which it may read less" : "";
  return {
    bytes,
    ...(found.cut && { atLeast: true }),
    exact: !table.columnar && !sampled && !found.cut,
    how: `${from}${atLeast}${columns}`,
  };
}

async function list(
  client: ListingClient,
  bucket: string,
  prefix: string,
  found: { bytes: number; files: number; requests: number; cut: boolean },
): Promise<void> {
  let token: string | undefined;
  do {
    found.requests++;
    const page = await client.listObjectsV2({
      Bucket: bucket,
      Prefix: prefix,
      ...(token !== undefined && { ContinuationToken: token }),
    });
    for (const { Size = 0 } of page.Contents ?? []) {
      found.files++;
      found.bytes += Size;
    }
    token = page.NextContinuationToken;
    if (token !== undefined && found.requests >= 2 * MOST_REQUESTS) {
      found.cut = true;
      return;
    }
  } while (token !== undefined);
}

interface Folders {
  readonly bucket: string;
  /** Those that are listed. */
  readonly prefixes: readonly string[];
  /** How many there are in all. */
  readonly of: number;
  readonly days: { readonly listed: number; readonly all: number };
}

/** The folders of a query's files, or why they can't be told. */
function foldersOf(table: AthenaTable, scope: PartitionScope, now: number): Folders | string {
  const { template, account, region, day, database, name } = table;
  if (template === undefined || !isS3Uri(template))
    return `${database}.${name} does not say where each day's files lie (storage.location.template)`;
  if (day === undefined) return `${database}.${name} has no partition by days`;
  const named = (partition: typeof account, wanted: readonly string[] | undefined) => {
    if (!partition || !template.includes(`\${${partition.column}}`)) return [undefined];
    return partition.values && wanted
      ? partition.values.filter((value) => wanted.includes(value))
      : (wanted ?? partition.values);
  };
  const accounts = named(account, scope.accounts);
  const regions = named(region, scope.regions);
  if (!accounts) return "its accounts are not known before it runs";
  if (!regions) return "its Regions are not known before it runs";
  const places = accounts.flatMap((one) => regions.map((other) => ({ account: one, region: other })));
  const days = daysOf(scope, table, now);
  const of = places.length * days.length;
  // Of too many, as many days as can be listed for every place; of too many places, some of them.
  const chosenPlaces = spread(places, MOST_REQUESTS);
  const most = Math.max(1, Math.floor(MOST_REQUESTS / Math.max(1, chosenPlaces.length)));
  // Today's folders are not full yet: nothing follows from them.
  const whole = days.length > 1 && days.at(-1)! + DAY_MS > now ? days.slice(0, -1) : days;
  const listed = new Set<number>();
  const prefixes = chosenPlaces.flatMap((place, at) => {
    // Each place has days of its own, so that all the time is in the sample.
    const chosen = days.length <= most ? days : spaced(whole, most, (at + 0.5) / chosenPlaces.length);
    for (const time of chosen) listed.add(time);
    return chosen.map((time) => filled(template, table, place, time));
  });
  const { bucket } = parseS3Uri(template);
  return {
    bucket,
    prefixes: prefixes.map((uri) => `${parseS3Uri(uri).prefix.replace(/\/$/, "")}/`),
    of,
    days: { listed: listed.size, all: days.length },
  };
}

function filled(
  template: string,
  { account, region, day }: AthenaTable,
  place: { account?: string | undefined; region?: string | undefined },
  time: number,
): string {
  let text = template;
  const put = (column: string, value: string) => (text = text.replaceAll(`\${${column}}`, value));
  if (account && place.account !== undefined) put(account.column, place.account);
  if (region && place.region !== undefined) put(region.column, place.region);
  if (day?.kind === "day") put(day.column, dayText(time, day.format));
  else if (day)
    day.columns.forEach((column, index) => put(column, dayText(time, "yyyy/MM/dd").split("/")[index]!));
  return text;
}

function daysOf({ delivered }: PartitionScope, table: AthenaTable, now: number): number[] {
  const from = startOfDay(Math.max(firstDayTime(table) ?? FIRST_DAY, delivered.from));
  const to = Math.min(now, delivered.to);
  return Array.from(
    { length: Math.max(0, Math.floor((to - from) / DAY_MS) + 1) },
    (_, at) => from + at * DAY_MS,
  );
}

function startOfDay(time: number): number {
  return Math.floor(time / DAY_MS) * DAY_MS;
}

/** So many, evenly spaced, the first one a part of a space behind the beginning. */
function spaced<T>(items: readonly T[], most: number, part: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, at) => items[Math.floor(((at + part) * items.length) / most)]!);
}

/** At most so many, evenly spread, the last one among them. */
function spread<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, at) => items[Math.floor(((at + 1) * items.length) / most) - 1]!);
}
