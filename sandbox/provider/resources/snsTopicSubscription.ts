import type { sns } from "@pulumi/aws";
import { unlessMissing } from "../apiErrors";
import { count, flag, json, region, text, unserved } from "../fields";
import { defineRecord } from "../record";
import { isNothing } from "../sameValue";

const gone = ["NotFoundException", "NotFound"];

type Refused = "deliveryPolicy" | "replayPolicy" | "subscriptionRoleArn";

const attributes = {
  filterPolicy: "FilterPolicy",
  filterPolicyScope: "FilterPolicyScope",
  rawMessageDelivery: "RawMessageDelivery",
  redrivePolicy: "RedrivePolicy",
} as const;
type Attribute = keyof typeof attributes;

/** `aws:sns/topicSubscription:TopicSubscription` */
export const topicSubscription = defineRecord<
  sns.TopicSubscriptionArgs,
  sns.TopicSubscription,
  Refused | "confirmationTimeoutInMinutes" | "endpointAutoConfirms"
>({
  type: "aws:sns/topicSubscription:TopicSubscription",
  fields: {
    // Nothing here waits for a confirmation, so that how long to wait makes no difference.
    confirmationTimeoutInMinutes: count({ default: 1, stateOnly: true }),
    deliveryPolicy: unserved(),
    endpoint: text({ required: true, replaces: true }),
    endpointAutoConfirms: flag({ default: false, stateOnly: true }),
    filterPolicy: json(),
    filterPolicyScope: text({ computed: true, oneOf: ["MessageAttributes", "MessageBody"] }),
    protocol: text({
      required: true,
      replaces: true,
      oneOf: ["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"],
    }),
    rawMessageDelivery: flag({ default: false }),
    redrivePolicy: json(),
    region,
    replayPolicy: unserved(),
    subscriptionRoleArn: unserved(),
    topic: text({ required: true, replaces: true }),
  },
  outputs: ["arn", "confirmationWasAuthenticated", "ownerId", "pendingConfirmation"],
  identity: ["topic", "protocol", "endpoint"],

  async create({ aws }, inputs, made) {
    const given = (Object.keys(attributes) as Attribute[]).filter((name) => !isNothing(inputs[name]));
    const { SubscriptionArn } = await (
      await aws.sns()
    ).subscribe({
      TopicArn: inputs.topic,
      Protocol: inputs.protocol,
      Endpoint: inputs.endpoint,
      Attributes: Object.fromEntries(given.map((name) => [attributes[name], String(inputs[name])])),
      ReturnSubscriptionArn: true,
    });
    made(SubscriptionArn ?? "");
  },

  async read({ aws }, id) {
    const asked = (await aws.sns()).getSubscriptionAttributes({ SubscriptionArn: id });
    const found = (await unlessMissing(asked, ...gone))?.Attributes;
    if (!found) return undefined;
    return {
      arn: found.SubscriptionArn ?? id,
      confirmationWasAuthenticated: found.ConfirmationWasAuthenticated === "true",
      endpoint: found.Endpoint ?? "",
      filterPolicy: found.FilterPolicy,
      filterPolicyScope: found.FilterPolicyScope ?? "",
      ownerId: found.Owner ?? "",
      pendingConfirmation: found.PendingConfirmation === "true",
      protocol: found.Protocol ?? "",
      rawMessageDelivery: found.RawMessageDelivery === "true",
      redrivePolicy: found.RedrivePolicy,
      topic: found.TopicArn ?? "",
    };
  },

  async update({ aws }, id, { changed, inputs }) {
    const client = await aws.sns();
    for (const name of Object.keys(attributes) as Attribute[]) {
      if (!changed(name)) continue;
      await client.setSubscriptionAttributes({
        SubscriptionArn: id,
        AttributeName: attributes[name],
        AttributeValue: String(inputs[name] ?? ""),
      });
    }
  },

  async remove({ aws }, SubscriptionArn) {
    await unlessMissing((await aws.sns()).unsubscribe({ SubscriptionArn }), ...gone);
  },
});
