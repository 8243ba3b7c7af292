import { AccountFacts } from "../accountFacts";
import { Check } from "../check";
import { Findings } from "../findings";
import { cis, awsPage } from "../reference";
import { WATCH_READS, Watch, judgeWatch, watchFix } from "../watch";

const WATCH: Watch = {
  name: "sign-in-without-mfa",
  calls: [
    {
      says: "a console sign-in without MFA",
      source: "signin.amazonaws.com",
      name: "ConsoleLogin",
      where: "global",
      fields: () => ({
        eventType: "AwsConsoleSignIn",
        requestParameters: null,
        responseElements: { ConsoleLogin: "Success" },
        additionalEventData: {
          LoginTo: "https://console.aws.amazon.com/",
          MobileVersion: "No",
          MFAUsed: "No",
        },
      }),
    },
  ],
  pattern: '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }',
};

export const signInAlarm: Check<AccountFacts> = {
  id: "sign-in-alarm",
  title: "Signing in to the console without MFA is told to somebody",
  pillar: "detection",
  weight: 0,
  why: "A password alone is what phishing brings in.",
  reads: WATCH_READS,
  references: [
    cis("5.2", "4.2"),
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
