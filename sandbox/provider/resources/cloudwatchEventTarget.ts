import type { cloudwatch } from "@pulumi/aws";
import { unlessMissing } from "../apiErrors";
import { block, count, flag, region, text, textMap, unserved } from "../fields";
import { defineRecord, type Call, type Inputs } from "../record";
import { isNothing } from "../sameValue";
import { ruleId } from "./cloudwatchEventRule";

const gone = ["ResourceNotFoundException"];

/** Settings of targets of one service, none of which is served. */
type Refused =
  | `${"appsync" | "batch" | "ecs" | "http" | "kinesis" | "redshift" | "sagemakerPipeline" | "sqs"}Target`
  | "runCommandTargets";

/** `aws:cloudwatch/eventTarget:EventTarget`; its id is `<rule>/<target>`, behind `<bus>/` on a bus other than the default. */
export const eventTarget = defineRecord<
  cloudwatch.EventTargetArgs,
  cloudwatch.EventTarget,
  Refused | "forceDestroy"
>({
  type: "aws:cloudwatch/eventTarget:EventTarget",
  fields: {
    appsyncTarget: unserved(),
    arn: text({ required: true }),
    batchTarget: unserved(),
    deadLetterConfig: block({ arn: text() }),
    ecsTarget: unserved(),
    eventBusName: text({ default: "default", replaces: true }),
    forceDestroy: flag({ default: false, stateOnly: true }),
    httpTarget: unserved(),
    input: text(),
    inputPath: text(),
    inputTransformer: block({ inputPaths: textMap(), inputTemplate: text({ required: true }) }),
    kinesisTarget: unserved(),
    redshiftTarget: unserved(),
    region,
    retryPolicy: block({ maximumEventAgeInSeconds: count(), maximumRetryAttempts: count() }),
    roleArn: text(),
    rule: text({ required: true, replaces: true }),
    runCommandTargets: unserved(),
    sagemakerPipelineTarget: unserved(),
    sqsTarget: unserved(),
    targetId: text({ replaces: true }),
  },
  outputs: [],
  autoName: { input: "targetId", maxLength: 64 },
  identity: ["eventBusName", "rule", "targetId"],

  async create(call, inputs, made) {
    await putTarget(call, inputs);
    made(`${ruleId(inputs.eventBusName, inputs.rule)}/${inputs.targetId}`);
  },

  async read({ aws }, id) {
    const client = await aws.eventbridge();
    const { bus: EventBusName, rule: Rule, target } = targetOf(id);
    let NextToken: string | undefined;
    do {
      const asked = client.listTargetsByRule({ Rule, EventBusName, NextToken });
      const page = await unlessMissing(asked, ...gone);
      const found = page?.Targets?.find(({ Id }) => Id === target);
      if (found) {
        return {
          arn: found.Arn ?? "",
          deadLetterConfig: found.DeadLetterConfig && { arn: found.DeadLetterConfig.Arn },
          eventBusName: EventBusName,
          input: found.Input,
          inputPath: found.InputPath,
          inputTransformer: found.InputTransformer && {
            inputPaths: found.InputTransformer.InputPathsMap,
            inputTemplate: found.InputTransformer.InputTemplate ?? "",
          },
          retryPolicy: found.RetryPolicy && {
            maximumEventAgeInSeconds: found.RetryPolicy.MaximumEventAgeInSeconds,
            maximumRetryAttempts: found.RetryPolicy.MaximumRetryAttempts,
          },
          roleArn: found.RoleArn,
          rule: Rule,
          targetId: target,
        };
      }
      NextToken = page?.NextToken;
    } while (NextToken);
    return undefined;
  },

  // PutTargets replaces a target as a whole.
  async update(call, _id, { inputs }) {
    await putTarget(call, inputs);
  },

  async remove({ aws }, id) {
    const { bus: EventBusName, rule: Rule, target } = targetOf(id);
    const removed = (await aws.eventbridge()).removeTargets({ Rule, EventBusName, Ids: [target] });
    await unlessMissing(removed, ...gone);
  },
});

async function putTarget({ aws }: Call, inputs: Inputs<cloudwatch.EventTargetArgs>): Promise<void> {
  const { deadLetterConfig, inputTransformer, retryPolicy } = inputs;
  const { FailedEntries = [] } = await (
    await aws.eventbridge()
  ).putTargets({
    Rule: inputs.rule,
    EventBusName: inputs.eventBusName,
    Targets: [
      {
        Id: inputs.targetId,
        Arn: inputs.arn,
        Input: inputs.input,
        InputPath: inputs.inputPath,
        RoleArn: inputs.roleArn,
        ...(!isNothing(deadLetterConfig) && { DeadLetterConfig: { Arn: deadLetterConfig?.arn } }),
        ...(inputTransformer && {
          InputTransformer: {
            InputPathsMap: inputTransformer.inputPaths,
            InputTemplate: inputTransformer.inputTemplate,
          },
        }),
        ...(!isNothing(retryPolicy) && {
          RetryPolicy: {
            MaximumEventAgeInSeconds: retryPolicy?.maximumEventAgeInSeconds,
            MaximumRetryAttempts: retryPolicy?.maximumRetryAttempts,
          },
        }),
      },
    ],
  });
  // The call succeeds for the targets that are left.
  const [failed] = FailedEntries;
  if (failed) throw new Error(`target ${failed.TargetId}: ${failed.ErrorCode}: ${failed.ErrorMessage}`);
}

function targetOf(id: string): { bus: string; rule: string; target: string } {
  const parts = id.split("/");
  const [target = "", rule = ""] = [parts.pop(), parts.pop()];
  return { bus: parts.length > 0 ? parts.join("/") : "default", rule, target };
}
