/** The one call that is used of an EC2 client; the SDK's aggregated `EC2` class fits. */
export interface DescribeRegionsClient {
  describeRegions(input: {
    AllRegions?: boolean;
  }): Promise<{ Regions?: { RegionName?: string; OptInStatus?: string }[] }>;
}

/** The Regions of the account's partition, by whether the account can use them; sorted. */
export interface AccountRegions {
  enabled: string[];
  disabled: string[];
}

/**
 * Asks EC2 which Regions the account has enabled.
 *
 * A refusal (no permission `ec2:DescribeRegions`) is the caller's to tell: see `explainAwsError`.
 * Source: docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Region.html
 * @throws whatever the client throws
 */
export async function enabledRegions(client: DescribeRegionsClient): Promise<AccountRegions> {
  const { Regions = [] } = await client.describeRegions({ AllRegions: true });
  const regions: AccountRegions = { enabled: [], disabled: [] };
  for (const { RegionName, OptInStatus } of Regions) {
    if (RegionName) regions[OptInStatus === "not-opted-in" ? "disabled" : "enabled"].push(RegionName);
  }
  regions.enabled.sort();
  regions.disabled.sort();
  return regions;
}
