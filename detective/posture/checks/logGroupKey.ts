import { Check } from "../check";
import { Findings } from "../findings";
import { auditTrail, fixNames, shellWord } from "../fixText";
import { awsPage } from "../reference";
import { hasLogGroup } from "./logGroupRetention";

export const logGroupKey: Check = {
  id: "log-group-key",
  title: "The log group is encrypted with a key of one's own",
  pillar: "data",
  weight: 0,
  why: "The same events lie in the bucket behind a key; a log group without one is the way around it.",
  reads: ["logs:DescribeLogGroups", "cloudtrail:DescribeTrails"],
  references: [
    awsPage(
      "Encrypt log data in CloudWatch Logs using AWS KMS",
      "AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    ),
  ],
  applies: hasLogGroup,
  evaluate(facts) {
    const findings = new Findings();
    const group = findings.need(facts.logGroup);
    if (group) {
      findings.expect(
        Boolean(group.kmsKeyId),
        `${group.name} is encrypted with ${group.kmsKeyId ?? ""}`,
        `${group.name} has no KMS key`,
      );
    }
    const { logGroup, region, key } = fixNames(facts);
    return findings.verdict({
      say: "Give the log group a key whose policy admits CloudWatch Logs.",
      command: `aws logs associate-kms-key --log-group-name ${shellWord(logGroup)} --kms-key-id ${shellWord(key)} --region ${shellWord(region)}`,
      pulumi: auditTrail(facts, "cloudWatchLogs: { withoutKey: false },"),
    });
  },
};
