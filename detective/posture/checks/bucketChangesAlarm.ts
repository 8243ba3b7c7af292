import { Watch } from "../watch";
import { anyOfNames, callsNamed, watchCheck } from "../watchCheck";

const NAMES = ["PutBucketPolicy", "DeleteBucketPolicy", "PutBucketAcl", "PutBucketLifecycle"];

const WATCH: Watch = {
  name: "bucket-changes",
  calls: callsNamed(NAMES, "s3.amazonaws.com", "home"),
  pattern: `{ ($.eventSource = s3.amazonaws.com) && (${anyOfNames([
    "PutBucketAcl",
    "PutBucketPolicy",
    "PutBucketCors",
    "PutBucketLifecycle",
    "PutBucketReplication",
    "DeleteBucketPolicy",
    "DeleteBucketCors",
    "DeleteBucketLifecycle",
    "DeleteBucketReplication",
  ])}) }`,
};

export const bucketChangesAlarm = watchCheck({
  id: "bucket-changes-alarm",
  title: "Changes of a bucket's policy, ACL or lifecycle are told to somebody",
  pillar: "detection",
  weight: 0,
  why: "One such call opens the logs, or lets them expire tonight.",
  cis: ["5.8", "4.8"],
  watch: WATCH,
});
