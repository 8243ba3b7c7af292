import { parseArn } from "../arn";
import { RegionalClients } from "./clients";
import { Fact, readFact, readFrom, value } from "./fact";
import { logGroupName } from "./readLogGroup";
import { readPages } from "./readPages";
import { EventRule, Receiver, WatchedFilter } from "./trailFacts";

type ForRegion = (region: string) => RegionalClients;

/** Finds out whether what a trail records reaches somebody; a topic's subscribers are asked for once. */
export class AlarmFacts {
  private readonly confirmed = new Map<string, Promise<Fact<number>>>();

  constructor(private readonly forRegion: ForRegion) {}

  /** The metric filters of a log group, with the alarms on their metrics. */
  filters(group: Fact<string>): Promise<Fact<readonly WatchedFilter[]>> {
    return readFrom(group, (arn) =>
      readFact(
        "logs:DescribeMetricFilters",
        async () => {
          const region = parseArn(arn)?.region ?? "";
          const name = logGroupName(arn);
          const found = await readPages("logs:DescribeMetricFilters", async (nextToken) => {
            const page = await this.forRegion(region).logs.describeMetricFilters({
              logGroupName: name,
              ...(nextToken !== undefined && { nextToken }),
            });
            return { items: page.metricFilters, next: page.nextToken };
          });
          if (found.state !== "value") return found;
          return value(
            await Promise.all(
              found.value.map(
                async ({ filterName = "", filterPattern = "", metricTransformations = [] }) => ({
                  name: filterName,
                  pattern: filterPattern,
                  alarms: await this.alarms(region, metricTransformations),
                }),
              ),
            ),
          );
        },
        { ResourceNotFoundException: `log group ${logGroupName(arn)} does not exist` },
      ),
    );
  }

  /** The rules of these Regions' default event buses that what CloudTrail records can set off. */
  async rules(regions: readonly string[]): Promise<Fact<readonly EventRule[]>> {
    const all: EventRule[] = [];
    for (const part of await Promise.all([...new Set(regions)].map((region) => this.rulesOf(region)))) {
      if (part.state !== "value") return part;
      all.push(...part.value);
    }
    return value(all);
  }

  private rulesOf(region: string): Promise<Fact<readonly EventRule[]>> {
    return readFact(`events:ListRules in ${region}`, async () => {
      const { eventBridge } = this.forRegion(region);
      const found = await readPages("events:ListRules", async (NextToken) => {
        const page = await eventBridge.listRules(NextToken === undefined ? {} : { NextToken });
        return { items: page.Rules, next: page.NextToken };
      });
      if (found.state !== "value") return found;
      const waiting = found.value.filter(({ EventPattern = "" }) => mayConcernTrails(EventPattern));
      return value(
        await Promise.all(
          waiting.map(async ({ Name = "", State = "", EventPattern = "" }) => ({
            name: Name,
            region,
            state: State,
            pattern: EventPattern,
            receivers: await this.targets(region, Name),
          })),
        ),
      );
    });
  }

  private targets(region: string, Rule: string): Promise<Fact<readonly Receiver[]>> {
    return readFact("events:ListTargetsByRule", async () => {
      const { eventBridge } = this.forRegion(region);
      const found = await readPages("events:ListTargetsByRule", async (NextToken) => {
        const page = await eventBridge.listTargetsByRule({
          Rule,
          ...(NextToken !== undefined && { NextToken }),
        });
        return { items: page.Targets, next: page.NextToken };
      });
      if (found.state !== "value") return found;
      return value(await this.receivers(found.value.flatMap(({ Arn }) => Arn ?? [])));
    });
  }

  private alarms(
    region: string,
    metrics: readonly { metricName: string | undefined; metricNamespace: string | undefined }[],
  ): WatchedFilter["alarms"] | Promise<WatchedFilter["alarms"]> {
    return readFact("cloudwatch:DescribeAlarmsForMetric", async () => {
      const { cloudWatch } = this.forRegion(region);
      const answers = await Promise.all(
        metrics.map(({ metricName: MetricName = "", metricNamespace: Namespace = "" }) =>
          cloudWatch.describeAlarmsForMetric({ MetricName, Namespace }),
        ),
      );
      return value(
        await Promise.all(
          answers
            .flatMap(({ MetricAlarms = [] }) => MetricAlarms)
            .map(async ({ AlarmName = "", ActionsEnabled = false, AlarmActions = [], ...alarm }) => {
              const rings = eventsToRing(alarm);
              return {
                name: AlarmName,
                enabled: ActionsEnabled,
                ...(rings !== undefined && { rings }),
                periods: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods ?? 1,
                receivers: await this.receivers(AlarmActions),
              };
            }),
        ),
      );
    });
  }

  private receivers(arns: readonly string[]): Promise<Receiver[]> {
    return Promise.all(
      arns.map(async (arn) => {
        const { service, region } = parseArn(arn) ?? {};
        return service === "sns" ? { arn, confirmed: await this.subscribers(region ?? "", arn) } : { arn };
      }),
    );
  }

  private subscribers(region: string, TopicArn: string): Promise<Fact<number>> {
    const known = this.confirmed.get(TopicArn);
    if (known) return known;
    const read = readFact(
      "sns:ListSubscriptionsByTopic",
      async () => {
        const found = await readPages("sns:ListSubscriptionsByTopic", async (NextToken) => {
          const page = await this.forRegion(region).sns.listSubscriptionsByTopic({
            TopicArn,
            ...(NextToken !== undefined && { NextToken }),
          });
          return { items: page.Subscriptions, next: page.NextToken };
        });
        if (found.state !== "value") return found;
        // An unconfirmed or deleted subscription has a word in the place of its ARN.
        return value(found.value.filter(({ SubscriptionArn = "" }) => parseArn(SubscriptionArn)).length);
      },
      { NotFoundException: `topic ${TopicArn} does not exist`, NotFound: `topic ${TopicArn} does not exist` },
    );
    this.confirmed.set(TopicArn, read);
    return read;
  }
}

/** How many events, each counted as 1, cross the threshold. */
function eventsToRing({
  Threshold: threshold,
  ComparisonOperator: operator,
}: {
  Threshold?: number;
  ComparisonOperator?: string;
}): number | undefined {
  if (threshold === undefined) return undefined;
  if (operator === "GreaterThanOrEqualToThreshold") return Math.max(1, Math.ceil(threshold));
  return operator === "GreaterThanThreshold" ? Math.max(1, Math.floor(threshold) + 1) : undefined;
}

/** Leaves out schedules and rules of other services' own events: their targets need not be asked for. */
function mayConcernTrails(pattern: string): boolean {
  if (pattern === "") return false;
  return (
    /cloudtrail|aws\.(iam|kms|s3|signin|sts)\b/i.test(pattern) || !/"(source|detail-type)"/.test(pattern)
  );
}
