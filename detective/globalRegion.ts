/** Partitions other than `aws`, with how their Regions begin and which of these records IAM, sign-in and global STS. */
const PARTITIONS: readonly (readonly [partition: string, prefix: string, global: string])[] = [
  ["aws-cn", "cn-", "cn-north-1"],
  ["aws-us-gov", "us-gov-", "us-gov-west-1"],
  ["aws-iso", "us-iso-", "us-iso-east-1"],
  ["aws-iso-b", "us-isob-", "us-isob-east-1"],
  ["aws-iso-e", "eu-isoe-", "eu-isoe-west-1"],
  ["aws-iso-f", "us-isof-", "us-isof-south-1"],
  ["aws-eusc", "eusc-", "eusc-de-east-1"],
];

/** The Region that records a partition's global services: IAM, sign-in, STS's global endpoint. */
export function globalRegion(partition: string): string {
  return PARTITIONS.find(([name]) => name === partition)?.[2] ?? "us-east-1";
}

/** The Region that records the global services of a Region's partition. */
export function globalRegionFor(region: string): string {
  return PARTITIONS.find(([, prefix]) => region.startsWith(prefix))?.[2] ?? "us-east-1";
}
