import { apiError } from "../fakeAws";
import type { RecordCase } from "../recordCase";

const region = "eu-west-1";
const missing = apiError("ResourceNotFoundException");
const ruleArn = "arn:aws:events:eu-west-1:111122223333:rule/security/stopped";
const alarmArn = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:stopped";
const queueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/alerts";
const queueArn = "arn:aws:sqs:eu-west-1:111122223333:alerts";
const pattern = JSON.stringify({ source: ["aws.cloudtrail"] });
const policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny" }] });
const redrive = JSON.stringify({ deadLetterTargetArn: `${queueArn}-2`, maxReceiveCount: 5 });

const putRule = { Name: "stopped", EventBusName: "security", EventPattern: pattern, State: "ENABLED" };
const target = {
  Id: "topic",
  Arn: "arn:topic",
  DeadLetterConfig: { Arn: queueArn },
  InputTransformer: { InputPathsMap: { who: "$.detail.userIdentity.arn" }, InputTemplate: '{"who":"<who>"}' },
};
const putTargets = (change: object) => ({ Rule: "stopped", EventBusName: "default", Targets: [change] });
const putFilter = {
  logGroupName: "trail",
  filterName: "root",
  filterPattern: "{ $.a = b }",
  metricTransformations: [{ metricName: "root", metricNamespace: "Alarms", metricValue: "1" }],
};
const putAlarm = {
  AlarmName: "stopped",
  ActionsEnabled: true,
  AlarmActions: ["arn:topic"],
  MetricName: "stopped",
  Namespace: "Alarms",
  Dimensions: [{ Name: "QueueName", Value: "q" }],
  Statistic: "Sum",
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: "GreaterThanOrEqualToThreshold",
  TreatMissingData: "notBreaching",
};

export const alarmCases: RecordCase[] = [
  {
    type: "aws:cloudwatch/eventRule:EventRule",
    inputs: { name: "stopped", eventBusName: "security", eventPattern: pattern },
    answers: {
      "eventbridge.putRule": { RuleArn: ruleArn },
      "eventbridge.tagResource": {},
      "eventbridge.deleteRule": {},
      "eventbridge.describeRule": {
        Name: "stopped",
        Arn: ruleArn,
        EventBusName: "security",
        EventPattern: '{ "source": ["aws.cloudtrail"] }',
        State: "ENABLED",
      },
      "eventbridge.listTagsForResource": { Tags: [{ Key: "owner", Value: "sec" }] },
    },
    id: "security/stopped",
    creates: [["eventbridge.putRule", { ...putRule, Tags: [{ Key: "owner", Value: "sec" }] }]],
    state: {
      arn: ruleArn,
      eventBusName: "security",
      eventPattern: pattern,
      forceDestroy: false,
      name: "stopped",
      namePrefix: "",
      region,
      state: "ENABLED",
      tagsAll: { owner: "sec" },
    },
    updates: [
      {
        change: { state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" },
        calls: [
          ["eventbridge.putRule", { ...putRule, State: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" }],
        ],
      },
      {
        change: { tags: { a: "b" } },
        calls: [["eventbridge.tagResource", { ResourceARN: ruleArn, Tags: [{ Key: "a", Value: "b" }] }]],
      },
    ],
    replaces: [{ change: { name: "other" } }, { change: { eventBusName: "default" } }],
    removes: [["eventbridge.deleteRule", { Name: "stopped", EventBusName: "security", Force: false }]],
    gone: { "eventbridge.describeRule": missing, "eventbridge.deleteRule": missing },
  },
  {
    type: "aws:cloudwatch/eventTarget:EventTarget",
    inputs: {
      rule: "stopped",
      targetId: "topic",
      arn: "arn:topic",
      deadLetterConfig: { arn: queueArn },
      inputTransformer: {
        inputPaths: { who: "$.detail.userIdentity.arn" },
        inputTemplate: '{"who":"<who>"}',
      },
    },
    answers: {
      "eventbridge.putTargets": { FailedEntryCount: 0, FailedEntries: [] },
      "eventbridge.removeTargets": {},
      "eventbridge.listTargetsByRule": ({ NextToken }: { NextToken?: string }) =>
        NextToken ? { Targets: [target] } : { Targets: [{ Id: "other", Arn: "arn:other" }], NextToken: "2" },
    },
    id: "stopped/topic",
    creates: [["eventbridge.putTargets", putTargets(target)]],
    state: {
      arn: "arn:topic",
      deadLetterConfig: { arn: queueArn },
      eventBusName: "default",
      forceDestroy: false,
      inputTransformer: {
        inputPaths: { who: "$.detail.userIdentity.arn" },
        inputTemplate: '{"who":"<who>"}',
      },
      region,
      rule: "stopped",
      targetId: "topic",
    },
    updates: [
      {
        change: { arn: "arn:other", retryPolicy: { maximumRetryAttempts: 3 } },
        calls: [
          [
            "eventbridge.putTargets",
            putTargets({ ...target, Arn: "arn:other", RetryPolicy: { MaximumRetryAttempts: 3 } }),
          ],
        ],
      },
    ],
    replaces: [{ change: { rule: "other" } }, { change: { targetId: "other" } }],
    removes: [["eventbridge.removeTargets", { Rule: "stopped", EventBusName: "default", Ids: ["topic"] }]],
    gone: { "eventbridge.listTargetsByRule": missing, "eventbridge.removeTargets": missing },
  },
  {
    type: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
    inputs: {
      name: "root",
      logGroupName: "trail",
      pattern: "{ $.a = b }",
      metricTransformation: { name: "root", namespace: "Alarms", value: "1" },
    },
    answers: {
      "logs.putMetricFilter": {},
      "logs.deleteMetricFilter": {},
      "logs.describeMetricFilters": { metricFilters: [{ filterName: "root-2" }, putFilter] },
    },
    id: "trail:root",
    creates: [["logs.putMetricFilter", putFilter]],
    state: {
      logGroupName: "trail",
      metricTransformation: { name: "root", namespace: "Alarms", value: "1" },
      name: "root",
      pattern: "{ $.a = b }",
      region,
    },
    updates: [
      {
        change: {
          metricTransformation: { name: "root", namespace: "Alarms", value: "1", defaultValue: "0" },
        },
        calls: [
          [
            "logs.putMetricFilter",
            {
              ...putFilter,
              metricTransformations: [
                { metricName: "root", metricNamespace: "Alarms", metricValue: "1", defaultValue: 0 },
              ],
            },
          ],
        ],
      },
    ],
    replaces: [{ change: { name: "other" } }, { change: { logGroupName: "other" } }],
    removes: [["logs.deleteMetricFilter", { logGroupName: "trail", filterName: "root" }]],
    gone: { "logs.describeMetricFilters": missing, "logs.deleteMetricFilter": missing },
  },
  {
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    inputs: {
      name: "stopped",
      alarmActions: ["arn:topic"],
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      dimensions: { QueueName: "q" },
      evaluationPeriods: 1,
      metricName: "stopped",
      namespace: "Alarms",
      period: 300,
      statistic: "Sum",
      threshold: 1,
      treatMissingData: "notBreaching",
    },
    answers: {
      "cloudwatch.putMetricAlarm": {},
      "cloudwatch.deleteAlarms": {},
      "cloudwatch.tagResource": {},
      "cloudwatch.describeAlarms": {
        MetricAlarms: [{ ...putAlarm, AlarmArn: alarmArn, OKActions: [], InsufficientDataActions: [] }],
      },
      "cloudwatch.listTagsForResource": { Tags: [{ Key: "owner", Value: "sec" }] },
    },
    id: "stopped",
    creates: [["cloudwatch.putMetricAlarm", { ...putAlarm, Tags: [{ Key: "owner", Value: "sec" }] }]],
    state: {
      actionsEnabled: true,
      alarmActions: ["arn:topic"],
      arn: alarmArn,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      dimensions: { QueueName: "q" },
      evaluationPeriods: 1,
      insufficientDataActions: [],
      metricName: "stopped",
      name: "stopped",
      namespace: "Alarms",
      okActions: [],
      period: 300,
      region,
      statistic: "Sum",
      tagsAll: { owner: "sec" },
      threshold: 1,
      treatMissingData: "notBreaching",
    },
    updates: [
      {
        change: { actionsEnabled: false, dimensions: undefined },
        calls: [["cloudwatch.putMetricAlarm", { ...putAlarm, ActionsEnabled: false, Dimensions: [] }]],
      },
      {
        change: { tags: { a: "b" } },
        calls: [["cloudwatch.tagResource", { ResourceARN: alarmArn, Tags: [{ Key: "a", Value: "b" }] }]],
      },
    ],
    replaces: [{ change: { name: "other" } }],
    removes: [["cloudwatch.deleteAlarms", { AlarmNames: ["stopped"] }]],
    gone: {
      "cloudwatch.describeAlarms": { MetricAlarms: [] },
      "cloudwatch.deleteAlarms": apiError("ResourceNotFound"),
    },
  },
  {
    type: "aws:sqs/queue:Queue",
    inputs: { name: "alerts", messageRetentionSeconds: 1_209_600, redrivePolicy: redrive },
    answers: {
      "sqs.createQueue": { QueueUrl: queueUrl },
      "sqs.setQueueAttributes": {},
      "sqs.tagQueue": {},
      "sqs.deleteQueue": {},
      "sqs.getQueueAttributes": {
        Attributes: {
          QueueArn: queueArn,
          DelaySeconds: "0",
          MaximumMessageSize: "1048576",
          MessageRetentionPeriod: "1209600",
          ReceiveMessageWaitTimeSeconds: "0",
          RedrivePolicy: redrive,
          SqsManagedSseEnabled: "true",
          VisibilityTimeout: "30",
        },
      },
      "sqs.listQueueTags": { Tags: { owner: "sec" } },
    },
    id: queueUrl,
    creates: [
      [
        "sqs.createQueue",
        {
          QueueName: "alerts",
          Attributes: {
            DelaySeconds: "0",
            MessageRetentionPeriod: "1209600",
            ReceiveMessageWaitTimeSeconds: "0",
            RedrivePolicy: redrive,
            VisibilityTimeout: "30",
          },
          tags: { owner: "sec" },
        },
      ],
    ],
    state: {
      arn: queueArn,
      delaySeconds: 0,
      fifoQueue: false,
      kmsDataKeyReusePeriodSeconds: 300,
      maxMessageSize: 1_048_576,
      messageRetentionSeconds: 1_209_600,
      name: "alerts",
      namePrefix: "",
      policy: "",
      receiveWaitTimeSeconds: 0,
      redriveAllowPolicy: "",
      redrivePolicy: redrive,
      region,
      sqsManagedSseEnabled: true,
      tagsAll: { owner: "sec" },
      url: queueUrl,
      visibilityTimeoutSeconds: 30,
    },
    updates: [
      {
        change: { redrivePolicy: undefined, visibilityTimeoutSeconds: 60 },
        calls: [
          [
            "sqs.setQueueAttributes",
            { QueueUrl: queueUrl, Attributes: { RedrivePolicy: "", VisibilityTimeout: "60" } },
          ],
        ],
      },
      {
        change: { tags: { a: "b" } },
        calls: [["sqs.tagQueue", { QueueUrl: queueUrl, Tags: { a: "b" } }]],
      },
    ],
    replaces: [{ change: { name: "other" } }],
    removes: [["sqs.deleteQueue", { QueueUrl: queueUrl }]],
    gone: {
      "sqs.getQueueAttributes": apiError("QueueDoesNotExist"),
      "sqs.deleteQueue": apiError("QueueDoesNotExist"),
    },
  },
  {
    type: "aws:sqs/queuePolicy:QueuePolicy",
    inputs: { queueUrl, policy },
    answers: {
      "sqs.setQueueAttributes": {},
      "sqs.getQueueAttributes": { Attributes: { Policy: policy } },
    },
    id: queueUrl,
    creates: [["sqs.setQueueAttributes", { QueueUrl: queueUrl, Attributes: { Policy: policy } }]],
    state: { policy, queueUrl, region },
    updates: [
      {
        change: { policy: redrive },
        calls: [["sqs.setQueueAttributes", { QueueUrl: queueUrl, Attributes: { Policy: redrive } }]],
      },
    ],
    replaces: [{ change: { queueUrl: `${queueUrl}-2` } }],
    removes: [["sqs.setQueueAttributes", { QueueUrl: queueUrl, Attributes: { Policy: "" } }]],
    gone: {
      "sqs.getQueueAttributes": apiError("QueueDoesNotExist"),
      "sqs.setQueueAttributes": apiError("QueueDoesNotExist"),
    },
  },
];
