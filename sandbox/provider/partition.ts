/** An AWS partition and its DNS names. */
export interface Partition {
  partition: string;
  dnsSuffix: string;
  reverseDnsPrefix: string;
}

const others: [regionPrefix: string, partition: string, dnsSuffix: string][] = [
  ["cn-", "aws-cn", "amazonaws.com.cn"],
  ["us-gov-", "aws-us-gov", "amazonaws.com"],
  ["us-isob-", "aws-iso-b", "sc2s.sgov.gov"],
  ["us-isof-", "aws-iso-f", "csp.hci.ic.gov"],
  ["eu-isoe-", "aws-iso-e", "cloud.adc-e.uk"],
  ["us-iso-", "aws-iso", "c2s.ic.gov"],
  ["eusc-", "aws-eusc", "amazonaws.eu"],
];

/** The partition a region belongs to, told by its name. */
export function partitionOf(region: string): Partition {
  const found = others.find(([prefix]) => region.startsWith(prefix));
  const [, partition, dnsSuffix] = found ?? ["", "aws", "amazonaws.com"];
  return { partition, dnsSuffix, reverseDnsPrefix: dnsSuffix.split(".").reverse().join(".") };
}
