import { CIS_PROFILE } from "../metricFilter/cisProfile";

/** A metric filter as plain text, ready to be given to whatever makes filters and alarms. */
export interface AlarmFilter {
  /** Of letters, digits and hyphens. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly pattern: string;
}

/** What each monitoring control of the CIS AWS Foundations Benchmark looks for, by its number behind 4. (v3 to v5) or 5. (v6, v7). */
const CONTROLS: Readonly<Record<string, readonly [name: string, title: string]>> = {
  1: ["denied-calls", "A call was denied"],
  2: ["sign-in-without-mfa", "Somebody signed in to the console without MFA"],
  3: ["root-use", "The root user was used"],
  4: ["iam-changes", "An IAM policy was changed"],
  5: ["trail-changes", "A trail was changed, started or stopped"],
  6: ["sign-in-failures", "Signing in to the console failed"],
  7: ["key-loss", "A KMS key was disabled or is to be deleted"],
  8: ["bucket-changes", "A bucket's policy, access or lifecycle was changed"],
  9: ["config-changes", "AWS Config was changed or stopped"],
  10: ["security-group-changes", "A security group was changed"],
  11: ["network-acl-changes", "A network ACL was changed"],
  12: ["gateway-changes", "A network gateway was changed"],
  13: ["route-changes", "A route or a route table was changed"],
  14: ["vpc-changes", "A VPC was changed"],
  15: ["organization-changes", "The organization was changed"],
};

/** The metric filters of the benchmark's monitoring controls, in its order. */
export function cisFilters(profile: Readonly<Record<string, string>> = CIS_PROFILE): AlarmFilter[] {
  return Object.entries(profile).map(([number, pattern]) => {
    const [name, title] = CONTROLS[number] ?? ["control", `Control ${number} of the CIS benchmark`];
    return {
      name: `cis-${number}-${name}`,
      title,
      description: `CIS AWS Foundations Benchmark 4.${number} (v3 to v5), 5.${number} (v6, v7)`,
      pattern,
    };
  });
}
