import type { sns } from "@pulumi/aws";
import { unlessMissing } from "../apiErrors";
import { count, flag, json, region, text, textMap, unserved } from "../fields";
import { defineRecord, type Call } from "../record";
import { isNothing } from "../sameValue";
import { tagList, tagMap } from "../tags";

const gone = ["NotFoundException", "NotFound"];

/** Outputs of inputs that are refused, and so never hold anything. */
type Refused =
  | "archivePolicy"
  | "contentBasedDeduplication"
  | `${"application" | "firehose" | "http" | "lambda" | "sqs"}${
      "FailureFeedbackRoleArn" | "SuccessFeedbackRoleArn" | "SuccessFeedbackSampleRate"}`;

// The attribute that each input is; the API takes and gives all of them as text.
const attributes = {
  deliveryPolicy: "DeliveryPolicy",
  displayName: "DisplayName",
  kmsMasterKeyId: "KmsMasterKeyId",
  policy: "Policy",
  signatureVersion: "SignatureVersion",
  tracingConfig: "TracingConfig",
} as const;
type Attribute = keyof typeof attributes;

/** `aws:sns/topic:Topic` (standard topics) */
export const topic = defineRecord<sns.TopicArgs, sns.Topic, Refused>({
  type: "aws:sns/topic:Topic",
  fields: {
    applicationFailureFeedbackRoleArn: unserved(),
    applicationSuccessFeedbackRoleArn: unserved(),
    applicationSuccessFeedbackSampleRate: unserved(),
    archivePolicy: unserved(),
    contentBasedDeduplication: unserved(),
    deliveryPolicy: json(),
    displayName: text(),
    fifoThroughputScope: unserved(),
    fifoTopic: flag({ default: false, replaces: true, oneOf: [false] }),
    firehoseFailureFeedbackRoleArn: unserved(),
    firehoseSuccessFeedbackRoleArn: unserved(),
    firehoseSuccessFeedbackSampleRate: unserved(),
    httpFailureFeedbackRoleArn: unserved(),
    httpSuccessFeedbackRoleArn: unserved(),
    httpSuccessFeedbackSampleRate: unserved(),
    kmsMasterKeyId: text(),
    lambdaFailureFeedbackRoleArn: unserved(),
    lambdaSuccessFeedbackRoleArn: unserved(),
    lambdaSuccessFeedbackSampleRate: unserved(),
    name: text({ replaces: true }),
    namePrefix: unserved("use name"),
    policy: json({ computed: true }),
    region,
    signatureVersion: count({ computed: true, oneOf: [1, 2] }),
    sqsFailureFeedbackRoleArn: unserved(),
    sqsSuccessFeedbackRoleArn: unserved(),
    sqsSuccessFeedbackSampleRate: unserved(),
    tags: textMap(),
    tracingConfig: text({ computed: true, oneOf: ["Active", "PassThrough"] }),
  },
  outputs: ["arn", "beginningArchiveTime", "owner"],
  autoName: { input: "name", maxLength: 256 },
  identity: ["name"],

  async create({ aws }, inputs, made) {
    const given = (Object.keys(attributes) as Attribute[]).filter((name) => !isNothing(inputs[name]));
    const { TopicArn } = await (
      await aws.sns()
    ).createTopic({
      Name: inputs.name,
      Attributes: Object.fromEntries(given.map((name) => [attributes[name], String(inputs[name])])),
      ...(!isNothing(inputs.tags) && { Tags: tagList(inputs.tags ?? {}) }),
    });
    made(TopicArn ?? "");
  },

  async read({ aws }, id) {
    const client = await aws.sns();
    const found = (await unlessMissing(client.getTopicAttributes({ TopicArn: id }), ...gone))?.Attributes;
    if (!found) return undefined;
    const { Tags } = await client.listTagsForResource({ ResourceArn: id });
    return {
      arn: found.TopicArn ?? id,
      beginningArchiveTime: "",
      deliveryPolicy: found.DeliveryPolicy,
      displayName: found.DisplayName,
      fifoThroughputScope: "",
      fifoTopic: found.FifoTopic === "true",
      kmsMasterKeyId: found.KmsMasterKeyId,
      name: id.replace(/^.*:/, ""),
      namePrefix: "",
      owner: found.Owner ?? "",
      policy: found.Policy ?? "",
      signatureVersion: Number(found.SignatureVersion ?? 1),
      tags: tagMap(Tags),
      tracingConfig: found.TracingConfig ?? "",
    };
  },

  async update({ aws }, id, { changed, inputs }) {
    const client = await aws.sns();
    for (const name of Object.keys(attributes) as Attribute[]) {
      if (!changed(name)) continue;
      await client.setTopicAttributes({
        TopicArn: id,
        AttributeName: attributes[name],
        AttributeValue: String(inputs[name] ?? ""),
      });
    }
  },

  async tag({ aws }, ResourceArn, { set, unset }) {
    const client = await aws.sns();
    if (unset.length > 0) await client.untagResource({ ResourceArn, TagKeys: unset });
    if (!isNothing(set)) await client.tagResource({ ResourceArn, Tags: tagList(set) });
  },

  async remove({ aws }, TopicArn) {
    await unlessMissing((await aws.sns()).deleteTopic({ TopicArn }), ...gone);
  },
});

/** `aws:sns/topicPolicy:TopicPolicy` */
export const topicPolicy = defineRecord<sns.TopicPolicyArgs, sns.TopicPolicy>({
  type: "aws:sns/topicPolicy:TopicPolicy",
  fields: { arn: text({ required: true, replaces: true }), policy: json({ required: true }), region },
  outputs: ["owner"],
  identity: ["arn"],
  async create(call, { arn, policy }, made) {
    await putPolicy(call, arn, policy);
    made(arn);
  },
  async read({ aws }, id) {
    const asked = (await aws.sns()).getTopicAttributes({ TopicArn: id });
    const found = (await unlessMissing(asked, ...gone))?.Attributes;
    return found?.Policy ? { arn: id, owner: found.Owner ?? "", policy: found.Policy } : undefined;
  },
  async update(call, id, { inputs }) {
    await putPolicy(call, id, inputs.policy);
  },
  // A topic always has a policy: without this one it has the one AWS gives to a new topic.
  async remove(call, id) {
    await unlessMissing(putPolicy(call, id, defaultTopicPolicy(id)), ...gone);
  },
});

async function putPolicy({ aws }: Call, TopicArn: string, AttributeValue: string): Promise<void> {
  await (await aws.sns()).setTopicAttributes({ TopicArn, AttributeName: "Policy", AttributeValue });
}

/** The policy of a topic made without one: its account may do everything with it (Amazon SNS, "Using default policies"). */
function defaultTopicPolicy(topicArn: string): string {
  const actions =
    "GetTopicAttributes SetTopicAttributes AddPermission RemovePermission DeleteTopic Subscribe ListSubscriptionsByTopic Publish";
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: actions.split(" ").map((action) => `SNS:${action}`),
        Resource: topicArn,
        Condition: { StringEquals: { "AWS:SourceOwner": topicArn.split(":")[4] } },
      },
    ],
  });
}
