import { globalRegion } from "../globalRegion";
import { JsonObject } from "../json";
import { AccountFacts } from "./accountFacts";
import { Fix } from "./check";
import { eventPatternMatches } from "../patterns/eventPattern";
import { Fact } from "./fact";
import { filterMatches } from "../patterns/filterPattern";
import { Findings } from "./findings";
import { fixNames, resource, shellWord } from "./fixText";
import { busEvent, quietCall, sampleCall } from "./sampleRecords";
import { Receiver, Trail, TrailFacts } from "./trailFacts";

export const WATCH_READS: readonly string[] = [
  "cloudtrail:DescribeTrails",
  "cloudtrail:GetTrailStatus",
  "logs:DescribeMetricFilters",
  "cloudwatch:DescribeAlarmsForMetric",
  "events:ListRules",
  "events:ListTargetsByRule",
  "sns:ListSubscriptionsByTopic",
];

/** Something that somebody must be told of when it happens. */
export interface Watch {
  /** For a filter's, a metric's and an alarm's name: `trail-tampering`. */
  name: string;
  /** The calls, each by a word or two for the evidence. */
  calls: readonly WatchedCall[];
  /** A metric filter's pattern that matches them all. */
  pattern: string;
  /** One call alone need not be told of, only many. @default false */
  onlyMany?: boolean;
}

export interface WatchedCall {
  says: string;
  source: string;
  name: string;
  /** Where the record of it lies: in the trail's home Region, or where IAM's records are. */
  where: "home" | "global";
  /** Fields that differ from an ordinary call's. */
  fields?: (trail: Trail) => JsonObject;
}

/** Services that do nothing for anybody's attention when an alarm or a rule sets them off. */
const DEAF = ["autoscaling", "automate", "ec2", "logs"];

/** Notes for each call whether an alarm or a rule of any trail brings it to somebody; those of one answer together. */
export function judgeWatch(findings: Findings, facts: AccountFacts, watch: Watch): void {
  const heard = new Map<string, string[]>();
  const unheard = new Map<string, string[]>();
  const gather = (map: Map<string, string[]>, key: string, call: string) =>
    map.set(key, [...(map.get(key) ?? []), call]);
  for (const { says: call, ...rest } of watch.calls) {
    const answers = facts.trails.flatMap((trail) =>
      hearings(trail, { says: call, ...rest }, watch.onlyMany === true),
    );
    const told = answers.find(({ state }) => state === "heard");
    const unknown = answers.filter(({ state }) => state === "unknown");
    if (told) gather(heard, told.says, call);
    else if (unknown.length > 0) for (const { says } of unknown) findings.doubt(says);
    else {
      const reasons = [...new Set(answers.map(({ says }) => says))];
      gather(unheard, reasons.join("; ") || "no alarm and no rule waits for it", call);
    }
  }
  for (const [why, calls] of unheard) findings.problem(`nobody is told of ${calls.join(", ")}: ${why}`);
  for (const [how, calls] of heard) findings.fact(`${calls.join(", ")}: ${how}`);
}

export function watchFix(facts: AccountFacts, watch: Watch): Fix {
  const trail = facts.trails[0];
  const { logGroup, region } = trail ? fixNames(trail) : { logGroup: "<log group>", region: "<region>" };
  const at = `--region ${shellWord(region)}`;
  const transformation = `metricName=${watch.name},metricNamespace=CloudTrail,metricValue=1`;
  return {
    say: "Let the trail deliver to a log group, put a metric filter on it, an alarm on its metric, and somebody who has confirmed to be told on the alarm's topic.",
    command: [
      `aws logs put-metric-filter --log-group-name ${shellWord(logGroup)} --filter-name ${watch.name} --filter-pattern ${shellWord(watch.pattern)} --metric-transformations ${transformation} ${at}`,
      `aws cloudwatch put-metric-alarm --alarm-name ${watch.name} --namespace CloudTrail --metric-name ${watch.name} --statistic Sum --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold --treat-missing-data notBreaching --alarm-actions <topic ARN> ${at}`,
    ].join(" &&\n"),
    pulumi: [
      `const topic = ${resource("sns.Topic", "security-alarms")}`,
      resource(
        "sns.TopicSubscription",
        "security-team",
        "topic: topic.arn,",
        'protocol: "email",',
        'endpoint: "<address>",',
      ),
      resource(
        "cloudwatch.LogMetricFilter",
        watch.name,
        `logGroupName: ${JSON.stringify(logGroup)},`,
        `pattern: ${JSON.stringify(watch.pattern)},`,
        `metricTransformation: { name: "${watch.name}", namespace: "CloudTrail", value: "1" },`,
      ),
      resource(
        "cloudwatch.MetricAlarm",
        watch.name,
        `metricName: "${watch.name}",`,
        'namespace: "CloudTrail",',
        'statistic: "Sum",',
        "period: 300,",
        "evaluationPeriods: 1,",
        "threshold: 1,",
        'comparisonOperator: "GreaterThanOrEqualToThreshold",',
        'treatMissingData: "notBreaching",',
        "alarmActions: [topic.arn],",
      ),
    ].join("\n"),
  };
}

interface Hearing {
  state: "heard" | "deaf" | "unknown";
  says: string;
}

function hearings(facts: TrailFacts, call: WatchedCall, onlyMany: boolean): Hearing[] {
  const { trail, status } = facts;
  if (trail.state !== "value") return [missing(trail)];
  if (status.state !== "value") return [missing(status)];
  const { name, region, partition, IsMultiRegionTrail } = trail.value;
  if (status.value.IsLogging !== true) return [{ state: "deaf", says: `trail ${name} is not logging` }];
  const where = call.where === "home" ? region : globalRegion(partition);
  if (IsMultiRegionTrail !== true && where !== region) {
    return [{ state: "deaf", says: `trail ${name} does not record ${where}` }];
  }
  const record = sampleCall(trail.value, {
    source: call.source,
    name: call.name,
    region: where,
    ...(call.fields && { fields: call.fields(trail.value) }),
  });
  return [...byFilters(facts, trail.value, record, onlyMany), ...byRules(facts, where, record)];
}

function byFilters({ filters }: TrailFacts, trail: Trail, record: JsonObject, onlyMany: boolean): Hearing[] {
  if (filters.state !== "value") return [missing(filters)];
  return filters.value.flatMap(({ name, pattern, alarms }): Hearing[] => {
    const match = filterMatches(pattern, record);
    if (match === "no") return [];
    if (match === "undecided") {
      return [{ state: "unknown", says: `cannot tell what metric filter ${name} matches: ${pattern}` }];
    }
    if (filterMatches(pattern, quietCall(trail)) === "yes") {
      return [{ state: "deaf", says: `metric filter ${name} matches everyday calls too` }];
    }
    if (alarms.state !== "value") return [missing(alarms)];
    if (alarms.value.length === 0) return [{ state: "deaf", says: `metric filter ${name} has no alarm` }];
    return alarms.value.flatMap((alarm): Hearing[] => {
      const what = `alarm ${alarm.name} on metric filter ${name}`;
      if (!alarm.enabled) return [{ state: "deaf", says: `${what} has its actions switched off` }];
      if (alarm.rings === undefined) {
        return [{ state: "unknown", says: `cannot tell how many events set off ${what}` }];
      }
      if (!onlyMany && (alarm.rings > 1 || alarm.periods > 1)) {
        const when = `${alarm.rings} events a period in ${alarm.periods} periods`;
        return [{ state: "deaf", says: `${what} does not ring for one event, but for ${when}` }];
      }
      return receivers(what, alarm.receivers);
    });
  });
}

function byRules({ rules }: TrailFacts, where: string, record: JsonObject): Hearing[] {
  if (rules.state !== "value") return [missing(rules)];
  return rules.value
    .filter(({ region }) => region === where)
    .flatMap(({ name, state, pattern, receivers: targets }): Hearing[] => {
      const match = eventPatternMatches(pattern, busEvent(record));
      if (match === "no") return [];
      const what = `rule ${name}`;
      if (!state.startsWith("ENABLED")) return [{ state: "deaf", says: `${what} is disabled` }];
      if (match === "undecided")
        return [{ state: "unknown", says: `cannot tell what ${what} matches: ${pattern}` }];
      return targets.state === "value" ? receivers(what, targets.value) : [missing(targets)];
    });
}

function receivers(what: string, list: readonly Receiver[]): Hearing[] {
  if (list.length === 0) return [{ state: "deaf", says: `${what} tells nobody` }];
  return list.map(({ arn, confirmed }) => {
    if (confirmed?.state === "unreadable") return missing(confirmed);
    if (confirmed) {
      const count = confirmed.state === "value" ? confirmed.value : 0;
      if (count > 0)
        return { state: "heard", says: `${what} tells the ${count} confirmed subscriber(s) of ${arn}` };
      return { state: "deaf", says: `${what}: nobody has confirmed to be told by ${arn}` };
    }
    const service = arn.split(":")[2] ?? "";
    if (DEAF.includes(service)) return { state: "deaf", says: `${what}: ${arn} tells nobody` };
    return { state: "heard", says: `${what} sets off ${arn}` };
  });
}

function missing(fact: Exclude<Fact<unknown>, { state: "value" }>): Hearing {
  return fact.state === "absent"
    ? { state: "deaf", says: fact.why }
    : { state: "unknown", says: `could not be read: ${fact.error}` };
}
