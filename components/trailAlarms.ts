import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createAlertChannel, type AlarmWiring, type AlertChannel } from "./alertChannel";
import { alertTransformer, plainText } from "./alertMessage";
import { callerContext } from "./callerContext";
import { checkTrailAlarmsArgs } from "./checkTrailAlarmsArgs";
import { globalRegion, waitsForGlobalEvents } from "./globalEvents";
import type { AlarmFilterArgs, AlarmRuleArgs, TrailAlarmsArgs } from "./trailAlarmsArgs";

/**
 * Tells somebody when a trail records what a detection looks for: EventBridge rules and metric filters with alarms,
 * one encrypted topic that only they may publish to, and behind it mail, webhooks or a queue.
 *
 * What could not be delivered lands in a queue of its own, which an alarm watches. Refuses what EventBridge and
 * CloudWatch Logs would refuse later, and warns of rules that wait for events their Region never gets.
 *
 *     const trail = new AuditTrail("audit", { cloudWatchLogs: {} });
 *     new TrailAlarms("alarms", {
 *       eventRules: [
 *         {
 *           name: "trail-stopped",
 *           level: "high",
 *           eventPattern: '{"source":["aws.cloudtrail"],"detail":{"eventName":["StopLogging","DeleteTrail"]}}',
 *         },
 *       ],
 *       metricFilters: [{ name: "root-use", pattern: '{ $.userIdentity.type = "Root" }' }],
 *       logGroupName: trail.logGroupName,
 *       subscriptions: [{ protocol: "email", endpoint: "security@example.com" }],
 *     });
 */
export class TrailAlarms extends pulumi.ComponentResource {
  /** The topic's ARN, known once rules and alarms may publish to it. */
  readonly topicArn: pulumi.Output<string>;
  /** The ARN of the key that encrypts topic and queue; empty without one. */
  readonly keyArn: pulumi.Output<string>;
  /** The URL of the queue that alerts arrive in; empty without one. */
  readonly queueUrl: pulumi.Output<string>;
  /** The ARN of that queue; empty without one. */
  readonly queueArn: pulumi.Output<string>;
  /** The URL of the queue of alerts that could not be delivered. */
  readonly undeliveredQueueUrl: pulumi.Output<string>;

  constructor(name: string, args: TrailAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit-trail:index:TrailAlarms", name, args, opts);
    const checked = checkTrailAlarmsArgs(name, args ?? {});
    const { namePrefix, eventBusName } = checked;
    const context = callerContext(this);
    const wiring: AlarmWiring = {
      name,
      args: checked,
      parent: this,
      identity: context.apply((caller) => ({ ...caller, namePrefix, eventBusName })),
    };
    const channel = createAlertChannel(wiring);
    for (const rule of checked.eventRules) createRule(wiring, channel, rule);
    for (const filter of checked.metricFilters) createFilter(wiring, channel, filter);
    if (!checked.withoutDeliveryAlarm) watchDelivery(wiring, channel);
    adviseOnListeners(wiring);
    adviseOnGlobalEvents(wiring);

    this.topicArn = channel.topicArn;
    this.keyArn = channel.keyArn;
    this.queueUrl = channel.queue?.url ?? pulumi.output("");
    this.queueArn = channel.queue?.arn ?? pulumi.output("");
    this.undeliveredQueueUrl = channel.undelivered.url;
    this.registerOutputs({
      topicArn: this.topicArn,
      keyArn: this.keyArn,
      queueUrl: this.queueUrl,
      queueArn: this.queueArn,
      undeliveredQueueUrl: this.undeliveredQueueUrl,
    });
  }
}

function createRule({ name, args, parent }: AlarmWiring, channel: AlertChannel, rule: AlarmRuleArgs): void {
  const ruleName = `${args.namePrefix}-${rule.name}`;
  const resource = new aws.cloudwatch.EventRule(
    `${name}-${rule.name}`,
    {
      name: ruleName,
      description: plainText(rule.description ?? rule.title ?? rule.name, 512),
      eventBusName: args.eventBusName,
      eventPattern: rule.eventPattern,
      state: rule.readOnlyEvents ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED",
      tags: args.tags,
    },
    { parent },
  );
  new aws.cloudwatch.EventTarget(
    `${name}-${rule.name}-target`,
    {
      rule: resource.name,
      eventBusName: args.eventBusName,
      targetId: "alerts",
      arn: channel.topicArn,
      inputTransformer: alertTransformer(rule, ruleName),
      deadLetterConfig: { arn: channel.undelivered.arn },
    },
    { parent },
  );
}

function createFilter(
  { name, args, parent }: AlarmWiring,
  channel: AlertChannel,
  filter: AlarmFilterArgs,
): void {
  const filterName = `${args.namePrefix}-${filter.name}`;
  const namespace = args.metricNamespace ?? "CloudTrailAlarms";
  new aws.cloudwatch.LogMetricFilter(
    `${name}-${filter.name}-filter`,
    {
      name: filterName,
      logGroupName: args.logGroupName ?? "",
      pattern: filter.pattern,
      metricTransformation: { name: filterName, namespace, value: "1" },
    },
    { parent },
  );
  const says = [filter.title ?? filter.name, filter.description].filter(Boolean).join(": ");
  new aws.cloudwatch.MetricAlarm(
    `${name}-${filter.name}-alarm`,
    {
      name: filterName,
      alarmDescription: plainText(says, 512),
      namespace,
      metricName: filterName,
      statistic: "Sum",
      threshold: filter.threshold ?? 1,
      ...ringsAtOnce(channel),
      tags: args.tags,
    },
    { parent },
  );
}

/** An alarm on the queue of last resort; CloudWatch publishes it, so that it comes through where EventBridge does not. */
function watchDelivery({ name, args, parent }: AlarmWiring, channel: AlertChannel): void {
  new aws.cloudwatch.MetricAlarm(
    `${name}-undelivered-alarm`,
    {
      name: `${args.namePrefix}-undelivered`,
      alarmDescription: `An alert of ${args.namePrefix} could not be delivered; it lies in the queue ${args.namePrefix}-undelivered.`,
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: channel.undelivered.name },
      statistic: "Maximum",
      threshold: 1,
      ...ringsAtOnce(channel),
      tags: args.tags,
    },
    { parent },
  );
}

function ringsAtOnce({ topicArn }: AlertChannel) {
  return {
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    period: 300,
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
    alarmActions: [topicArn],
  };
}

function adviseOnListeners({ args, parent }: AlarmWiring): void {
  if (args.queue || args.subscriptions?.length) return;
  void pulumi.log.warn(
    "Nobody is told of these alarms: give subscriptions or a queue, or subscribe somebody to the topic.",
    parent,
  );
}

function adviseOnGlobalEvents({ args, parent, identity }: AlarmWiring): void {
  const waiting = args.eventRules
    .filter(({ eventPattern }) => waitsForGlobalEvents(JSON.parse(eventPattern)))
    .map(({ name }) => name);
  if (waiting.length === 0) return;
  identity.apply(({ partition, region }) => {
    const global = globalRegion(partition);
    if (region === global) return;
    const some = waiting.length > 5 ? `${waiting.slice(0, 5).join(", ")} …` : waiting.join(", ");
    void pulumi.log.warn(
      `${waiting.length} of ${args.eventRules.length} rules wait for events of IAM, sign-in or other global services (${some}), which EventBridge has in ${global} alone, and these rules are in ${region}: make them in ${global} as well, or use metricFilters.`,
      parent,
    );
  });
}
