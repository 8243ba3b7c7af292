import assert from "node:assert/strict";
import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import {
  alertKeyStatements,
  alertQueuePolicy,
  alertTopicPolicy,
  undeliveredQueuePolicy,
} from "../../../components/policies/alarmPolicies";
import { policyDocument, type PolicyDocument } from "../../../components/policies/policyDocument";

const identity = {
  partition: "aws",
  accountId: "111122223333",
  region: "eu-central-1",
  namePrefix: "sec",
  eventBusName: "default",
};
const topic = "arn:aws:sns:eu-central-1:111122223333:sec-alerts";
const queue = "arn:aws:sqs:eu-central-1:111122223333:sec-alerts";
const key = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555";
const rule = "arn:aws:events:eu-central-1:111122223333:rule/sec-stopped";
const alarm = "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:sec-cis-3-root-use";
const [events, cloudwatch, sns] = ["events", "cloudwatch", "sns"].map((name) => `${name}.amazonaws.com`);
const [yes, no, never] = ["Allowed", "ImplicitlyDenied", "ExplicitlyDenied"];

type Case = [says: string, principal: string | undefined, action: string, context: object, expected?: string];

/** Evaluates each case; a key of an encryption context is taken for a principal tag, which the evaluator knows. */
async function judge(resourcePolicy: PolicyDocument, resource: string, cases: readonly Case[]) {
  for (const [says, principal = "", action, context, expected] of cases) {
    const simulation = {
      request: {
        principal,
        action,
        resource: { resource, accountId: "111122223333" },
        contextVariables: context,
      },
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      identityPolicies: [],
      resourcePolicy,
    };
    const renamed = JSON.stringify(simulation).replace(
      /kms:EncryptionContext:([\w:]+)/g,
      (_, name: string) => `aws:PrincipalTag/${name.replaceAll(":", "-")}`,
    );
    const result = await runSimulation(JSON.parse(renamed) as Simulation, {});
    assert.ok(result.resultType === "single", JSON.stringify(result));
    assert.equal(result.overallResult, expected, says);
  }
}

const tls = { "aws:SecureTransport": "true" };
const ofAccount = { "aws:SourceAccount": "111122223333" };

describe("the policies around alarms, evaluated", () => {
  it("to the topic publish the rules and alarms of this prefix, account and Region, over TLS", () =>
    judge(alertTopicPolicy(identity), topic, [
      ["a rule", events, "sns:Publish", { ...tls, "aws:SourceArn": rule }, yes],
      [
        "a rule of another prefix",
        events,
        "sns:Publish",
        { ...tls, "aws:SourceArn": rule.replace("sec-", "dev-") },
        no,
      ],
      [
        "another account's rule",
        events,
        "sns:Publish",
        { ...tls, "aws:SourceArn": rule.replace("1111", "4444") },
        no,
      ],
      [
        "a rule of a bus",
        events,
        "sns:Publish",
        { ...tls, "aws:SourceArn": rule.replace("rule/", "rule/bus/") },
        no,
      ],
      ["no source", events, "sns:Publish", { ...tls, "aws:SourceArn": "" }, no],
      [
        "without TLS",
        events,
        "sns:Publish",
        { "aws:SecureTransport": "false", "aws:SourceArn": rule },
        never,
      ],
      ["an alarm", cloudwatch, "sns:Publish", { ...tls, ...ofAccount, "aws:SourceArn": alarm }, yes],
      [
        "a rule's ARN of an alarm",
        cloudwatch,
        "sns:Publish",
        { ...tls, ...ofAccount, "aws:SourceArn": rule },
        no,
      ],
      ["another service", "s3.amazonaws.com", "sns:Publish", { ...tls, "aws:SourceArn": rule }, no],
      ["a rule that subscribes", events, "sns:Subscribe", { ...tls, "aws:SourceArn": rule }, no],
    ]));

  it("on a custom bus, that bus's rules alone", () =>
    judge(alertTopicPolicy({ ...identity, eventBusName: "bus" }), topic, [
      [
        "its rule",
        events,
        "sns:Publish",
        { ...tls, "aws:SourceArn": rule.replace("rule/", "rule/bus/") },
        yes,
      ],
      ["the default bus's", events, "sns:Publish", { ...tls, "aws:SourceArn": rule }, no],
    ]));

  it("into the queue puts the topic; what it could not deliver, the rules too", async () => {
    const bySns: Case = ["the topic", sns, "sqs:SendMessage", { ...tls, "aws:SourceArn": topic }, yes];
    const byRule = (expected: string | undefined): Case => [
      "a rule",
      events,
      "sqs:SendMessage",
      { ...tls, "aws:SourceArn": rule },
      expected,
    ];
    const others: Case[] = [
      ["another topic", sns, "sqs:SendMessage", { ...tls, "aws:SourceArn": `${topic}-2` }, no],
      ["the topic, to read", sns, "sqs:ReceiveMessage", { ...tls, "aws:SourceArn": topic }, no],
      [
        "without TLS",
        sns,
        "sqs:SendMessage",
        { "aws:SecureTransport": "false", "aws:SourceArn": topic },
        never,
      ],
    ];
    await judge(alertQueuePolicy(identity, queue), queue, [bySns, byRule(no), ...others]);
    await judge(undeliveredQueuePolicy(identity, queue), queue, [bySns, byRule(yes), ...others]);
  });

  it("the key is used for this topic; EventBridge names no source, which its key policies cannot ask for", () => {
    const context = { "kms:EncryptionContext:aws:sns:topicArn": topic };
    return judge(policyDocument(alertKeyStatements(identity)), key, [
      ["EventBridge", events, "kms:GenerateDataKey", context, yes],
      ["EventBridge, to decrypt", events, "kms:Decrypt", context, yes],
      ["CloudWatch", cloudwatch, "kms:GenerateDataKey", context, yes],
      [
        "for another topic",
        events,
        "kms:Decrypt",
        { "kms:EncryptionContext:aws:sns:topicArn": `${topic}-2` },
        no,
      ],
      ["for something else", events, "kms:Decrypt", {}, no],
      ["the topic for its queue", sns, "kms:GenerateDataKey", { ...ofAccount, "aws:SourceArn": topic }, yes],
      ["another topic", sns, "kms:Decrypt", { ...ofAccount, "aws:SourceArn": `${topic}-2` }, no],
      ["an action of administrators", events, "kms:PutKeyPolicy", context, no],
    ]);
  });
});
