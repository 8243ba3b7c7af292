import { enabledRegions, explainAwsError, globalRegionFor } from "../../detective";
import { NoAnswerError } from "../noAnswerError";
import type { AccountOptions } from "../options/trailOptions";
import { UsageError } from "../usageError";
import type { Account } from "./account";

/** The Regions that a question asks. */
export interface AskedRegions {
  regions: readonly string[];
  /** Those that the account has not enabled; empty where that was not asked for. */
  disabled: readonly string[];
}

/**
 * All that are enabled with `--all-regions`; those that were named; else one's own, and where the partition records
 * IAM.
 *
 * @throws UsageError when both are asked for
 * @throws NoAnswerError when AWS does not say which are enabled
 */
export async function askedRegions(
  { region = [], allRegions }: AccountOptions,
  account: Account,
): Promise<AskedRegions> {
  if (!allRegions) {
    const regions = region.length > 0 ? region : [account.region, globalRegionFor(account.region)];
    return { regions: [...new Set(regions)], disabled: [] };
  }
  if (region.length > 0) {
    throw new UsageError("--all-regions and --region contradict each other: use one of them");
  }
  try {
    const { enabled, disabled } = await enabledRegions(await account.ec2());
    return { regions: enabled, disabled };
  } catch (error) {
    const why = explainAwsError(error, { call: "ec2:DescribeRegions", region: account.region });
    throw new NoAnswerError(`--all-regions: ${why} Or name the Regions with --region.`);
  }
}
