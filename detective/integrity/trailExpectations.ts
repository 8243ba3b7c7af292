import { explainAwsError } from "../explainAwsError";
import { globalRegion, globalRegionFor } from "../globalRegion";
import type { IntegrityFinding, IntegrityUnknown } from "./integrityFinding";
import { integrityFinding, isoTime } from "./integrityFinding";
import type { Expectation } from "./judgeEnds";

const HOUR_MS = 3_600_000;
/** A digest comes within the hour after the hour that it covers, seldom later. */
export const RHYTHM_MS = 3 * HOUR_MS;

/** The calls that are used of a CloudTrail client; the SDK's aggregated `CloudTrail` class fits. */
export interface TrailsClient {
  describeTrails(input: object): Promise<{
    trailList?: {
      Name?: string;
      TrailARN?: string;
      S3BucketName?: string;
      S3KeyPrefix?: string;
      HomeRegion?: string;
      IsMultiRegionTrail?: boolean;
      IsOrganizationTrail?: boolean;
      LogFileValidationEnabled?: boolean;
    }[];
  }>;
  getTrailStatus(input: { Name: string }): Promise<{
    IsLogging?: boolean;
    StartLoggingTime?: Date;
    LatestDigestDeliveryTime?: Date;
    LatestDigestDeliveryError?: string;
  }>;
}

/** Where one trail's files lie, and what must be there. */
export interface ExpectedTrail {
  arn: string;
  name: string;
  account: string;
  bucket: string;
  /** Before `AWSLogs/`; empty, or it ends in a slash. */
  prefix: string;
  isOrganizations: boolean;
  /** In which Regions it logs. */
  regions: string[];
  expected: Expectation[];
  /** Regions whose first digest is still to come, and when it began to log there, in ms since 1970. */
  fresh: Map<string, number>;
}

export interface ExpectedTrails {
  trails: ExpectedTrail[];
  findings: IntegrityFinding[];
  unknowns: IntegrityUnknown[];
}

/**
 * The account's trails, and up to when each must have digests in each Region: as CloudTrail says, and by the hour.
 *
 * Source: docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html
 * @param trails by name or ARN; undefined for all
 * @param until nothing later is asked for, in ms since 1970
 */
export async function expectedTrails(
  clientOf: (region: string) => Promise<TrailsClient>,
  {
    regions,
    trails: asked,
    now,
    until,
  }: { regions: readonly string[]; trails?: readonly string[]; now: number; until?: number },
): Promise<ExpectedTrails> {
  const found: ExpectedTrails = { trails: [], findings: [], unknowns: [] };
  const byArn = new Map<string, ExpectedTrail & { home: string; everywhere: boolean }>();
  for (const region of regions) {
    try {
      const { trailList = [] } = await (await clientOf(region)).describeTrails({});
      for (const trail of trailList) {
        const {
          TrailARN: arn,
          Name: name,
          S3BucketName: bucket,
          S3KeyPrefix,
          HomeRegion: home = region,
        } = trail;
        if (arn === undefined || name === undefined || bucket === undefined || byArn.has(arn)) continue;
        if (asked && !asked.includes(name) && !asked.includes(arn)) continue;
        const account = arn.split(":")[4] ?? "";
        byArn.set(arn, {
          arn,
          name,
          account,
          bucket,
          prefix: S3KeyPrefix ? `${S3KeyPrefix.replace(/\/$/, "")}/` : "",
          isOrganizations: trail.IsOrganizationTrail === true,
          regions: [],
          expected: [],
          fresh: new Map(),
          home,
          everywhere: trail.IsMultiRegionTrail === true,
        });
        if (trail.LogFileValidationEnabled !== false) continue;
        const says = `The trail ${name} has validation switched off: nothing proves what it delivers.`;
        found.findings.push(integrityFinding("no-digests", { account, region: home, trail: name }, { says }));
      }
    } catch (error) {
      found.unknowns.push({
        kind: "not-asked",
        region,
        says: `Which trails there are in ${region} could not be told: ${explainAwsError(error, { call: "cloudtrail:DescribeTrails", region })}`,
      });
    }
  }
  for (const { home, everywhere, ...trail } of byArn.values()) {
    // Emulators name other partitions' Regions as well.
    const own = globalRegion(trail.arn.split(":")[1] ?? "");
    trail.regions = everywhere ? regions.filter((region) => globalRegionFor(region) === own) : [home];
    for (const region of trail.regions) {
      const reaches = await reachOf(trail, region);
      if (reaches) trail.expected.push({ account: trail.account, region, trail: trail.name, reaches });
    }
    found.trails.push(trail);
  }
  return found;

  async function reachOf(trail: ExpectedTrail, region: string): Promise<Expectation["reaches"] | undefined> {
    const { name, account, arn } = trail;
    try {
      const status = await (await clientOf(region)).getTrailStatus({ Name: arn });
      const { IsLogging, LatestDigestDeliveryTime: latest, LatestDigestDeliveryError: failure } = status;
      const began = status.StartLoggingTime?.getTime() ?? -Infinity;
      if (until !== undefined && until < began) return undefined;
      const error = failure ? ` (its last delivery failed: ${failure})` : "";
      const rhythm = {
        time: now - RHYTHM_MS,
        why: `the trail logs, with a digest every hour; it is ${isoTime(now)}${error}`,
      };
      const said = latest && {
        // It was delivered after the end of its hour.
        time: latest.getTime() - HOUR_MS,
        why: `CloudTrail says that it delivered one at ${isoTime(latest.getTime())}`,
      };
      if (IsLogging && !latest && began > rhythm.time) trail.fresh.set(region, began);
      // One that began since needs no digest yet; what it delivered before, it says itself.
      const marks = [...(IsLogging && began <= rhythm.time ? [rhythm] : []), ...(said ? [said] : [])];
      const [mark] = marks.sort((a, b) => b.time - a.time);
      if (!mark) return undefined;
      return until !== undefined && until < mark.time ? { time: until, why: `${mark.why}` } : mark;
    } catch (error) {
      const why = explainAwsError(error, { call: "cloudtrail:GetTrailStatus", region });
      const says = `Up to when the trail ${name} delivered digests in ${region} could not be told: ${why}`;
      found.unknowns.push({ kind: "not-asked", account, region, trail: name, says });
      return undefined;
    }
  }
}
