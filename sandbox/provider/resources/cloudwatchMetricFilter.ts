import type { cloudwatch } from "@pulumi/aws";
import type { StandardUnit } from "@aws-sdk/client-cloudwatch-logs";
import { unlessMissing } from "../apiErrors";
import { block, region, text, textMap, unserved } from "../fields";
import { defineRecord, type Call, type Inputs } from "../record";

const gone = ["ResourceNotFoundException"];

/** `aws:cloudwatch/logMetricFilter:LogMetricFilter`; its id is `<log group>:<name>`, neither of which can hold a colon. */
export const logMetricFilter = defineRecord<
  cloudwatch.LogMetricFilterArgs,
  cloudwatch.LogMetricFilter,
  "applyOnTransformedLogs"
>({
  type: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
  fields: {
    applyOnTransformedLogs: unserved(),
    logGroupName: text({ required: true, replaces: true }),
    metricTransformation: block(
      {
        defaultValue: text(),
        dimensions: textMap(),
        name: text({ required: true }),
        namespace: text({ required: true }),
        unit: text({ computed: true }),
        value: text({ required: true }),
      },
      { required: true },
    ),
    name: text({ replaces: true }),
    pattern: text({ required: true }),
    region,
  },
  outputs: [],
  autoName: { input: "name", maxLength: 512 },
  identity: ["logGroupName", "name"],

  async create(call, inputs, made) {
    await putFilter(call, inputs);
    made(`${inputs.logGroupName}:${inputs.name}`);
  },

  async read({ aws }, id) {
    const client = await aws.logs();
    const [logGroupName = "", name = ""] = id.split(":");
    let nextToken: string | undefined;
    do {
      const asked = client.describeMetricFilters({ logGroupName, filterNamePrefix: name, nextToken });
      const page = await unlessMissing(asked, ...gone);
      const found = page?.metricFilters?.find(({ filterName }) => filterName === name);
      if (found) {
        const [transformation] = found.metricTransformations ?? [];
        return {
          logGroupName,
          metricTransformation: {
            defaultValue: transformation?.defaultValue?.toString(),
            dimensions: transformation?.dimensions,
            name: transformation?.metricName ?? "",
            namespace: transformation?.metricNamespace ?? "",
            unit: transformation?.unit,
            value: transformation?.metricValue ?? "",
          },
          name,
          pattern: found.filterPattern ?? "",
        };
      }
      nextToken = page?.nextToken;
    } while (nextToken);
    return undefined;
  },

  // PutMetricFilter replaces a filter as a whole.
  async update(call, _id, { inputs }) {
    await putFilter(call, inputs);
  },

  async remove({ aws }, id) {
    const [logGroupName, filterName] = id.split(":");
    await unlessMissing((await aws.logs()).deleteMetricFilter({ logGroupName, filterName }), ...gone);
  },
});

async function putFilter({ aws }: Call, inputs: Inputs<cloudwatch.LogMetricFilterArgs>): Promise<void> {
  const { name, namespace, value, defaultValue, dimensions, unit } = inputs.metricTransformation;
  await (
    await aws.logs()
  ).putMetricFilter({
    logGroupName: inputs.logGroupName,
    filterName: inputs.name,
    filterPattern: inputs.pattern,
    metricTransformations: [
      {
        metricName: name,
        metricNamespace: namespace,
        metricValue: value,
        defaultValue: defaultValue === undefined ? undefined : Number(defaultValue),
        dimensions,
        unit: unit as StandardUnit | undefined,
      },
    ],
  });
}
