import { AccountFacts } from "../accountFacts";
import { Check } from "../check";
import { Findings } from "../findings";
import { cis, awsPage } from "../reference";
import { WATCH_READS, Watch, judgeWatch, watchFix } from "../watch";

const WATCH: Watch = {
  name: "unauthorised-calls",
  onlyMany: true,
  calls: [
    {
      says: "a call that was refused (AccessDenied)",
      source: "secretsmanager.amazonaws.com",
      name: "GetSecretValue",
      where: "home",
      fields: () => ({ errorCode: "AccessDenied", errorMessage: "not authorized", requestParameters: null }),
    },
    {
      says: "a call that EC2 refused (Client.UnauthorizedOperation)",
      source: "ec2.amazonaws.com",
      name: "RunInstances",
      where: "home",
      fields: () => ({ errorCode: "Client.UnauthorizedOperation", errorMessage: "not authorized" }),
    },
  ],
  pattern: '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
};

export const unauthorisedCallsAlarm: Check<AccountFacts> = {
  id: "unauthorised-calls-alarm",
  title: "Calls that are refused are told to somebody",
  pillar: "detection",
  weight: 1,
  why: "Who tries doors leaves refusals behind, often for days before one gives way.",
  reads: WATCH_READS,
  references: [
    cis("5.1", "4.1"),
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
