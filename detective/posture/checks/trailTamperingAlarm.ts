import { AccountFacts } from "../accountFacts";
import { Check } from "../check";
import { Findings } from "../findings";
import { cis, awsPage } from "../reference";
import { WATCH_READS, Watch, judgeWatch, watchFix } from "../watch";

const NAMES = ["StopLogging", "DeleteTrail", "UpdateTrail"];

const WATCH: Watch = {
  name: "trail-tampering",
  calls: NAMES.map((name) => ({
    says: name,
    source: "cloudtrail.amazonaws.com",
    name,
    where: "home" as const,
    fields: ({ arn }) => ({ requestParameters: { name: arn } }),
  })),
  pattern:
    "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) }",
};

export const trailTamperingAlarm: Check<AccountFacts> = {
  id: "tampering-noticed",
  title: "Stopping, changing or deleting the trail is told to somebody",
  pillar: "response",
  weight: 5,
  why: "It is an intruder's first move, and afterwards nothing is recorded: what was told before counts.",
  reads: WATCH_READS,
  references: [
    cis("5.5", "4.5"),
    awsPage(
      "CloudTrail log events as metric filters and alarms",
      "awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html",
    ),
  ],
  evaluate(facts) {
    const findings = new Findings();
    judgeWatch(findings, facts, WATCH);
    return findings.verdict(watchFix(facts, WATCH));
  },
};
