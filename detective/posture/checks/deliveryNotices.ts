import { Check } from "../check";
import { Findings } from "../findings";
import { auditTrail, trailCommand } from "../fixText";
import { cloudTrailPage } from "../reference";

export const deliveryNotices: Check = {
  id: "delivery-notices",
  title: "Notices of delivered files reach their topic",
  pillar: "detection",
  weight: 0,
  why: "What works on log files as they come stands still, unnoticed, when the notices stop.",
  reads: ["cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus"],
  references: [
    cloudTrailPage(
      "Configuring Amazon SNS notifications for CloudTrail",
      "configure-sns-notifications-for-cloudtrail",
    ),
  ],
  // Only a trail that was told to send notices can fail to.
  applies: ({ trail }) => trail.state !== "value" || Boolean(trail.value.SnsTopicARN),
  evaluate(facts) {
    const findings = new Findings();
    const trail = findings.need(facts.trail);
    const status = findings.need(facts.status);
    if (trail && status) {
      const { LatestNotificationError: error, LatestNotificationTime: time } = status;
      const topic = trail.SnsTopicARN ?? "the topic";
      if (error) findings.problem(`the latest notice to ${topic} failed: ${error}`);
      else if (time) findings.fact(`latest notice to ${topic} ${time.toISOString()}`);
      else findings.doubt(`no notice has been sent to ${topic} yet`);
    }
    return findings.verdict({
      say: "Let the topic's policy, and its key's, admit cloudtrail.amazonaws.com with aws:SourceArn of this trail.",
      command: trailCommand(facts, "get-trail-status"),
      pulumi: auditTrail(facts, "deliveryNotices: {},"),
    });
  },
};
