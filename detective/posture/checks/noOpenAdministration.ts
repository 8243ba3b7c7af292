import { IpPermission, SecurityGroup } from "../accountClients";
import { AccountFacts } from "../accountFacts";
import { Check } from "../check";
import { Findings } from "../findings";
import { awsPage, cis } from "../reference";

const PORTS: Readonly<Record<number, string>> = { 22: "SSH", 3389: "RDP" };
/** A range this wide is the world, or a half of it. */
const WIDE = 7;

export const noOpenAdministration: Check<AccountFacts> = {
  id: "no-open-administration",
  title: "No SSH or RDP is open to the world",
  pillar: "infrastructure",
  weight: 5,
  why: "Whatever listens there is tried within minutes, by everyone.",
  reads: ["ec2:DescribeSecurityGroups"],
  references: [
    cis("6.3, 6.4", "5.2, 5.3"),
    awsPage("Security group rules", "vpc/latest/userguide/security-group-rules.html"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    for (const { region, securityGroups } of facts.networks) {
      const groups = findings.need(securityGroups);
      if (!groups) continue;
      const open = groups.flatMap((group) => openings(group));
      for (const each of open) findings.problem(`${region}: ${each}`);
      if (open.length === 0) findings.fact(`${region}: none of ${groups.length} security groups`);
    }
    if (facts.networks.length === 0) findings.doubt("no Region was looked at");
    return findings.verdict({
      say: "Close the ports; reach instances through Session Manager, or from addresses of your own.",
      command:
        "aws ec2 revoke-security-group-ingress --group-id <group> --security-group-rule-ids <rule> --region <region>",
      pulumi: [
        'new aws.vpc.SecurityGroupIngressRule("administration", {',
        '  securityGroupId: "<group>",',
        '  ipProtocol: "tcp",',
        "  fromPort: 22,",
        "  toPort: 22,",
        '  cidrIpv4: "<addresses of your own>",',
        "});",
      ].join("\n"),
    });
  },
};

function openings({ GroupId = "?", GroupName = "", IpPermissions = [] }: SecurityGroup): string[] {
  return IpPermissions.flatMap((permission) => {
    const from = worldly(permission);
    const ports = Object.entries(PORTS).filter(([port]) => includes(permission, Number(port)));
    return from.length === 0 || ports.length === 0
      ? []
      : [
          `${GroupId} (${GroupName}) lets ${from.join(", ")} in by ${ports.map(([, name]) => name).join(" and ")}`,
        ];
  });
}

function includes({ IpProtocol, FromPort, ToPort }: IpPermission, port: number): boolean {
  if (IpProtocol === "-1") return true;
  // RDP is spoken over UDP too; protocols come as names or as numbers.
  if (!["tcp", "6", ...(port === 3389 ? ["udp", "17"] : [])].includes(IpProtocol ?? "")) return false;
  return (FromPort ?? 0) <= port && port <= (ToPort ?? 65_535);
}

function worldly({ IpRanges = [], Ipv6Ranges = [] }: IpPermission): string[] {
  const ranges = [...IpRanges.map(({ CidrIp }) => CidrIp), ...Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6)];
  return ranges
    .filter((range) => range !== undefined)
    .filter((range) => Number(range.split("/")[1] ?? "128") <= WIDE);
}
