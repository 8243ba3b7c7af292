import type { cloudtrail } from "@pulumi/aws";
import type { CloudTrail, Trail as FoundTrail } from "@aws-sdk/client-cloudtrail";
import { isApiError, unlessMissing } from "../apiErrors";
import { block, flag, listOf, region, setOf, text, textMap } from "../fields";
import { defineRecord, type Inputs } from "../record";
import { isNothing } from "../sameValue";
import { tagList, tagMap } from "../tags";
import {
  advancedSelectorsFromApi,
  advancedSelectorsToApi,
  defaultEventSelector,
  eventSelectorsFromApi,
  eventSelectorsToApi,
  isDefaultSelection,
} from "./cloudtrailSelectors";

const gone = ["TrailNotFoundException"];
const texts = listOf(text());

/** `aws:cloudtrail/trail:Trail` */
export const trail = defineRecord<cloudtrail.TrailArgs, cloudtrail.Trail>({
  type: "aws:cloudtrail/trail:Trail",
  fields: {
    advancedEventSelectors: listOf(
      block({
        fieldSelectors: setOf(
          block({
            endsWiths: texts,
            equals: texts,
            field: text({ required: true }),
            notEndsWiths: texts,
            notEquals: texts,
            notStartsWiths: texts,
            startsWiths: texts,
          }),
          { required: true },
        ),
        name: text(),
      }),
    ),
    cloudWatchLogsGroupArn: text(),
    cloudWatchLogsRoleArn: text(),
    enableLogFileValidation: flag({ default: false }),
    enableLogging: flag({ default: true }),
    eventSelectors: listOf(
      block({
        dataResources: listOf(
          block({ type: text({ required: true }), values: listOf(text(), { required: true }) }),
        ),
        excludeManagementEventSources: setOf(text()),
        includeManagementEvents: flag({ default: true }),
        readWriteType: text({ default: "All", oneOf: ["All", "ReadOnly", "WriteOnly"] }),
      }),
    ),
    includeGlobalServiceEvents: flag({ default: true }),
    insightSelectors: setOf(
      block({
        insightType: text({ required: true, oneOf: ["ApiCallRateInsight", "ApiErrorRateInsight"] }),
      }),
    ),
    isMultiRegionTrail: flag({ default: false }),
    isOrganizationTrail: flag({ default: false }),
    kmsKeyId: text(),
    name: text({ replaces: true }),
    region,
    s3BucketName: text({ required: true }),
    s3KeyPrefix: text(),
    // The API tells the topic's name or its ARN, whichever; both name the same topic.
    snsTopicName: text({ same: (was, want) => topicName(was) === topicName(want) }),
    tags: textMap(),
  },
  outputs: ["arn", "homeRegion", "snsTopicArn"],
  follows: { snsTopicArn: ["snsTopicName"] },
  autoName: { input: "name", maxLength: 128 },
  identity: ["name"],
  idOf: ({ arn }) => String(arn),
  check: (inputs) =>
    !isNothing(inputs.eventSelectors) && !isNothing(inputs.advancedEventSelectors)
      ? [
          [
            "advancedEventSelectors",
            "advancedEventSelectors and eventSelectors exclude each other; give one of them",
          ],
        ]
      : [],

  async create({ aws }, inputs, made) {
    const client = await aws.cloudtrail();
    const creation = client.createTrail({
      Name: inputs.name,
      S3BucketName: inputs.s3BucketName,
      S3KeyPrefix: inputs.s3KeyPrefix,
      SnsTopicName: inputs.snsTopicName,
      IncludeGlobalServiceEvents: inputs.includeGlobalServiceEvents,
      IsMultiRegionTrail: inputs.isMultiRegionTrail,
      IsOrganizationTrail: inputs.isOrganizationTrail,
      EnableLogFileValidation: inputs.enableLogFileValidation,
      KmsKeyId: inputs.kmsKeyId,
      CloudWatchLogsLogGroupArn: inputs.cloudWatchLogsGroupArn,
      CloudWatchLogsRoleArn: inputs.cloudWatchLogsRoleArn,
      ...(!isNothing(inputs.tags) && { TagsList: tagList(inputs.tags ?? {}) }),
    });
    const { TrailARN } = await creation.catch((error: unknown) => {
      throw isApiError(error, "TrailAlreadyExistsException") ? existsAlready(inputs.name) : error;
    });
    const Name = TrailARN ?? "";
    made(Name);
    // A new trail does not log.
    if (inputs.enableLogging) await client.startLogging({ Name });
    if (!isNothing(inputs.eventSelectors) || !isNothing(inputs.advancedEventSelectors)) {
      await putSelectors(client, Name, inputs);
    }
    if (!isNothing(inputs.insightSelectors)) await putInsights(client, Name, inputs);
  },

  async read({ aws }, id, known) {
    const client = await aws.cloudtrail();
    const found = (await unlessMissing(client.getTrail({ Name: id }), ...gone))?.Trail;
    if (!found?.TrailARN) return undefined;
    const name = found.TrailARN;
    const [status, selectors, insights, tags] = await Promise.all([
      client.getTrailStatus({ Name: name }),
      client.getEventSelectors({ TrailName: name }),
      unlessMissing(client.getInsightSelectors({ TrailName: name }), "InsightNotEnabledException"),
      client.listTags({ ResourceIdList: [name] }),
    ]);
    // A trail that nobody gave selectors has this one.
    const unchosen = isNothing(known.eventSelectors) && isDefaultSelection(selectors);
    const chosen = unchosen ? undefined : selectors;
    return {
      advancedEventSelectors: advancedSelectorsFromApi(chosen?.AdvancedEventSelectors),
      arn: name,
      cloudWatchLogsGroupArn: found.CloudWatchLogsLogGroupArn,
      cloudWatchLogsRoleArn: found.CloudWatchLogsRoleArn,
      enableLogFileValidation: found.LogFileValidationEnabled ?? false,
      enableLogging: status.IsLogging ?? false,
      eventSelectors: eventSelectorsFromApi(chosen?.EventSelectors),
      homeRegion: found.HomeRegion ?? "",
      includeGlobalServiceEvents: found.IncludeGlobalServiceEvents ?? false,
      insightSelectors: insights?.InsightSelectors?.map(({ InsightType = "" }) => ({
        insightType: InsightType,
      })),
      isMultiRegionTrail: found.IsMultiRegionTrail ?? false,
      isOrganizationTrail: found.IsOrganizationTrail ?? false,
      kmsKeyId: found.KmsKeyId,
      name: found.Name ?? "",
      s3BucketName: found.S3BucketName ?? "",
      s3KeyPrefix: found.S3KeyPrefix,
      snsTopicArn: found.SnsTopicARN ?? "",
      snsTopicName: topicOf(found),
      tags: tagMap(tags.ResourceTagList?.[0]?.TagsList),
    };
  },

  async update({ aws }, Name, { changed, inputs }) {
    const client = await aws.cloudtrail();
    const logs = changed("cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn");
    const settings = {
      ...(changed("s3BucketName") && { S3BucketName: inputs.s3BucketName }),
      ...(changed("s3KeyPrefix") && { S3KeyPrefix: inputs.s3KeyPrefix ?? "" }),
      ...(changed("snsTopicName") && { SnsTopicName: inputs.snsTopicName ?? "" }),
      ...(changed("includeGlobalServiceEvents") && {
        IncludeGlobalServiceEvents: inputs.includeGlobalServiceEvents,
      }),
      ...(changed("isMultiRegionTrail") && { IsMultiRegionTrail: inputs.isMultiRegionTrail }),
      ...(changed("isOrganizationTrail") && { IsOrganizationTrail: inputs.isOrganizationTrail }),
      ...(changed("enableLogFileValidation") && { EnableLogFileValidation: inputs.enableLogFileValidation }),
      ...(changed("kmsKeyId") && { KmsKeyId: inputs.kmsKeyId ?? "" }),
      // The API takes these two together only.
      ...(logs && {
        CloudWatchLogsLogGroupArn: inputs.cloudWatchLogsGroupArn ?? "",
        CloudWatchLogsRoleArn: inputs.cloudWatchLogsRoleArn ?? "",
      }),
    };
    if (Object.keys(settings).length > 0) await client.updateTrail({ Name, ...settings });
    if (changed("enableLogging")) {
      await (inputs.enableLogging ? client.startLogging({ Name }) : client.stopLogging({ Name }));
    }
    if (changed("eventSelectors", "advancedEventSelectors")) await putSelectors(client, Name, inputs);
    if (changed("insightSelectors")) await putInsights(client, Name, inputs);
  },

  async tag({ aws }, ResourceId, { set, unset }) {
    const client = await aws.cloudtrail();
    if (unset.length > 0) {
      await client.removeTags({ ResourceId, TagsList: unset.map((Key) => ({ Key })) });
    }
    if (Object.keys(set).length > 0) await client.addTags({ ResourceId, TagsList: tagList(set) });
  },

  async remove({ aws }, id) {
    await unlessMissing((await aws.cloudtrail()).deleteTrail({ Name: id }), ...gone);
  },
});

async function putSelectors(
  client: CloudTrail,
  TrailName: string,
  inputs: Inputs<cloudtrail.TrailArgs>,
): Promise<void> {
  const { eventSelectors, advancedEventSelectors } = inputs;
  if (!isNothing(advancedEventSelectors)) {
    const AdvancedEventSelectors = advancedSelectorsToApi(advancedEventSelectors ?? []);
    await client.putEventSelectors({ TrailName, AdvancedEventSelectors });
  } else {
    const EventSelectors = isNothing(eventSelectors)
      ? [defaultEventSelector]
      : eventSelectorsToApi(eventSelectors ?? []);
    await client.putEventSelectors({ TrailName, EventSelectors });
  }
}

async function putInsights(
  client: CloudTrail,
  TrailName: string,
  { insightSelectors }: Inputs<cloudtrail.TrailArgs>,
): Promise<void> {
  await client.putInsightSelectors({
    TrailName,
    InsightSelectors: (insightSelectors ?? []).map(({ insightType }) => ({
      InsightType: insightType as "ApiCallRateInsight",
    })),
  });
}

/** A topic of the trail's own region and account goes by its name, any other by its ARN. */
function topicOf({ TrailARN, SnsTopicARN }: FoundTrail): string | undefined {
  if (!SnsTopicARN) return undefined;
  const place = (arn = ""): string => arn.split(":").slice(3, 5).join(":");
  return place(TrailARN) === place(SnsTopicARN) ? topicName(SnsTopicARN) : SnsTopicARN;
}

const topicName = (nameOrArn: unknown): string => String(nameOrArn).replace(/^.*:/, "");

/** It may be ours: a creation whose answer was lost is repeated by the SDK, and refused for the trail that it made. */
function existsAlready(name = ""): Error {
  return new Error(
    `TrailAlreadyExistsException: a trail named ${name} exists already; import it by its ARN, ` +
      "delete it if an update that broke off left it behind, or choose another name",
  );
}
