import { policyDocument, type PolicyDocument, type PolicyStatement } from "./policyDocument";

/** What the policies around alarms have to know: enough to compute every ARN before anything exists. */
export interface AlarmIdentity {
  partition: string;
  accountId: string;
  region: string;
  /** What the names of rules, alarms, topic and queues begin with. */
  namePrefix: string;
  eventBusName: string;
}

/** The topic that all alerts go to. */
export function alertTopicName(namePrefix: string): string {
  return `${namePrefix}-alerts`;
}

/** The statements of a key made for the topic of alerts and the queue behind it alone. */
export function alertKeyStatements(identity: AlarmIdentity): PolicyStatement[] {
  return [
    {
      Sid: "AccountAdministersKey",
      Effect: "Allow",
      Principal: { AWS: `arn:${identity.partition}:iam::${identity.accountId}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    ...alertTopicKeyStatements(topicArn(identity), identity.accountId),
  ];
}

/** What a key needs in its policy to encrypt a topic of alerts and the queue behind it. */
export function alertTopicKeyStatements(topic: string, accountId: string): PolicyStatement[] {
  const use = { Action: ["kms:GenerateDataKey*", "kms:Decrypt"], Resource: "*" };
  return [
    // No aws:SourceArn and no aws:SourceAccount: EventBridge publishes to no topic whose key asks for them.
    // Source: Amazon SNS developer guide, "Managing Amazon SNS encryption keys and costs".
    {
      Sid: "EventsAndAlarmsPublish",
      Effect: "Allow",
      Principal: { Service: ["events.amazonaws.com", "cloudwatch.amazonaws.com"] },
      ...use,
      Condition: { StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": topic } },
    },
    // SNS hands the alerts on to the queue.
    {
      Sid: "AlertTopicDelivers",
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      ...use,
      Condition: {
        ArnEquals: { "aws:SourceArn": topic },
        StringEquals: { "aws:SourceAccount": accountId },
      },
    },
  ];
}

/** Lets the rules and alarms of one prefix publish to the topic, and nobody without TLS. */
export function alertTopicPolicy(identity: AlarmIdentity): PolicyDocument {
  const { partition, region, accountId, namePrefix } = identity;
  const topic = topicArn(identity);
  return policyDocument([
    {
      Sid: "RulesPublish",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topic,
      Condition: { ArnLike: { "aws:SourceArn": ruleArns(identity) } },
    },
    {
      Sid: "AlarmsPublish",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topic,
      Condition: {
        ArnLike: {
          "aws:SourceArn": `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${namePrefix}-*`,
        },
        StringEquals: { "aws:SourceAccount": accountId },
      },
    },
    onlyOverTls("sns:Publish", topic),
  ]);
}

/** Lets the topic put alerts into the queue, and nobody without TLS. */
export function alertQueuePolicy(identity: AlarmIdentity, queueArn: string): PolicyDocument {
  return policyDocument([topicSends(identity, queueArn), onlyOverTls("sqs:*", queueArn)]);
}

/** Lets rules and topic leave here what they could not deliver. */
export function undeliveredQueuePolicy(identity: AlarmIdentity, queueArn: string): PolicyDocument {
  return policyDocument([
    {
      Sid: "RulesLeaveUndelivered",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queueArn,
      Condition: { ArnLike: { "aws:SourceArn": ruleArns(identity) } },
    },
    topicSends(identity, queueArn),
    onlyOverTls("sqs:*", queueArn),
  ]);
}

function topicSends(identity: AlarmIdentity, queueArn: string): PolicyStatement {
  return {
    Sid: "TopicSends",
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queueArn,
    Condition: { ArnEquals: { "aws:SourceArn": topicArn(identity) } },
  };
}

function onlyOverTls(action: string, resource: string): PolicyStatement {
  return {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: action,
    Resource: resource,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

function topicArn({ partition, region, accountId, namePrefix }: AlarmIdentity): string {
  return `arn:${partition}:sns:${region}:${accountId}:${alertTopicName(namePrefix)}`;
}

/** The ARNs of one prefix's rules: a list of all would outgrow a policy. */
function ruleArns({ partition, region, accountId, namePrefix, eventBusName }: AlarmIdentity): string {
  const bus = eventBusName === "default" ? "" : `${eventBusName}/`;
  return `arn:${partition}:events:${region}:${accountId}:rule/${bus}${namePrefix}-*`;
}
