/** Where a partition's global services (IAM, sign-in, STS's global endpoint) are recorded. */
const GLOBAL_REGIONS: readonly (readonly [prefix: string, region: string])[] = [
  ["cn-", "cn-north-1"],
  ["us-gov-", "us-gov-west-1"],
  ["us-iso-", "us-iso-east-1"],
  ["us-isob-", "us-isob-east-1"],
  ["eu-isoe-", "eu-isoe-west-1"],
  ["us-isof-", "us-isof-south-1"],
  ["eusc-", "eusc-de-east-1"],
];

/** The Region that records the global services of a Region's partition. */
export function globalRegion(region: string): string {
  return GLOBAL_REGIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "us-east-1";
}
