/** The calls that find out whether what a trail records reaches somebody. */

export interface LogGroupReader {
  describeLogGroups(input: { logGroupNamePrefix: string; nextToken?: string }): Promise<{
    logGroups?: { logGroupName?: string; retentionInDays?: number; kmsKeyId?: string; arn?: string }[];
    nextToken?: string;
  }>;
  describeMetricFilters(input: { logGroupName: string; nextToken?: string }): Promise<{
    metricFilters?: {
      filterName?: string;
      filterPattern?: string;
      metricTransformations?: { metricName: string | undefined; metricNamespace: string | undefined }[];
    }[];
    nextToken?: string;
  }>;
}

export interface AlarmReader {
  describeAlarmsForMetric(input: { MetricName: string; Namespace: string }): Promise<{
    MetricAlarms?: {
      AlarmName?: string;
      ActionsEnabled?: boolean;
      AlarmActions?: string[];
      Threshold?: number;
      ComparisonOperator?: string;
      EvaluationPeriods?: number;
      DatapointsToAlarm?: number;
    }[];
  }>;
}

export interface TopicReader {
  listSubscriptionsByTopic(input: { TopicArn: string; NextToken?: string }): Promise<{
    /** `SubscriptionArn` is PendingConfirmation until the subscriber agrees, and Deleted afterwards. */
    Subscriptions?: { SubscriptionArn?: string; Protocol?: string }[];
    NextToken?: string;
  }>;
}

export interface EventRuleReader {
  listRules(input: { NextToken?: string }): Promise<{
    Rules?: { Name?: string; State?: string; EventPattern?: string }[];
    NextToken?: string;
  }>;
  listTargetsByRule(input: { Rule: string; NextToken?: string }): Promise<{
    Targets?: { Id: string | undefined; Arn: string | undefined }[];
    NextToken?: string;
  }>;
}
