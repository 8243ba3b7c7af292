import { AccountFacts } from "../accountFacts";
import { Check } from "../check";
import { Findings } from "../findings";
import { cis, awsPage } from "../reference";
import { WATCH_READS, Watch, judgeWatch, watchFix } from "../watch";

const NAMES = [
  "DeleteGroupPolicy",
  "DeleteRolePolicy",
  "DeleteUserPolicy",
  "PutGroupPolicy",
  "PutRolePolicy",
  "PutUserPolicy",
  "CreatePolicy",
  "DeletePolicy",
  "CreatePolicyVersion",
  "DeletePolicyVersion",
  "AttachRolePolicy",
  "DetachRolePolicy",
  "AttachUserPolicy",
  "DetachUserPolicy",
  "AttachGroupPolicy",
  "DetachGroupPolicy",
];

const WATCH: Watch = {
  name: "iam-changes",
  calls: NAMES.map((name) => ({ says: name, source: "iam.amazonaws.com", name, where: "global" as const })),
  pattern: `{ ${NAMES.map((name) => `($.eventName = ${name})`).join(" || ")} }`,
};

export const iamChangesAlarm: Check<AccountFacts> = {
  id: "iam-changes-alarm",
  title: "Changes of IAM policies are told to somebody",
  pillar: "detection",
  weight: 0,
  why: "Rights are how an intruder stays: each new policy should be one that somebody knows of.",
  reads: WATCH_READS,
  references: [
    cis("5.4", "4.4"),
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
