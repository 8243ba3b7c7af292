import { AccountFacts } from "../accountFacts";
import { Check } from "../check";
import { Findings } from "../findings";
import { cis, awsPage } from "../reference";
import { WATCH_READS, Watch, judgeWatch, watchFix } from "../watch";

const NAMES = ["PutBucketPolicy", "DeleteBucketPolicy", "PutBucketAcl", "PutBucketLifecycle"];

const WATCH: Watch = {
  name: "bucket-changes",
  calls: NAMES.map((name) => ({ says: name, source: "s3.amazonaws.com", name, where: "home" as const })),
  pattern: `{ ($.eventSource = s3.amazonaws.com) && (${[
    "PutBucketAcl",
    "PutBucketPolicy",
    "PutBucketCors",
    "PutBucketLifecycle",
    "PutBucketReplication",
    "DeleteBucketPolicy",
    "DeleteBucketCors",
    "DeleteBucketLifecycle",
    "DeleteBucketReplication",
  ]
    .map((name) => `($.eventName = ${name})`)
    .join(" || ")}) }`,
};

export const bucketChangesAlarm: Check<AccountFacts> = {
  id: "bucket-changes-alarm",
  title: "Changes of a bucket's policy, ACL or lifecycle are told to somebody",
  pillar: "detection",
  weight: 0,
  why: "One such call opens the logs, or lets them expire tonight.",
  reads: WATCH_READS,
  references: [
    cis("5.8", "4.8"),
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
