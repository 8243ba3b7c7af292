import type * as pulumi from "@pulumi/pulumi";

/** An EventBridge rule that tells of single events as they happen, as a detection compiles to. */
export interface AlarmRuleArgs {
  /** Its name behind `<namePrefix>-`: letters, digits and . _ -; 64 characters with the prefix. @default none, required */
  name: string;
  /** What an alert calls it. @default the name */
  title?: string;
  /** What it is for; 512 characters of it are kept. @default the title */
  description?: string;
  /** The event pattern, as JSON text that names the events' source or detail-type. @default none, required */
  eventPattern: string;
  /** Hears read-only management events too (List, Get, Describe …), which a rule otherwise never sees. @default false */
  readOnlyEvents?: boolean;
  /** How grave it is, as alerts say it: informational, low, medium, high or critical. @default medium */
  level?: string;
}

/** A metric filter on the trail's log group, and the alarm on its metric, as a detection compiles to. */
export interface AlarmFilterArgs {
  /** The name of the filter, its metric and its alarm behind `<namePrefix>-`: letters, digits and . _ -. @default none, required */
  name: string;
  /** What an alert calls it. @default the name */
  title?: string;
  /** What it is for; 512 characters of it are kept. @default none */
  description?: string;
  /** The filter pattern, at most 1,024 characters. @default none, required */
  pattern: string;
  /** How many events within 300 seconds set the alarm off. @default 1 */
  threshold?: number;
}

/** Somebody who is told. */
export interface AlertSubscriptionArgs {
  /** `email`, `email-json`, `https`, `lambda`, `sms` or `sqs`; mail and https are told nothing before they confirm. @default none, required */
  protocol: string;
  /** The address, URL, number or ARN. @default none, required */
  endpoint: pulumi.Input<string>;
}

/** A queue that every alert arrives in. */
export interface AlertQueueArgs {
  /** Days for which an alert waits to be read, 1 to 14. @default 14 */
  retentionDays?: number;
}

/** The inputs of TrailAlarms. */
export interface TrailAlarmsArgs {
  /** What the names of its rules, alarms, topic and queues begin with; two TrailAlarms in one account and Region need two. @default the component's name */
  namePrefix?: string;
  /** EventBridge rules: they tell within seconds, of events of this Region alone. @default none */
  eventRules?: AlarmRuleArgs[];
  /** Metric filters with alarms: they tell within minutes, of events of all Regions that the trail records. @default none */
  metricFilters?: AlarmFilterArgs[];
  /** The log group that the trail delivers to, such as AuditTrail's output of that name; needed with metricFilters. @default none */
  logGroupName?: pulumi.Input<string>;
  /** The CloudWatch namespace of the filters' metrics. @default CloudTrailAlarms */
  metricNamespace?: string;
  /** The event bus of the rules; CloudTrail's events are on the default one, and on others only where a rule forwards them. @default default */
  eventBusName?: string;
  /** Characters that an event pattern may have: EventBridge's quota of the account, which AWS raises up to 4096 on request. @default 2048 */
  eventPatternQuota?: number;
  /** Who is told. @default nobody, and a warning says so unless there is a queue */
  subscriptions?: AlertSubscriptionArgs[];
  /** A queue that every alert arrives in, for a program to read. @default none */
  queue?: AlertQueueArgs;
  /** The ARN of a key that encrypts topic and queue instead of one created here; it must let EventBridge, CloudWatch and SNS use it, as AuditTrail's key does with alertTopicName. @default a key of its own */
  keyArn?: pulumi.Input<string>;
  /** Leaves the topic unencrypted and the queue to SQS's own encryption instead of using a key. @default false */
  withoutKey?: boolean;
  /** Creates no alarm on alerts that could not be delivered. @default false */
  withoutDeliveryAlarm?: boolean;
  /** Tags of every resource that takes tags. @default none */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}
