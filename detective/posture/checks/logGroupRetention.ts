import { Check } from "../check";
import { Findings } from "../findings";
import { auditTrail, fixNames, shellWord } from "../fixText";
import { awsPage } from "../reference";
import { TrailFacts } from "../trailFacts";
import { count } from "../../wording";

/** What CloudWatch Logs accepts. Source: docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const ALLOWED = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const logGroupRetention: Check = {
  id: "log-group-retention",
  title: "The log group keeps events as long as they must be kept",
  pillar: "data",
  weight: 0,
  why: "Whoever searches in CloudWatch Logs believes that he sees all there was.",
  reads: ["logs:DescribeLogGroups", "cloudtrail:DescribeTrails"],
  references: [
    awsPage(
      "Change log data retention in CloudWatch Logs",
      "AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    ),
  ],
  applies: hasLogGroup,
  evaluate(facts) {
    const findings = new Findings();
    const group = findings.need(facts.logGroup);
    const wanted = facts.asked.retentionDays;
    if (group) {
      const { name, retentionInDays: days } = group;
      if (days === undefined) findings.fact(`${name} keeps events for ever`);
      else
        findings.expect(
          days >= wanted,
          `${name} keeps ${count(days, "day")}`,
          `${name} keeps ${count(days, "day")}, not ${wanted}`,
        );
    }
    const days = ALLOWED.find((allowed) => allowed >= wanted) ?? ALLOWED.at(-1);
    const { logGroup, region } = fixNames(facts);
    return findings.verdict({
      say: "Keep the log group's events longer.",
      command: `aws logs put-retention-policy --log-group-name ${shellWord(logGroup)} --retention-in-days ${days} --region ${shellWord(region)}`,
      pulumi: auditTrail(facts, `cloudWatchLogs: { retentionDays: ${days} },`),
    });
  },
};

/** False only where the trail was read and delivers to none. */
export function hasLogGroup({ trail }: TrailFacts): boolean {
  return trail.state !== "value" || Boolean(trail.value.CloudWatchLogsLogGroupArn);
}
