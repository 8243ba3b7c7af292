import { AccountFacts } from "../accountFacts";
import { Check } from "../check";
import { Findings } from "../findings";
import { cis, awsPage } from "../reference";
import { WATCH_READS, Watch, judgeWatch, watchFix } from "../watch";

const NAMES = ["DisableKey", "ScheduleKeyDeletion"];

const WATCH: Watch = {
  name: "key-loss",
  calls: NAMES.map((name) => ({ says: name, source: "kms.amazonaws.com", name, where: "home" as const })),
  pattern:
    "{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }",
};

export const keyLossAlarm: Check<AccountFacts> = {
  id: "key-loss-alarm",
  title: "Disabling or deleting a KMS key is told to somebody",
  pillar: "detection",
  weight: 0,
  why: "Without its key the trail delivers nothing, and what it delivered can't be read.",
  reads: WATCH_READS,
  references: [
    cis("5.7", "4.7"),
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
