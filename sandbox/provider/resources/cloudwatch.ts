import type { cloudwatch } from "@pulumi/aws";
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { unlessMissing } from "../apiErrors";
import { count, flag, region, text, textMap, unserved } from "../fields";
import { defineRecord } from "../record";
import { isNothing } from "../sameValue";

const gone = ["ResourceNotFoundException"];
// CloudWatch Logs, PutRetentionPolicy; 0 keeps events for ever.
const retentionDays = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** `aws:cloudwatch/logGroup:LogGroup` */
export const logGroup = defineRecord<cloudwatch.LogGroupArgs, cloudwatch.LogGroup, "skipDestroy">({
  type: "aws:cloudwatch/logGroup:LogGroup",
  fields: {
    deletionProtectionEnabled: unserved(),
    kmsKeyId: text(),
    logGroupClass: text({ computed: true, replaces: true }),
    name: text({ replaces: true }),
    namePrefix: unserved("use name"),
    region,
    retentionInDays: count({ default: 0, oneOf: retentionDays }),
    skipDestroy: flag({ default: false, stateOnly: true }),
    tags: textMap(),
  },
  outputs: ["arn"],
  autoName: { input: "name", maxLength: 512 },
  identity: ["name"],

  async create({ aws }, inputs, made) {
    const client = await aws.logs();
    const name = inputs.name ?? "";
    await client.createLogGroup({
      logGroupName: name,
      kmsKeyId: inputs.kmsKeyId,
      logGroupClass: inputs.logGroupClass as "STANDARD" | undefined,
      ...(!isNothing(inputs.tags) && { tags: inputs.tags }),
    });
    made(name);
    if (inputs.retentionInDays) await putRetention(client, name, inputs.retentionInDays);
  },

  async read({ aws }, id) {
    const client = await aws.logs();
    const found = await findLogGroup(client, id);
    if (!found) return undefined;
    // The API ends a log group's ARN with ":*" in some places; the vendor's plugin never does.
    const arn = (found.arn ?? "").replace(/:\*$/, "");
    const { tags } = await client.listTagsForResource({ resourceArn: arn });
    return {
      arn,
      deletionProtectionEnabled: found.deletionProtectionEnabled ?? false,
      kmsKeyId: found.kmsKeyId,
      logGroupClass: found.logGroupClass ?? "STANDARD",
      name: id,
      namePrefix: "",
      retentionInDays: found.retentionInDays ?? 0,
      tags,
    };
  },

  async update({ aws }, id, { changed, inputs }) {
    const client = await aws.logs();
    if (changed("retentionInDays")) {
      if (inputs.retentionInDays) await putRetention(client, id, inputs.retentionInDays);
      else await client.deleteRetentionPolicy({ logGroupName: id });
    }
    if (changed("kmsKeyId")) {
      if (inputs.kmsKeyId) await client.associateKmsKey({ logGroupName: id, kmsKeyId: inputs.kmsKeyId });
      else await client.disassociateKmsKey({ logGroupName: id });
    }
  },

  async tag({ aws }, _id, { set, unset }, { arn }) {
    const client = await aws.logs();
    const resourceArn = String(arn);
    if (unset.length > 0) await client.untagResource({ resourceArn, tagKeys: unset });
    if (!isNothing(set)) await client.tagResource({ resourceArn, tags: set });
  },

  async remove({ aws }, id, { skipDestroy }) {
    if (skipDestroy) return;
    await unlessMissing((await aws.logs()).deleteLogGroup({ logGroupName: id }), ...gone);
  },
});

async function findLogGroup(client: CloudWatchLogs, name: string) {
  let nextToken: string | undefined;
  do {
    const page = await client.describeLogGroups({ logGroupNamePrefix: name, nextToken });
    const found = page.logGroups?.find(({ logGroupName }) => logGroupName === name);
    if (found) return found;
    nextToken = page.nextToken;
  } while (nextToken);
  return undefined;
}

async function putRetention(client: CloudWatchLogs, logGroupName: string, days: number): Promise<void> {
  await client.putRetentionPolicy({ logGroupName, retentionInDays: days });
}
