import assert from "node:assert/strict";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { AuditTrail, TrailAlarms, type TrailAlarmsArgs } from "../../../components";
import { plainText } from "../../../components/alertMessage";
import { checkTrailAlarmsArgs } from "../../../components/checkTrailAlarmsArgs";
import { globalRegion, waitsForGlobalEvents } from "../../../components/globalEvents";
import { alarmRules } from "../../../detective/sigma/alarms/alarmRules";
import { loadRules } from "../../../detective/sigma/load/loadRules";
import { record, valueOf, type MockAccount } from "../../support/recorder";

const stopped = {
  name: "trail-stopped",
  title: "The trail <was> \n stopped",
  level: "high",
  eventPattern: '{"source":["aws.cloudtrail"],"detail":{"eventName":["StopLogging"]}}',
};
const root = { name: "root-use", title: "Root was used", pattern: '{ $.userIdentity.type = "Root" }' };
const make = (args: TrailAlarmsArgs, account?: MockAccount) =>
  record((opts) => new TrailAlarms("alarms", args, opts), account);
const topicArn = "arn:aws:sns:eu-central-1:111122223333:alarms-topic";

/** The problems of wrong inputs, each as its path and the sentence. */
async function problemsOf(args: TrailAlarmsArgs): Promise<string[]> {
  try {
    await make(args);
  } catch (error) {
    assert.ok(pulumi.InputPropertiesError.isInstance(error), String(error));
    return error.message
      .split("\n")
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
}

describe("TrailAlarms", () => {
  it("a rule tells the topic in a few words, and the queue of last resort what the topic does not take", async () => {
    const recording = await make({ eventRules: [stopped], queue: {} });
    assert.deepEqual(recording.only("EventRule").inputs, {
      name: "alarms-trail-stopped",
      description: "The trail was stopped",
      eventBusName: "default",
      eventPattern: stopped.eventPattern,
      state: "ENABLED",
    });
    const { inputTransformer, ...target } = recording.only("EventTarget").inputs as {
      inputTransformer: { inputPaths: Record<string, string>; inputTemplate: string };
    };
    assert.deepEqual(target, {
      rule: "alarms-trail-stopped",
      eventBusName: "default",
      targetId: "alerts",
      arn: topicArn,
      deadLetterConfig: { arn: "arn:aws:sqs:eu-central-1:111122223333:alarms-undelivered" },
    });
    const alert = JSON.parse(inputTransformer.inputTemplate) as Record<string, string>;
    assert.deepEqual(
      { alert: alert.alert, level: alert.level, rule: alert.rule, call: alert.call, event: alert.event },
      {
        alert: "The trail was stopped",
        level: "high",
        rule: "alarms-trail-stopped",
        call: "<call>",
        event: "<event>",
      },
    );
    const placeholders = [...inputTransformer.inputTemplate.matchAll(/<(\w+)>/g)].map(([, name]) => name);
    assert.deepEqual(placeholders.sort(), Object.keys(inputTransformer.inputPaths).sort());
    assert.deepEqual(recording.warnings, []);
  });

  it("cuts a long text between its letters, and takes out what is no letter of a line", () => {
    assert.equal(plainText("a<b>\u0007\n c "), "ab c");
    assert.equal(plainText("\u{1f512}".repeat(4), 3), "\u{1f512}\u{1f512}…");
  });

  it("a rule about reads hears reads", async () => {
    const recording = await make({ eventRules: [{ ...stopped, readOnlyEvents: true }], queue: {} });
    assert.equal(recording.only("EventRule").inputs.state, "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
  });

  it("a metric filter rings at its first event, and its alarm tells the topic", async () => {
    const recording = await make({ metricFilters: [root], logGroupName: "/cloudtrail/audit", queue: {} });
    assert.deepEqual(recording.only("LogMetricFilter").inputs, {
      name: "alarms-root-use",
      logGroupName: "/cloudtrail/audit",
      pattern: root.pattern,
      metricTransformation: { name: "alarms-root-use", namespace: "CloudTrailAlarms", value: "1" },
    });
    const alarm = recording.all("MetricAlarm").find(({ name }) => name === "alarms-root-use-alarm");
    assert.deepEqual(alarm?.inputs, {
      name: "alarms-root-use",
      alarmDescription: "Root was used",
      namespace: "CloudTrailAlarms",
      metricName: "alarms-root-use",
      statistic: "Sum",
      threshold: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      period: 300,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
      alarmActions: [topicArn],
    });
  });

  it("an alarm watches the queue of last resort, unless that is not wanted", async () => {
    const alarm = (await make({ eventRules: [stopped], queue: {} })).only("MetricAlarm").inputs;
    assert.deepEqual(
      [alarm.namespace, alarm.metricName, alarm.dimensions, alarm.alarmActions],
      ["AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName: "alarms-undelivered" }, [topicArn]],
    );
    const without = await make({ eventRules: [stopped], queue: {}, withoutDeliveryAlarm: true });
    assert.deepEqual(without.all("MetricAlarm"), []);
  });

  it("topic and queue are encrypted with a key that rotates; the queue of last resort depends on no key", async () => {
    const recording = await make({ eventRules: [stopped], queue: { retentionDays: 4 } });
    const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/alarms-key";
    assert.equal(recording.only("aws:kms/key:Key").inputs.enableKeyRotation, true);
    assert.equal(recording.only("aws:sns/topic:Topic").inputs.kmsMasterKeyId, keyArn);
    const [last, queue] = ["alarms-undelivered", "alarms-queue"].map(
      (name) => recording.all("aws:sqs/queue:Queue").find((resource) => resource.name === name)?.inputs,
    );
    assert.deepEqual(last, {
      name: "alarms-undelivered",
      messageRetentionSeconds: 1_209_600,
      sqsManagedSseEnabled: true,
    });
    assert.deepEqual(queue, {
      name: "alarms-alerts",
      messageRetentionSeconds: 345_600,
      kmsMasterKeyId: keyArn,
      redrivePolicy:
        '{"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:111122223333:alarms-undelivered","maxReceiveCount":5}',
    });
    assert.equal(await valueOf(recording.result.keyArn), keyArn);
  });

  it("takes a key made elsewhere, or none when that is said", async () => {
    const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/mine";
    const given = await make({ eventRules: [stopped], queue: {}, keyArn });
    assert.equal(given.only("aws:sns/topic:Topic").inputs.kmsMasterKeyId, keyArn);
    assert.deepEqual(given.all("aws:kms/key:Key"), []);
    const none = await make({ eventRules: [stopped], queue: {}, withoutKey: true });
    assert.deepEqual(none.all("aws:kms/key:Key"), []);
    assert.equal(none.only("aws:sns/topic:Topic").inputs.kmsMasterKeyId, undefined);
    assert.ok(none.all("aws:sqs/queue:Queue").every(({ inputs }) => inputs.sqsManagedSseEnabled === true));
    assert.equal(await valueOf(none.result.keyArn), "");
  });

  it("takes the trail's key, which admits what the trail is told to", async () => {
    const recording = await record((opts) => {
      const trail = new AuditTrail("audit", { alertTopicName: "alarms-alerts" }, opts);
      return new TrailAlarms("alarms", { eventRules: [stopped], queue: {}, keyArn: trail.keyArn }, opts);
    });
    const key = recording.only("aws:kms/key:Key");
    assert.equal(key.name, "audit-bucket-key");
    const { Statement } = JSON.parse(String(key.inputs.policy)) as {
      Statement: { Sid: string; Condition?: unknown }[];
    };
    const topic = "arn:aws:sns:eu-central-1:111122223333:alarms-alerts";
    assert.deepEqual(
      Statement.slice(-2).map(({ Sid, Condition }) => [Sid, Condition]),
      [
        ["EventsAndAlarmsPublish", { StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": topic } }],
        [
          "AlertTopicDelivers",
          {
            ArnEquals: { "aws:SourceArn": topic },
            StringEquals: { "aws:SourceAccount": "111122223333" },
          },
        ],
      ],
    );
    await assert.rejects(
      record((opts) => {
        const deliverTo = { bucketName: "logs", keyArn: "arn:aws:kms:eu-central-1:111122223333:key/k" };
        return new AuditTrail("audit", { alertTopicName: "a", deliverTo }, opts);
      }),
      /alertTopicName: is given, but with deliverTo the trail's key is somebody else's to open/,
    );
  });

  it("subscribes whom it is told to, with a dead-letter queue where SNS has one", async () => {
    const recording = await make({
      eventRules: [stopped],
      subscriptions: [
        { protocol: "email", endpoint: "security@example.com" },
        { protocol: "https", endpoint: pulumi.output("https://example.com/hook") },
      ],
    });
    const subscriptions = recording.all("TopicSubscription").map(({ inputs }) => inputs);
    assert.deepEqual(
      subscriptions.map(({ protocol, endpoint, redrivePolicy }) => [
        protocol,
        endpoint,
        redrivePolicy !== undefined,
      ]),
      [
        ["email", "security@example.com", false],
        ["https", "https://example.com/hook", true],
      ],
    );
    assert.equal(await valueOf(recording.result.queueUrl), "");
    assert.deepEqual(recording.warnings, []);
  });

  it("warns when nobody is told", async () => {
    const { warnings } = await make({ eventRules: [stopped] });
    assert.deepEqual(warnings, [
      "Nobody is told of these alarms: give subscriptions or a queue, or subscribe somebody to the topic.",
    ]);
  });

  it("warns of rules whose events another Region has, and not in that Region", async () => {
    const users = { name: "user-made", eventPattern: '{"source":["aws.iam"]}' };
    const args = { eventRules: [stopped, users], queue: {} };
    assert.deepEqual((await make(args)).warnings, [
      "1 of 2 rules wait for events of IAM, sign-in or other global services (user-made), which EventBridge has in us-east-1 alone, and these rules are in eu-central-1: make them in us-east-1 as well, or use metricFilters.",
    ]);
    assert.deepEqual((await make(args, { region: "us-east-1" })).warnings, []);
    const china = await make(args, { partition: "aws-cn", region: "cn-northwest-1" });
    assert.match(china.warnings[0] ?? "", /has in cn-north-1 alone, and these rules are in cn-northwest-1/);
  });

  it("knows which patterns wait for global services", () => {
    const cases: [object, boolean][] = [
      [{ source: ["aws.iam"] }, true],
      [{ source: ["aws.kms"] }, false],
      [{ source: [{ prefix: "aws." }], detail: { eventName: ["StopLogging"] } }, true],
      [{ source: [{ prefix: "aws." }], detail: { eventSource: ["cloudtrail.amazonaws.com"] } }, false],
      [
        { "detail-type": ["x"], detail: { eventSource: [{ "equals-ignore-case": "IAM.amazonaws.com" }] } },
        true,
      ],
      [
        {
          detail: { $or: [{ eventSource: ["s3.amazonaws.com"] }, { eventSource: ["signin.amazonaws.com"] }] },
        },
        true,
      ],
      [{ detail: { eventSource: ["iamsomething.amazonaws.com"] } }, false],
      [
        { "detail-type": ["AWS API Call via CloudTrail"], detail: { userIdentity: { type: ["Root"] } } },
        true,
      ],
    ];
    for (const [pattern, waits] of cases) {
      assert.equal(waitsForGlobalEvents(pattern), waits, JSON.stringify(pattern));
    }
    assert.deepEqual(["aws", "aws-us-gov"].map(globalRegion), ["us-east-1", "us-gov-west-1"]);
  });

  it("names everything after the prefix, and its policies hold no other partition", async () => {
    const recording = await make(
      { namePrefix: "sec", eventRules: [stopped], metricFilters: [root], logGroupName: "l", queue: {} },
      { partition: "aws-us-gov", region: "us-gov-west-1" },
    );
    const names = recording.resources.flatMap(({ inputs }) =>
      inputs.name === undefined ? [] : [inputs.name],
    );
    assert.deepEqual(names, [
      "alias/sec-alerts",
      "sec-alerts",
      "sec-undelivered",
      "sec-alerts",
      "sec-trail-stopped",
      "sec-root-use",
      "sec-root-use",
      "sec-undelivered",
    ]);
    const written = JSON.stringify(recording.resources.map(({ inputs }) => inputs.policy));
    assert.doesNotMatch(written, /arn:aws:/);
    assert.match(written, /rule\/sec-\*/);
    assert.ok(recording.resources.every(({ parent }) => parent === "alarms"));
  });

  it("names all that is wrong with its inputs at once", async () => {
    const long = `{"source":["aws.kms"],"detail":{"eventName":["${"x".repeat(2048)}"]}}`;
    const name = "n".repeat(62);
    const found = await problemsOf({
      namePrefix: "a*",
      eventBusName: "aws.partner/example",
      metricNamespace: "AWS/SQS",
      queue: { retentionDays: 15 },
      keyArn: "alias/mine",
      withoutKey: true,
      eventRules: [
        { name: "same", eventPattern: "{" },
        { name: "same", eventPattern: "[]" },
        { name: "a b", eventPattern: "{}", level: "grave" },
        { name, eventPattern: long },
      ],
      metricFilters: [
        { name: "undelivered", pattern: " " },
        { name: "f", pattern: "x".repeat(1025), threshold: 0 },
      ],
      subscriptions: [
        { protocol: "http", endpoint: "http://example.com" },
        { protocol: "https", endpoint: "http://example.com" },
        { protocol: "email", endpoint: "nobody" },
        { protocol: "sms", endpoint: "" },
      ],
    });
    const paths = found.map((line) => line.slice(0, line.indexOf(": ")));
    assert.deepEqual(paths, [
      "namePrefix",
      "eventBusName",
      "metricNamespace",
      "queue.retentionDays",
      "eventRules[1].name",
      "eventRules[2].name",
      "eventRules[3].name",
      "eventRules[0].eventPattern",
      "eventRules[1].eventPattern",
      "eventRules[2].level",
      "eventRules[2].eventPattern",
      "eventRules[3].eventPattern",
      "metricFilters[0].name",
      "metricFilters[0].pattern",
      "metricFilters[1].threshold",
      "metricFilters[1].pattern",
      "logGroupName",
      "withoutKey",
      "keyArn",
      "subscriptions[0].protocol",
      "subscriptions[1].endpoint",
      "subscriptions[2].endpoint",
      "subscriptions[3].endpoint",
    ]);
    assert.match(
      found.join("\n"),
      /has 2098 characters, and EventBridge takes 2048; split the rule, or have AWS/,
    );
    assert.match(found.join("\n"), /names neither "source" nor "detail-type"/);
  });

  it("knows the quotas of a bus and of a log group, and one that AWS has raised", async () => {
    const rules = (count: number, pattern: string) =>
      Array.from({ length: count }, (_, index) => ({ name: `r${index}`, eventPattern: pattern }));
    const wild = '{"source":["aws.kms"],"detail":{"eventName":[{"wildcard":"Get*Key"}]}}';
    assert.deepEqual(await problemsOf({ eventRules: rules(31, wild), queue: {} }), [
      "eventRules: holds 31 rules with wildcards, and an event bus takes 30; leave some out, or run them from the log files",
    ]);
    const filters = Array.from({ length: 101 }, (_, index) => ({
      name: `f${index}`,
      pattern: "{ $.a = b }",
    }));
    assert.deepEqual(await problemsOf({ metricFilters: filters, logGroupName: "l", queue: {} }), [
      "metricFilters: holds 101 filters, and a log group takes 100; leave some out, or make them eventRules",
    ]);
    const long = `{"source":["${"x".repeat(3000)}"]}`;
    assert.deepEqual(
      await problemsOf({ eventRules: rules(1, long), eventPatternQuota: 4096, queue: {} }),
      [],
    );
    assert.deepEqual(await problemsOf({}), [
      "eventRules: is empty, and metricFilters too: nothing would ever ring; give one of them",
    ]);
  });

  it("refuses no rule of the catalogue that an event pattern can stand for", async () => {
    const { rules } = alarmRules(await loadRules(join(__dirname, "../../../rules")), {
      level: "informational",
      longestName: 33,
    });
    assert.ok(rules.length >= 90, `${rules.length} rules`);
    assert.equal(checkTrailAlarmsArgs("alarms", { eventRules: [...rules] }).eventRules.length, rules.length);
  });
});
