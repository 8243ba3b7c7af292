import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { S3 } from "@aws-sdk/client-s3";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import type { Target } from "../../harness";

/** Clients of the target's root, for looking at and tampering with what a stack made. */
export function rootClients({ region, credentials, endpoint }: Target) {
  const config = { region, credentials, ...(endpoint && { endpoint }) };
  return {
    cloudTrail: new CloudTrail(config),
    cloudWatch: new CloudWatch(config),
    eventBridge: new EventBridge(config),
    logs: new CloudWatchLogs(config),
    iam: new IAM(config),
    kms: new KMS(config),
    s3: new S3({ ...config, forcePathStyle: true }),
    sns: new SNS(config),
    sqs: new SQS({ ...config, useQueueUrlAsEndpoint: false }),
  };
}

/** What lies in the account, listed by API; a key that waits for its deletion is gone as far as it can be. */
export async function leftovers({
  cloudTrail,
  cloudWatch,
  eventBridge,
  logs,
  iam,
  kms,
  s3,
  sns,
  sqs,
}: ReturnType<typeof rootClients>): Promise<string[]> {
  const { Trails = [] } = await cloudTrail.listTrails({});
  const { logGroups = [] } = await logs.describeLogGroups({});
  const { Roles = [] } = await iam.listRoles({});
  const { Users = [] } = await iam.listUsers({});
  const { Aliases = [] } = await kms.listAliases({});
  const { Keys = [] } = await kms.listKeys({});
  const keys = await Promise.all(Keys.map(({ KeyId }) => kms.describeKey({ KeyId })));
  const { Buckets = [] } = await s3.listBuckets({});
  const { Topics = [] } = await sns.listTopics({});
  const { Subscriptions = [] } = await sns.listSubscriptions({});
  const { Rules = [] } = await eventBridge.listRules({});
  const { MetricAlarms = [] } = await cloudWatch.describeAlarms({});
  const { QueueUrls = [] } = await sqs.listQueues({});
  return [
    ...Trails.map(({ Name }) => `trail ${Name}`),
    ...logGroups.map(({ logGroupName }) => `log group ${logGroupName}`),
    ...Roles.map(({ RoleName }) => `role ${RoleName}`),
    ...Users.map(({ UserName }) => `user ${UserName}`),
    ...Aliases.filter(({ AliasName = "" }) => !AliasName.startsWith("alias/aws/")).map(
      ({ AliasName }) => AliasName ?? "",
    ),
    ...keys
      .flatMap(({ KeyMetadata }) => KeyMetadata ?? [])
      .filter(({ KeyManager, KeyState }) => KeyManager !== "AWS" && KeyState !== "PendingDeletion")
      .map(({ KeyId }) => `key ${KeyId}`),
    ...Buckets.map(({ Name }) => `bucket ${Name}`),
    ...Topics.map(({ TopicArn }) => `topic ${TopicArn}`),
    ...Subscriptions.map(({ Endpoint }) => `subscription of ${Endpoint}`),
    ...Rules.map(({ Name }) => `rule ${Name}`),
    ...MetricAlarms.map(({ AlarmName }) => `alarm ${AlarmName}`),
    ...QueueUrls.map((url) => `queue ${url}`),
  ];
}
