import { AccountFacts } from "../accountFacts";
import { Check } from "../check";
import { Findings } from "../findings";
import { awsPage, cis } from "../reference";

export const defaultSecurityGroups: Check<AccountFacts> = {
  id: "default-security-groups",
  title: "Default security groups let nothing through",
  pillar: "infrastructure",
  weight: 5,
  why: "What is started without thinking lands in the default group; it should then reach nothing.",
  reads: ["ec2:DescribeSecurityGroups"],
  references: [
    cis("6.5", "5.4"),
    awsPage("Default security groups for your VPCs", "vpc/latest/userguide/default-security-group.html"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    for (const { region, securityGroups } of facts.networks) {
      const groups = findings.need(securityGroups)?.filter(({ GroupName }) => GroupName === "default");
      if (!groups) continue;
      const open = groups.filter(
        ({ IpPermissions = [], IpPermissionsEgress = [] }) =>
          IpPermissions.length + IpPermissionsEgress.length > 0,
      );
      if (open.length > 0) {
        const names = open.map(({ GroupId = "?", VpcId = "?" }) => `${GroupId} of ${VpcId}`);
        findings.problem(`${region}: rules in ${names.join(", ")}`);
      } else findings.fact(`${region}: ${groups.length} default groups without a rule`);
    }
    if (facts.networks.length === 0) findings.doubt("no Region was looked at");
    return findings.verdict({
      say: "Take the rules out of the default groups, after giving what uses them groups of its own.",
      command:
        "aws ec2 revoke-security-group-ingress --group-id <group> --security-group-rule-ids <rule> --region <region>",
      pulumi: 'new aws.ec2.DefaultSecurityGroup("default", { vpcId: "<VPC>", ingress: [], egress: [] });',
    });
  },
};
