import { AccountFacts, RegionNetworks } from "../accountFacts";
import { Check } from "../check";
import { Findings } from "../findings";
import { awsPage, cis } from "../reference";

export const flowLogs: Check<AccountFacts> = {
  id: "flow-logs",
  title: "Networks record their flows",
  pillar: "infrastructure",
  weight: 5,
  why: "CloudTrail says who called AWS; where an instance sent the data, flow logs say.",
  reads: ["ec2:DescribeVpcs", "ec2:DescribeFlowLogs"],
  references: [
    cis("4.7", "3.7"),
    awsPage("Logging IP traffic using VPC Flow Logs", "vpc/latest/userguide/flow-logs.html"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    for (const network of facts.networks) judgeRegion(findings, network);
    if (facts.networks.length === 0) findings.doubt("no Region was looked at");
    return findings.verdict({
      say: "Give every VPC a flow log.",
      command:
        "aws ec2 create-flow-logs --resource-type VPC --resource-ids <VPC> --traffic-type ALL --log-destination-type s3 --log-destination <bucket ARN> --region <region>",
      pulumi: [
        'new aws.ec2.FlowLog("flows", {',
        '  vpcId: "<VPC>",',
        '  trafficType: "ALL",',
        '  logDestinationType: "s3",',
        '  logDestination: "<bucket ARN>",',
        "});",
      ].join("\n"),
    });
  },
};

function judgeRegion(findings: Findings, { region, vpcs, flowLogs: logs }: RegionNetworks): void {
  const all = findings.need(vpcs);
  if (all?.length === 0) {
    findings.fact(`${region}: no VPC`);
    return;
  }
  const recorded = findings.need(logs);
  if (!all || !recorded) return;
  for (const vpc of all) {
    const own = recorded.filter(({ ResourceId }) => ResourceId === vpc);
    const working = own.filter(
      ({ FlowLogStatus, DeliverLogsStatus }) => FlowLogStatus === "ACTIVE" && DeliverLogsStatus !== "FAILED",
    );
    const broken = own.find(({ DeliverLogsErrorMessage }) => DeliverLogsErrorMessage);
    const why = broken ? `its flow log fails: ${broken.DeliverLogsErrorMessage}` : "no flow log that works";
    findings.expect(
      working.length > 0,
      `${region}: ${vpc} records its flows`,
      `${region}: ${vpc} has ${why}`,
    );
  }
}
