import type { sqs } from "@pulumi/aws";
import type { QueueAttributeName } from "@aws-sdk/client-sqs";
import { unlessMissing } from "../apiErrors";
import { count, flag, json, region, text, textMap, unserved } from "../fields";
import { defineRecord, type Call } from "../record";
import { isNothing } from "../sameValue";

const gone = ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"];

// The attribute that each input is; the API takes and gives all of them as text.
const attributes = {
  delaySeconds: "DelaySeconds",
  kmsDataKeyReusePeriodSeconds: "KmsDataKeyReusePeriodSeconds",
  kmsMasterKeyId: "KmsMasterKeyId",
  maxMessageSize: "MaximumMessageSize",
  messageRetentionSeconds: "MessageRetentionPeriod",
  policy: "Policy",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
  redriveAllowPolicy: "RedriveAllowPolicy",
  redrivePolicy: "RedrivePolicy",
  sqsManagedSseEnabled: "SqsManagedSseEnabled",
  visibilityTimeoutSeconds: "VisibilityTimeout",
} as const satisfies Record<string, QueueAttributeName>;
type Attribute = keyof typeof attributes;

/** `aws:sqs/queue:Queue` (standard queues); its id is its URL. */
export const queue = defineRecord<
  sqs.QueueArgs,
  sqs.Queue,
  "contentBasedDeduplication" | "deduplicationScope" | "fifoThroughputLimit"
>({
  type: "aws:sqs/queue:Queue",
  fields: {
    contentBasedDeduplication: unserved(),
    deduplicationScope: unserved(),
    delaySeconds: count({ default: 0 }),
    fifoQueue: flag({ default: false, replaces: true, oneOf: [false] }),
    fifoThroughputLimit: unserved(),
    kmsDataKeyReusePeriodSeconds: count({ computed: true }),
    kmsMasterKeyId: text(),
    maxMessageSize: count({ computed: true }),
    messageRetentionSeconds: count({ default: 345_600 }),
    name: text({ replaces: true }),
    namePrefix: unserved("use name"),
    policy: json({ computed: true }),
    receiveWaitTimeSeconds: count({ default: 0 }),
    redriveAllowPolicy: json({ computed: true }),
    redrivePolicy: json(),
    region,
    sqsManagedSseEnabled: flag({ computed: true }),
    tags: textMap(),
    visibilityTimeoutSeconds: count({ default: 30 }),
  },
  outputs: ["arn", "url"],
  autoName: { input: "name", maxLength: 80 },
  identity: ["name"],

  async create({ aws }, inputs, made) {
    const given = (Object.keys(attributes) as Attribute[]).filter((name) => !isNothing(inputs[name]));
    const { QueueUrl } = await (
      await aws.sqs()
    ).createQueue({
      QueueName: inputs.name,
      Attributes: Object.fromEntries(given.map((name) => [attributes[name], String(inputs[name])])),
      ...(!isNothing(inputs.tags) && { tags: inputs.tags }),
    });
    made(QueueUrl ?? "");
  },

  async read({ aws }, id) {
    const client = await aws.sqs();
    const asked = client.getQueueAttributes({ QueueUrl: id, AttributeNames: ["All"] });
    const found = (await unlessMissing(asked, ...gone))?.Attributes;
    if (!found) return undefined;
    const { Tags } = await client.listQueueTags({ QueueUrl: id });
    return {
      arn: found.QueueArn ?? "",
      delaySeconds: Number(found.DelaySeconds ?? 0),
      fifoQueue: found.FifoQueue === "true",
      kmsDataKeyReusePeriodSeconds: Number(found.KmsDataKeyReusePeriodSeconds ?? 300),
      kmsMasterKeyId: found.KmsMasterKeyId,
      maxMessageSize: Number(found.MaximumMessageSize ?? 0),
      messageRetentionSeconds: Number(found.MessageRetentionPeriod ?? 0),
      name: (found.QueueArn ?? "").replace(/^.*:/, ""),
      namePrefix: "",
      policy: found.Policy ?? "",
      receiveWaitTimeSeconds: Number(found.ReceiveMessageWaitTimeSeconds ?? 0),
      redriveAllowPolicy: found.RedriveAllowPolicy ?? "",
      redrivePolicy: found.RedrivePolicy ?? "",
      sqsManagedSseEnabled: found.SqsManagedSseEnabled === "true",
      tags: Tags,
      url: id,
      visibilityTimeoutSeconds: Number(found.VisibilityTimeout ?? 0),
    };
  },

  async update({ aws }, QueueUrl, { changed, inputs }) {
    const given = (Object.keys(attributes) as Attribute[]).filter((name) => changed(name));
    if (given.length === 0) return;
    await (
      await aws.sqs()
    ).setQueueAttributes({
      QueueUrl,
      Attributes: Object.fromEntries(given.map((name) => [attributes[name], String(inputs[name] ?? "")])),
    });
  },

  async tag({ aws }, QueueUrl, { set, unset }) {
    const client = await aws.sqs();
    if (unset.length > 0) await client.untagQueue({ QueueUrl, TagKeys: unset });
    if (!isNothing(set)) await client.tagQueue({ QueueUrl, Tags: set });
  },

  async remove({ aws }, QueueUrl) {
    await unlessMissing((await aws.sqs()).deleteQueue({ QueueUrl }), ...gone);
  },
});

/** `aws:sqs/queuePolicy:QueuePolicy` */
export const queuePolicy = defineRecord<sqs.QueuePolicyArgs, sqs.QueuePolicy>({
  type: "aws:sqs/queuePolicy:QueuePolicy",
  fields: { policy: json({ required: true }), queueUrl: text({ required: true, replaces: true }), region },
  outputs: [],
  identity: ["queueUrl"],
  async create(call, { policy, queueUrl }, made) {
    await putPolicy(call, queueUrl, policy);
    made(queueUrl);
  },
  async read({ aws }, id) {
    const asked = (await aws.sqs()).getQueueAttributes({ QueueUrl: id, AttributeNames: ["Policy"] });
    const found = (await unlessMissing(asked, ...gone))?.Attributes;
    return found?.Policy ? { policy: found.Policy, queueUrl: id } : undefined;
  },
  async update(call, id, { inputs }) {
    await putPolicy(call, id, inputs.policy);
  },
  async remove(call, id) {
    await unlessMissing(putPolicy(call, id, ""), ...gone);
  },
});

async function putPolicy({ aws }: Call, QueueUrl: string, Policy: string): Promise<void> {
  await (await aws.sqs()).setQueueAttributes({ QueueUrl, Attributes: { Policy } });
}
