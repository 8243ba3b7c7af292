import type { cloudwatch } from "@pulumi/aws";
import type { RuleState } from "@aws-sdk/client-eventbridge";
import { unlessMissing } from "../apiErrors";
import { flag, json, region, text, textMap, unserved } from "../fields";
import { defineRecord, type Call, type Inputs } from "../record";
import { isNothing } from "../sameValue";
import { tagList, tagMap } from "../tags";

const gone = ["ResourceNotFoundException"];

/** `aws:cloudwatch/eventRule:EventRule`; its id is its name, behind `<bus>/` on a bus other than the default. */
export const eventRule = defineRecord<
  cloudwatch.EventRuleArgs,
  cloudwatch.EventRule,
  "isEnabled" | "forceDestroy"
>({
  type: "aws:cloudwatch/eventRule:EventRule",
  fields: {
    description: text(),
    eventBusName: text({ default: "default", replaces: true }),
    eventPattern: json(),
    forceDestroy: flag({ default: false, stateOnly: true }),
    isEnabled: unserved("use state"),
    name: text({ replaces: true }),
    namePrefix: unserved("use name"),
    region,
    roleArn: text(),
    scheduleExpression: text(),
    state: text({
      default: "ENABLED",
      oneOf: ["DISABLED", "ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"],
    }),
    tags: textMap(),
  },
  outputs: ["arn"],
  autoName: { input: "name", maxLength: 64 },
  identity: ["eventBusName", "name"],

  async create(call, inputs, made) {
    await putRule(call, inputs, true);
    made(ruleId(inputs.eventBusName, inputs.name ?? ""));
  },

  async read({ aws }, id) {
    const client = await aws.eventbridge();
    const { bus: EventBusName, rule: Name } = ruleOf(id);
    const found = await unlessMissing(client.describeRule({ Name, EventBusName }), ...gone);
    if (!found) return undefined;
    const { Tags } = await client.listTagsForResource({ ResourceARN: found.Arn });
    return {
      arn: found.Arn ?? "",
      description: found.Description,
      eventBusName: found.EventBusName ?? EventBusName,
      eventPattern: found.EventPattern,
      name: found.Name ?? Name,
      namePrefix: "",
      roleArn: found.RoleArn,
      scheduleExpression: found.ScheduleExpression,
      state: found.State,
      tags: tagMap(Tags),
    };
  },

  // PutRule replaces a rule as a whole, but for its tags.
  async update(call, _id, { changed, inputs }) {
    if (!changed("description", "eventPattern", "roleArn", "scheduleExpression", "state")) return;
    await putRule(call, inputs, false);
  },

  async tag({ aws }, _id, { set, unset }, { arn }) {
    const client = await aws.eventbridge();
    const ResourceARN = String(arn);
    if (unset.length > 0) await client.untagResource({ ResourceARN, TagKeys: unset });
    if (!isNothing(set)) await client.tagResource({ ResourceARN, Tags: tagList(set) });
  },

  async remove({ aws }, id, { forceDestroy }) {
    const { bus: EventBusName, rule: Name } = ruleOf(id);
    const deleted = (await aws.eventbridge()).deleteRule({
      Name,
      EventBusName,
      Force: forceDestroy ?? false,
    });
    await unlessMissing(deleted, ...gone);
  },
});

async function putRule(
  { aws }: Call,
  inputs: Inputs<cloudwatch.EventRuleArgs>,
  withTags: boolean,
): Promise<void> {
  await (
    await aws.eventbridge()
  ).putRule({
    Name: inputs.name,
    Description: inputs.description,
    EventBusName: inputs.eventBusName,
    EventPattern: inputs.eventPattern,
    RoleArn: inputs.roleArn,
    ScheduleExpression: inputs.scheduleExpression,
    State: inputs.state as RuleState | undefined,
    ...(withTags && !isNothing(inputs.tags) && { Tags: tagList(inputs.tags ?? {}) }),
  });
}

/** A rule's id; a bus that is named by its ARN is part of it as it is. */
export function ruleId(bus: string | undefined, rule: string): string {
  return bus === undefined || bus === "default" ? rule : `${bus}/${rule}`;
}

function ruleOf(id: string): { bus: string; rule: string } {
  const slash = id.lastIndexOf("/");
  return slash < 0 ? { bus: "default", rule: id } : { bus: id.slice(0, slash), rule: id.slice(slash + 1) };
}
