/** A command of one of the labs, ours that does it, and what ours adds. `docs/labs.md` shows them; a test runs each. */
export interface LabRow {
  id: string;
  part: LabPart;
  /** As the lab has it, its variables included. */
  theirs: string;
  /** As it is run. */
  ours: string;
  adds: string;
}

export const labParts = {
  setup: "A trail of its own (LocalStack lab)",
  questions: "Questions (LocalStack lab)",
  trouble: "When something is wrong (LocalStack lab)",
  key: "The key (lab 02)",
  bucket: "The bucket (lab 02)",
  trail: "The trail (lab 02)",
  detective: "Finding one's own calls (lab 02)",
  proof: "Checks and score (lab 02)",
} as const;

export type LabPart = keyof typeof labParts;

const UP = "audit-trail up --stack localstack";
const UP_02 =
  "audit-trail up --config trailName=ch03-security-trail --config 'bucketName=ch03-cloudtrail-{account}' --config keyAlias=alias/ch03-cloudtrail-key";

/** Every `aws` and `awslocal` command and every script of both labs, in their order. */
export const labRows = [
  {
    id: "setup-script",
    part: "setup",
    theirs: "./scripts/cloudtrail-setup-script.sh",
    ours: UP,
    adds: "All of the rows below at once, by Pulumi: again changes nothing, `audit-trail down` takes it away. The emulator comes with it, without a licence or a token.",
  },
  {
    id: "make-bucket",
    part: "setup",
    theirs: "awslocal s3 mb s3://cloudtrail-logs-bucket",
    ours: UP,
    adds: "Encrypted with a key of its own, versioned, closed to the public and to plain HTTP, writable by this trail alone.",
  },
  {
    id: "create-trail",
    part: "setup",
    theirs:
      "awslocal cloudtrail create-trail --name security-audit-trail --s3-bucket-name cloudtrail-logs-bucket",
    ours: UP,
    adds: "All Regions, encrypted, with digest files that prove that no log was changed.",
  },
  {
    id: "start-logging",
    part: "setup",
    theirs: "awslocal cloudtrail start-logging --name security-audit-trail",
    ours: UP,
    adds: "It logs from the beginning; `audit-trail tampering` tells who stops it.",
  },
  {
    id: "status",
    part: "setup",
    theirs: "awslocal cloudtrail get-trail-status --name security-audit-trail",
    ours: "audit-trail verify --trail security-audit-trail --check encrypted-and-logging",
    adds: "A verdict with its evidence and an exit code instead of fields to interpret.",
  },
  {
    id: "recent-20",
    part: "questions",
    theirs: "awslocal cloudtrail lookup-events --max-results 20",
    ours: "audit-trail lookup --max 20",
    adds: "A table with who, from where and how it ended; more than one page and one Region; what is not covered.",
  },
  {
    id: "by-user",
    part: "questions",
    theirs:
      "awslocal cloudtrail lookup-events --lookup-attributes AttributeKey=Username,AttributeValue=test-user",
    ours: "audit-trail who test-user",
    adds: "Also role sessions, access keys, ARNs and addresses, for which the API has no attribute.",
  },
  {
    id: "by-resource",
    part: "questions",
    theirs:
      "awslocal cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=my-bucket",
    ours: "audit-trail lookup --resource my-bucket",
    adds: "Conditions can be combined, as --user alice --write-only; the API takes one.",
  },
  {
    id: "by-time",
    part: "questions",
    theirs:
      "awslocal cloudtrail lookup-events --start-time 2025-12-11T00:00:00Z --end-time 2025-12-11T23:59:59Z",
    ours: "audit-trail lookup --since 2025-12-11T00:00:00Z --until 2025-12-11T23:59:59Z",
    adds: "Also 2h, 3d or a day; what lies before the API's 90 days is named as missing, with exit code 3.",
  },
  {
    id: "unauthorised",
    part: "questions",
    theirs: 'awslocal cloudtrail lookup-events --max-results 50 | grep "errorCode"',
    ours: "audit-trail denied",
    adds: "All pages; by principal, address and API, with first and last, and whether the call worked in the end.",
  },
  {
    id: "escalation",
    part: "questions",
    theirs:
      "awslocal cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=AttachUserPolicy",
    ours: "audit-trail escalation",
    adds: "Every way to more rights, not one API; as chains with what was done afterwards, and their ATT&CK technique.",
  },
  {
    id: "buckets-touched",
    part: "questions",
    theirs:
      "awslocal cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceType,AttributeValue=AWS::S3::Bucket",
    ours: "audit-trail lookup --resource-type AWS::S3::Bucket",
    adds: "For one bucket `audit-trail bucket`: counts for each principal, and bursts; it says that the API has no object reads.",
  },
  {
    id: "one-bucket",
    part: "questions",
    theirs:
      "awslocal cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceType,AttributeValue=AWS::S3::Bucket",
    ours: "audit-trail bucket my-bucket",
    adds: "Reads, writes, deletions and changes of one bucket by principal; exit code 3 as long as no data events are read.",
  },
  {
    id: "trouble-status",
    part: "trouble",
    theirs: "awslocal cloudtrail get-trail-status --name security-audit-trail",
    ours: "audit-trail doctor --trail security-audit-trail",
    adds: "Says why it does not log, delivery errors included, and the command that mends it.",
  },
  {
    id: "trouble-start",
    part: "trouble",
    theirs: "awslocal cloudtrail start-logging --name security-audit-trail",
    ours: "audit-trail doctor --trail security-audit-trail",
    adds: "Finds the stopped trail first, and prints this very command for it.",
  },
  {
    id: "trouble-buckets",
    part: "trouble",
    theirs: "awslocal s3 ls",
    ours: "audit-trail doctor --try --patience 30s",
    adds: "Makes the harmless call itself, and waits until the event history shows that very call.",
  },
  {
    id: "trouble-users",
    part: "trouble",
    theirs: "awslocal iam list-users",
    ours: "audit-trail doctor --try --patience 30s",
    adds: "The same.",
  },
  {
    id: "recent-5",
    part: "trouble",
    theirs: "awslocal cloudtrail lookup-events --max-results 5",
    ours: "audit-trail lookup --max 5",
    adds: "An empty answer says what was read and what was not.",
  },
  {
    id: "identity",
    part: "key",
    theirs: "aws sts get-caller-identity --query Account --output text",
    ours: "audit-trail doctor",
    adds: "Who you are to AWS, and what that means for the questions.",
  },
  {
    id: "region",
    part: "key",
    theirs: "aws configure get region",
    ours: "audit-trail doctor",
    adds: "The Region is found as by any AWS tool, AWS_DEFAULT_REGION included; without one it says how to set it.",
  },
  {
    id: "create-key",
    part: "key",
    theirs: "aws kms create-key --description … --query 'KeyMetadata.KeyId' --output text",
    ours: UP_02,
    adds: "With yearly rotation, which the lab leaves off.",
  },
  {
    id: "create-alias",
    part: "key",
    theirs: "aws kms create-alias --alias-name alias/ch03-cloudtrail-key --target-key-id $KMS_KEY_ID",
    ours: UP_02,
    adds: "One setting of the stack; a second trail has its own.",
  },
  {
    id: "describe-key",
    part: "key",
    theirs: "aws kms describe-key --key-id $KMS_KEY_ID --query 'KeyMetadata.Arn' --output text",
    ours: UP_02,
    adds: "Its ARN is an output; nothing has to be written down or copied.",
  },
  {
    id: "put-key-policy",
    part: "key",
    theirs: "aws kms put-key-policy --key-id $KMS_KEY_ID --policy-name default --policy …",
    ours: UP_02,
    adds: "Every statement is pinned to this one trail, DescribeKey too; the partition is not assumed.",
  },
  {
    id: "create-bucket",
    part: "bucket",
    theirs: "aws s3api create-bucket --bucket $BUCKET_NAME",
    ours: UP_02,
    adds: "In any Region with the same command.",
  },
  {
    id: "put-bucket-encryption",
    part: "bucket",
    theirs: "aws s3api put-bucket-encryption --bucket $BUCKET_NAME --server-side-encryption-configuration …",
    ours: UP_02,
    adds: "`audit-trail verify` tells when somebody changes it.",
  },
  {
    id: "put-public-access-block",
    part: "bucket",
    theirs: "aws s3api put-public-access-block --bucket $BUCKET_NAME --public-access-block-configuration …",
    ours: UP_02,
    adds: "`audit-trail verify` looks at each of the four, and at the account's own four.",
  },
  {
    id: "put-bucket-policy",
    part: "bucket",
    theirs: "aws s3api put-bucket-policy --bucket $BUCKET_NAME --policy …",
    ours: UP_02,
    adds: "In place before the trail is made; an adopted bucket's own statements stay.",
  },
  {
    id: "create-trail-02",
    part: "trail",
    theirs:
      "aws cloudtrail create-trail --name ch03-security-trail --s3-bucket-name $BUCKET_NAME --is-multi-region-trail --enable-log-file-validation --kms-key-id $KMS_KEY_ARN",
    ours: UP_02,
    adds: "These three are the defaults.",
  },
  {
    id: "start-logging-02",
    part: "trail",
    theirs: "aws cloudtrail start-logging --name ch03-security-trail",
    ours: UP_02,
    adds: "`audit-trail tampering` tells who stops it.",
  },
  {
    id: "status-02",
    part: "trail",
    theirs:
      "aws cloudtrail get-trail-status --name ch03-security-trail --query '{IsLogging:IsLogging,LatestDeliveryTime:LatestDeliveryTime}' --output table",
    ours: "audit-trail verify --trail ch03-security-trail --check encrypted-and-logging,log-delivery",
    adds: "Also whether the latest delivery failed, and with what error.",
  },
  {
    id: "list-buckets",
    part: "detective",
    theirs: "aws s3api list-buckets --query 'Buckets | length(@)' --output text",
    ours: "audit-trail exercise",
    adds: "Does it and finds it again: a run waits until the trail shows each call that it made.",
  },
  {
    id: "describe-instances",
    part: "detective",
    theirs: "aws ec2 describe-instances --query 'Reservations | length(@)' --output text",
    ours: "audit-trail exercise",
    adds: "The same.",
  },
  {
    id: "list-users",
    part: "detective",
    theirs: "aws iam list-users --query 'Users | length(@)' --output text",
    ours: "audit-trail exercise",
    adds: "The same.",
  },
  {
    id: "recent-10",
    part: "detective",
    theirs:
      "aws cloudtrail lookup-events --max-results 10 --query 'Events[].{Time:EventTime,Event:EventName,Source:EventSource}' --output table",
    ours: "audit-trail lookup --max 10",
    adds: "The table is the default.",
  },
  {
    id: "iam-5",
    part: "detective",
    theirs:
      "aws cloudtrail lookup-events --lookup-attributes \"AttributeKey=EventSource,AttributeValue=iam.amazonaws.com\" --max-results 5 --query 'Events[].{Time:EventTime,Event:EventName,User:Username}' --output table",
    ours: "audit-trail lookup --event-source iam --max 5",
    adds: "Asks the Region that records IAM, whatever yours is.",
  },
  {
    id: "detective-exercise",
    part: "detective",
    theirs: "bash lab-02-cloudtrail/scripts/detective-exercise.sh",
    ours: "audit-trail exercise",
    adds: "Seven activities, five questions, a timeline, the checks and a report; everything is taken down again.",
  },
  {
    id: "verify",
    part: "proof",
    theirs: "bash lab-02-cloudtrail/scripts/verify.sh",
    ours: "audit-trail verify --trail ch03-security-trail --key-alias alias/ch03-cloudtrail-key --lab",
    adds: "Judges the policies' content, not that there are some; without --lab some fifty checks.",
  },
  {
    id: "score",
    part: "proof",
    theirs: "bash scripts/mission-status.sh",
    ours: "audit-trail score",
    adds: "Says for each point what would earn it; what could not be read earns none.",
  },
  {
    id: "setup-script-02",
    part: "proof",
    theirs: "bash lab-02-cloudtrail/scripts/setup-cloudtrail.sh",
    ours: UP_02,
    adds: "Again, it changes what differs and nothing else.",
  },
] as const satisfies readonly LabRow[];

export type LabRowId = (typeof labRows)[number]["id"];
