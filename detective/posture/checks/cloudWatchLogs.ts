import { Check } from "../check";
import { Findings } from "../findings";
import { auditTrail, trailCommand } from "../fixText";
import { judgeDelivery } from "../judgeDelivery";
import { cloudTrailPage } from "../reference";

const HOURS = 24;

export const cloudWatchLogs: Check = {
  id: "cloudwatch-logs",
  title: "Events arrive in CloudWatch Logs",
  pillar: "detection",
  weight: 0,
  why: "Metric filters and their alarms see only what reaches the log group.",
  reads: ["cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus", "logs:DescribeLogGroups"],
  references: [
    cloudTrailPage(
      "Monitoring CloudTrail log files with Amazon CloudWatch Logs",
      "monitor-cloudtrail-log-files-with-cloudwatch-logs",
    ),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const group = findings.need(facts.logGroup);
    const status = findings.need(facts.status);
    if (group && status) {
      findings.fact(`the trail delivers to ${group.name}`);
      const { LatestCloudWatchLogsDeliveryTime: time, LatestCloudWatchLogsDeliveryError: error } = status;
      judgeDelivery(findings, { what: "event", time, error, hours: HOURS }, status, facts.asked.now);
    }
    return findings.verdict({
      say: "Give the trail a log group and a role that may write to it.",
      command: trailCommand(
        facts,
        "update-trail",
        "--cloud-watch-logs-log-group-arn <log group ARN> --cloud-watch-logs-role-arn <role ARN>",
      ),
      pulumi: auditTrail(facts, "cloudWatchLogs: { retentionDays: 365 },"),
    });
  },
};
