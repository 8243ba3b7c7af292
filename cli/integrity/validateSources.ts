import { stat } from "node:fs/promises";
import { explainAwsError } from "../../detective/explainAwsError";
import { isS3Uri, parseS3Uri } from "../../detective/sources/s3Uri";
import { enabledRegions } from "../../detective/sources/enabledRegions";
import { groupBy } from "../../detective/groupBy";
import type { LogPlace } from "../../detective/integrity/digestName";
import { bucketStore } from "../../detective/integrity/bucketStore";
import type { EvidenceSink, IntegritySummary } from "../../detective/integrity/evidence";
import { isoTime } from "../../detective/integrity/integrityFinding";
import type { KeySource } from "../../detective/integrity/keyRing";
import type { ObjectStore } from "../../detective/integrity/objectStore";
import { openFolder } from "../../detective/integrity/openFolder";
import type { ResumeState } from "../../detective/integrity/resumeState";
import { RHYTHM_MS, expectedTrails, type ExpectedTrail } from "../../detective/integrity/trailExpectations";
import { validateArchive, type ValidateOptions } from "../../detective/integrity/validateArchive";
import { count } from "../../detective/wording";
import type { Call } from "../command";
import type { ValidateCallOptions } from "../commands/validate";
import type { Range } from "../options/readTime";
import type { Progress } from "../progress";
import { openAccount } from "../trail/account";
import { UsageError } from "../usageError";
import { cloudTrailOf } from "./cloudTrailOf";

export interface Validating {
  range: Range;
  keys: KeySource;
  resume: ResumeState | undefined;
  progress: Progress;
}

/** Validates what the source names: a folder, a bucket, or where the account's trails deliver. */
export async function validateSources(
  call: Call,
  options: ValidateCallOptions,
  validating: Validating,
  sink: EvidenceSink,
): Promise<IntegritySummary> {
  const [source] = call.args;
  if (source === undefined) return validateAccount(call, options, validating, sink);
  const shared = sharedOptions(call, options, validating);
  const { endTime } = validating.range;
  const until = endTime?.getTime();
  const now = call.io.now();
  if (isS3Uri(source)) {
    const { prefix } = parseS3Uri(source);
    const store = await s3Store(call, options, source);
    const rhythm = { time: now - RHYTHM_MS, why: `digests come every hour, and it is ${isoTime(now)}` };
    return validateArchive({ ...shared, store, prefix, reaches: upTo(rhythm, until) }, sink);
  }
  const store = await folderOf(source, options);
  const reaches =
    until === undefined
      ? undefined
      : upTo({ time: now - RHYTHM_MS, why: `--until asks for proof up to ${isoTime(until)}` }, until);
  try {
    return await validateArchive({ ...shared, store, ...(reaches && { reaches }) }, sink);
  } finally {
    await store.close?.();
  }
}

async function validateAccount(
  call: Call,
  options: ValidateCallOptions,
  validating: Validating,
  sink: EvidenceSink,
): Promise<IntegritySummary> {
  const { io, signal } = call;
  const account = await openAccount(options, io.env);
  const summary: IntegritySummary = {
    verdict: "valid",
    chains: [],
    places: [],
    findings: 0,
    unknowns: 0,
    keys: [],
  };
  const asked = await regionsOf(options, account);
  const until = validating.range.endTime?.getTime();
  const { trails, findings, unknowns } = await expectedTrails(cloudTrailOf(options, io.env), {
    regions: asked.regions,
    ...(options.trail && { trails: options.trail }),
    now: io.now(),
    ...(until !== undefined && { until }),
  });
  if (asked.unknown !== undefined) unknowns.push({ kind: "not-asked", says: asked.unknown });
  if (trails.length === 0 && unknowns.length === 0) {
    throw new UsageError(
      `no trail ${options.trail ? `called ${options.trail.join(" or ")} ` : ""}delivers log files in ${asked.regions.join(", ")}; name the bucket (s3://bucket/prefix), or make a trail with audit-trail up`,
    );
  }
  for (const finding of findings) await sink.finding(finding);
  for (const unknown of unknowns) await sink.unknown(unknown);
  summary.findings += findings.length;
  summary.unknowns += unknowns.length;
  const s3 = await account.s3();
  const keys = new Map<string, IntegritySummary["keys"][number]>();
  // Of trails that deliver to the same place, each log file is named by one of them.
  for (const [first, ...others] of groupBy(trails, ({ bucket, prefix }) => `${bucket}/${prefix}`).values()) {
    signal.throwIfAborted();
    const group = [first, ...others];
    const found = await validateArchive(
      {
        ...sharedOptions(call, options, validating),
        store: bucketStore(s3, first.bucket, { signal }),
        prefix: `${first.prefix}AWSLogs/`,
        trails: group.map(({ name }) => name),
        // An organization's trail delivers other accounts' log files beside.
        opens: (place) => group.some((trail) => deliversTo(trail, place)),
        ...(!options.account &&
          group.every((trail) => !trail.isOrganizations) && {
            accounts: group.map((trail) => trail.account),
          }),
        regions: group.flatMap((trail) => trail.regions),
        fresh: freshRegions(group),
        expected: group
          .flatMap((trail) => trail.expected)
          .filter((each) => options.account?.includes(each.account) ?? true),
      },
      sink,
    );
    summary.chains.push(...found.chains);
    summary.places.push(...found.places);
    summary.findings += found.findings;
    summary.unknowns += found.unknowns;
    for (const key of found.keys) keys.set(`${key.Region} ${key.Fingerprint}`, key);
  }
  summary.keys = [...keys.values()];
  summary.verdict = summary.findings > 0 ? "invalid" : summary.unknowns > 0 ? "unknown" : "valid";
  return summary;
}

/** Regions in which none of the trails has a digest yet. */
function freshRegions(trails: readonly ExpectedTrail[]): Map<string, number> {
  const fresh = new Map<string, number>();
  for (const region of trails.flatMap((trail) => trail.regions)) {
    const since = trails
      .filter(({ regions }) => regions.includes(region))
      .map((trail) => trail.fresh.get(region));
    if (since.every((time) => time !== undefined)) fresh.set(region, Math.min(...since));
  }
  return fresh;
}

function deliversTo({ isOrganizations, account }: ExpectedTrail, place: LogPlace): boolean {
  return isOrganizations
    ? place.organization !== undefined
    : place.organization === undefined && place.account === account;
}

/** Those that were named, or all that are enabled: a trail of all Regions has digests in each of them. */
export async function regionsOf(
  { region: named }: ValidateCallOptions,
  account: Awaited<ReturnType<typeof openAccount>>,
): Promise<{ regions: readonly string[]; unknown?: string }> {
  if (named && named.length > 0) return { regions: named };
  try {
    const { enabled } = await enabledRegions(await account.ec2());
    return { regions: enabled };
  } catch (error) {
    const why = explainAwsError(error, { call: "ec2:DescribeRegions", region: account.region });
    return {
      regions: [account.region],
      unknown: `Only ${account.region} was looked at: which Regions are enabled could not be told. ${why} Or name them with --region.`,
    };
  }
}

function sharedOptions(
  call: Call,
  options: ValidateCallOptions,
  { range, keys, resume, progress }: Validating,
): Omit<ValidateOptions, "store"> {
  const { startTime, endTime } = range;
  return {
    keys,
    ...(startTime && { since: startTime.getTime() }),
    ...(endTime && { until: endTime.getTime() }),
    ...(options.account && { accounts: options.account }),
    ...(options.region && { regions: options.region }),
    ...(options.trail && { trails: options.trail.map((trail) => trail.split("/").at(-1)!) }),
    ...(resume && { resume }),
    signal: call.signal,
    onProgress: ({ digests, logs, bytes, place }) =>
      progress.say(
        `${place}: ${count(digests, "digest")}, ${count(logs, "log file")}, ${Math.round(bytes / 1e6)} MB`,
      ),
  };
}

/** The bucket of an s3:// source. */
export async function s3Store(
  { io, signal }: Call,
  options: ValidateCallOptions,
  source: string,
): Promise<ObjectStore> {
  const { bucket } = parseS3Uri(source);
  const account = await openAccount(options, io.env);
  const store = bucketStore(await account.s3(), bucket, { signal });
  // What was replicated says still where it came from.
  return options.bucket === undefined ? store : { ...store, bucket: options.bucket };
}

/** A copy of a bucket on disk. */
export async function folderOf(source: string, { bucket }: { bucket?: string }): Promise<ObjectStore> {
  const found = await stat(source).catch(() => undefined);
  if (!found?.isDirectory()) {
    const what = found ? "it is no folder" : "there is no such folder";
    throw new UsageError(`${source}: ${what}; give the folder that holds AWSLogs/, or s3://bucket/prefix`);
  }
  try {
    return await openFolder(source, bucket);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function upTo(mark: { time: number; why: string }, until: number | undefined): { time: number; why: string } {
  return until !== undefined && until < mark.time
    ? { time: until, why: `--until asks for proof up to ${isoTime(until)}` }
    : mark;
}
