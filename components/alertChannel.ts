import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { CheckedTrailAlarms } from "./checkTrailAlarmsArgs";
import {
  alertKeyStatements,
  alertQueuePolicy,
  alertTopicName,
  alertTopicPolicy,
  undeliveredQueuePolicy,
  type AlarmIdentity,
} from "./policies/alarmPolicies";
import { policyDocument } from "./policies/policyDocument";

/** Everything the parts of a TrailAlarms have in common. */
export interface AlarmWiring {
  name: string;
  args: CheckedTrailAlarms;
  parent: pulumi.Resource;
  identity: pulumi.Output<AlarmIdentity>;
}

/** The way from a rule or an alarm to somebody. */
export interface AlertChannel {
  /** The topic's ARN, known once rules and alarms may publish to it. */
  topicArn: pulumi.Output<string>;
  /** The key's ARN; empty without one. */
  keyArn: pulumi.Output<string>;
  queue: aws.sqs.Queue | undefined;
  /** Where alerts go that could not be delivered, known once they may. */
  undelivered: { arn: pulumi.Output<string>; name: pulumi.Output<string>; url: pulumi.Output<string> };
}

const day = 86_400;
const longestRetentionDays = 14;

/** Creates the key, the topic, the queues and the subscriptions. */
export function createAlertChannel(wiring: AlarmWiring): AlertChannel {
  const { name, args, parent, identity } = wiring;
  const { namePrefix, tags } = args;
  const keyArn = args.withoutKey ? undefined : (args.keyArn ?? createKey(wiring));
  const topic = new aws.sns.Topic(
    `${name}-topic`,
    {
      name: alertTopicName(namePrefix),
      displayName: namePrefix,
      kmsMasterKeyId: keyArn,
      tags,
    },
    { parent },
  );
  const policy = new aws.sns.TopicPolicy(
    `${name}-topic-policy`,
    { arn: topic.arn, policy: pulumi.jsonStringify(identity.apply(alertTopicPolicy)) },
    { parent },
  );
  const undelivered = createUndeliveredQueue(wiring);
  const queue = args.queue && createQueue(wiring, topic, keyArn, undelivered.arn);
  subscribe(wiring, topic, undelivered.arn);
  return {
    topicArn: pulumi.all([topic.arn, policy.id]).apply(([arn]) => arn),
    keyArn: pulumi.output(keyArn ?? ""),
    queue,
    undelivered,
  };
}

function createKey({ name, args, parent, identity }: AlarmWiring): pulumi.Output<string> {
  const key = new aws.kms.Key(
    `${name}-key`,
    {
      description: `Encrypts the alerts of ${args.namePrefix}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: pulumi.jsonStringify(identity.apply((known) => policyDocument(alertKeyStatements(known)))),
      tags: args.tags,
    },
    { parent },
  );
  new aws.kms.Alias(
    `${name}-alias`,
    { name: `alias/${alertTopicName(args.namePrefix)}`, targetKeyId: key.keyId },
    { parent },
  );
  return key.arn;
}

/** Creates the queue of last resort; it takes no key, so that what a disabled key keeps from the topic arrives here. */
function createUndeliveredQueue({ name, args, parent, identity }: AlarmWiring): AlertChannel["undelivered"] {
  const queue = new aws.sqs.Queue(
    `${name}-undelivered`,
    {
      name: `${args.namePrefix}-undelivered`,
      messageRetentionSeconds: longestRetentionDays * day,
      sqsManagedSseEnabled: true,
      tags: args.tags,
    },
    { parent },
  );
  const policy = new aws.sqs.QueuePolicy(
    `${name}-undelivered-policy`,
    {
      queueUrl: queue.url,
      policy: pulumi.jsonStringify(
        pulumi.all([identity, queue.arn]).apply(([known, arn]) => undeliveredQueuePolicy(known, arn)),
      ),
    },
    { parent },
  );
  const arn = pulumi.all([queue.arn, policy.id]).apply(([known]) => known);
  return { arn, name: queue.name, url: queue.url };
}

function createQueue(
  { name, args, parent, identity }: AlarmWiring,
  topic: aws.sns.Topic,
  keyArn: pulumi.Input<string> | undefined,
  undelivered: pulumi.Output<string>,
): aws.sqs.Queue {
  const queue = new aws.sqs.Queue(
    `${name}-queue`,
    {
      name: alertTopicName(args.namePrefix),
      messageRetentionSeconds: (args.queue?.retentionDays ?? longestRetentionDays) * day,
      ...(keyArn === undefined ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: keyArn }),
      redrivePolicy: redrive(undelivered, { maxReceiveCount: 5 }),
      tags: args.tags,
    },
    { parent },
  );
  const policy = new aws.sqs.QueuePolicy(
    `${name}-queue-policy`,
    {
      queueUrl: queue.url,
      policy: pulumi.jsonStringify(
        pulumi.all([identity, queue.arn]).apply(([known, arn]) => alertQueuePolicy(known, arn)),
      ),
    },
    { parent },
  );
  new aws.sns.TopicSubscription(
    `${name}-queue-subscription`,
    {
      topic: topic.arn,
      protocol: "sqs",
      endpoint: pulumi.all([queue.arn, policy.id]).apply(([arn]) => arn),
      rawMessageDelivery: true,
      redrivePolicy: redrive(undelivered),
    },
    { parent },
  );
  return queue;
}

/** Subscribes whom the arguments name; SNS tries mail again by itself and has no dead-letter queue for it. */
function subscribe(
  { name, args, parent }: AlarmWiring,
  topic: aws.sns.Topic,
  undelivered: pulumi.Output<string>,
): void {
  args.subscriptions?.forEach(({ protocol, endpoint }, index) => {
    new aws.sns.TopicSubscription(
      `${name}-subscription-${index + 1}`,
      {
        topic: topic.arn,
        protocol,
        endpoint,
        ...(["https", "lambda", "sqs"].includes(protocol) && { redrivePolicy: redrive(undelivered) }),
      },
      { parent },
    );
  });
}

function redrive(deadLetterTargetArn: pulumi.Output<string>, more: object = {}): pulumi.Output<string> {
  return pulumi.jsonStringify({ deadLetterTargetArn, ...more });
}
