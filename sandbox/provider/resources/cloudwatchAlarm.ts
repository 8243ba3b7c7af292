import type { cloudwatch } from "@pulumi/aws";
import type { ComparisonOperator, StandardUnit, Statistic } from "@aws-sdk/client-cloudwatch";
import { unlessMissing } from "../apiErrors";
import { count, flag, region, setOf, text, textMap, unserved } from "../fields";
import { defineRecord, type Call, type Inputs } from "../record";
import { isNothing } from "../sameValue";
import { tagList, tagMap } from "../tags";

const gone = ["ResourceNotFound", "ResourceNotFoundException"];

type Refused =
  | "evaluateLowSampleCountPercentiles"
  | "evaluationCriteria"
  | "evaluationInterval"
  | "extendedStatistic"
  | "metricQueries"
  | "thresholdMetricId"
  | "warmUpConfiguration";

const settings = [
  "actionsEnabled",
  "alarmActions",
  "alarmDescription",
  "comparisonOperator",
  "datapointsToAlarm",
  "dimensions",
  "evaluationPeriods",
  "insufficientDataActions",
  "metricName",
  "namespace",
  "okActions",
  "period",
  "statistic",
  "threshold",
  "treatMissingData",
  "unit",
] as const satisfies (keyof cloudwatch.MetricAlarmArgs)[];

/** `aws:cloudwatch/metricAlarm:MetricAlarm` (alarms on one metric) */
export const metricAlarm = defineRecord<cloudwatch.MetricAlarmArgs, cloudwatch.MetricAlarm, Refused>({
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  fields: {
    actionsEnabled: flag({ default: true }),
    alarmActions: setOf(text()),
    alarmDescription: text(),
    comparisonOperator: text({ required: true }),
    datapointsToAlarm: count(),
    dimensions: textMap(),
    evaluateLowSampleCountPercentiles: unserved(),
    evaluationCriteria: unserved(),
    evaluationInterval: unserved(),
    evaluationPeriods: count({ required: true }),
    extendedStatistic: unserved("use statistic"),
    insufficientDataActions: setOf(text()),
    metricName: text({ required: true }),
    metricQueries: unserved("use metricName"),
    name: text({ replaces: true }),
    namespace: text({ required: true }),
    okActions: setOf(text()),
    period: count({ required: true }),
    region,
    statistic: text({ required: true }),
    tags: textMap(),
    threshold: count({ required: true }),
    thresholdMetricId: unserved(),
    treatMissingData: text({
      default: "missing",
      oneOf: ["breaching", "ignore", "missing", "notBreaching"],
    }),
    unit: text(),
    warmUpConfiguration: unserved(),
  },
  outputs: ["arn"],
  autoName: { input: "name", maxLength: 255 },
  identity: ["name"],

  async create(call, inputs, made) {
    await putAlarm(call, inputs, true);
    made(inputs.name ?? "");
  },

  async read({ aws }, id) {
    const client = await aws.cloudwatch();
    const { MetricAlarms = [] } = await client.describeAlarms({
      AlarmNames: [id],
      AlarmTypes: ["MetricAlarm"],
    });
    const found = MetricAlarms.find(({ AlarmName }) => AlarmName === id);
    if (!found) return undefined;
    const { Tags = [] } = await client.listTagsForResource({ ResourceARN: found.AlarmArn });
    return {
      actionsEnabled: found.ActionsEnabled,
      alarmActions: found.AlarmActions,
      alarmDescription: found.AlarmDescription,
      arn: found.AlarmArn ?? "",
      comparisonOperator: found.ComparisonOperator,
      datapointsToAlarm: found.DatapointsToAlarm,
      dimensions: Object.fromEntries(
        (found.Dimensions ?? []).map(({ Name, Value }) => [Name ?? "", Value ?? ""]),
      ),
      evaluationPeriods: found.EvaluationPeriods,
      insufficientDataActions: found.InsufficientDataActions,
      metricName: found.MetricName,
      name: id,
      namespace: found.Namespace,
      okActions: found.OKActions,
      period: found.Period,
      statistic: found.Statistic,
      tags: tagMap(Tags),
      threshold: found.Threshold,
      treatMissingData: found.TreatMissingData ?? "missing",
      unit: found.Unit,
    };
  },

  // PutMetricAlarm replaces an alarm as a whole, but for its tags.
  async update(call, _id, { changed, inputs }) {
    if (changed(...settings)) await putAlarm(call, inputs, false);
  },

  async tag({ aws }, _id, { set, unset }, { arn }) {
    const client = await aws.cloudwatch();
    const ResourceARN = String(arn);
    if (unset.length > 0) await client.untagResource({ ResourceARN, TagKeys: unset });
    if (!isNothing(set)) await client.tagResource({ ResourceARN, Tags: tagList(set) });
  },

  async remove({ aws }, id) {
    await unlessMissing((await aws.cloudwatch()).deleteAlarms({ AlarmNames: [id] }), ...gone);
  },
});

async function putAlarm(
  { aws }: Call,
  inputs: Inputs<cloudwatch.MetricAlarmArgs>,
  withTags: boolean,
): Promise<void> {
  await (
    await aws.cloudwatch()
  ).putMetricAlarm({
    AlarmName: inputs.name,
    AlarmDescription: inputs.alarmDescription,
    ActionsEnabled: inputs.actionsEnabled,
    AlarmActions: inputs.alarmActions as string[] | undefined,
    InsufficientDataActions: inputs.insufficientDataActions as string[] | undefined,
    OKActions: inputs.okActions as string[] | undefined,
    MetricName: inputs.metricName,
    Namespace: inputs.namespace,
    Dimensions: Object.entries(inputs.dimensions ?? {}).map(([Name, Value]) => ({ Name, Value })),
    Statistic: inputs.statistic as Statistic | undefined,
    Period: inputs.period,
    EvaluationPeriods: inputs.evaluationPeriods,
    DatapointsToAlarm: inputs.datapointsToAlarm,
    Threshold: inputs.threshold,
    ComparisonOperator: inputs.comparisonOperator as ComparisonOperator | undefined,
    TreatMissingData: inputs.treatMissingData,
    Unit: inputs.unit as StandardUnit | undefined,
    ...(withTags && !isNothing(inputs.tags) && { Tags: tagList(inputs.tags ?? {}) }),
  });
}
