import { AccountFacts } from "../accountFacts";
import { Check } from "../check";
import { Findings } from "../findings";
import { cis, awsPage } from "../reference";
import { WATCH_READS, Watch, judgeWatch, watchFix } from "../watch";

const WATCH: Watch = {
  name: "root-use",
  calls: [
    {
      says: "a call by the root user",
      source: "iam.amazonaws.com",
      name: "CreateAccessKey",
      where: "global",
      fields: ({ partition, account }) => ({
        userIdentity: {
          type: "Root",
          principalId: account,
          arn: `arn:${partition}:iam::${account}:root`,
          accountId: account,
          accessKeyId: "ASIAEXAMPLE",
        },
      }),
    },
  ],
  pattern:
    '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
};

export const rootUseAlarm: Check<AccountFacts> = {
  id: "root-use-alarm",
  title: "Use of the root user is told to somebody",
  pillar: "detection",
  weight: 2,
  why: "Root can do everything and is needed for next to nothing: whoever uses it should be asked why.",
  reads: WATCH_READS,
  references: [
    cis("5.3", "4.3"),
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
