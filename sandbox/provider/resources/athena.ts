import type { athena } from "@pulumi/aws";
import type {
  EncryptionOption,
  ResultConfiguration,
  ResultConfigurationUpdates,
  WorkGroupConfiguration,
  WorkGroupState,
} from "@aws-sdk/client-athena";
import { isApiError } from "../apiErrors";
import { block, count, flag, region, text, textMap, unserved } from "../fields";
import { defineRecord, type Inputs } from "../record";
import { isNothing } from "../sameValue";

type Configuration = NonNullable<Inputs<athena.WorkgroupArgs>["configuration"]>;

/** `aws:athena/workgroup:Workgroup`; its id is its name. */
export const workgroup = defineRecord<athena.WorkgroupArgs, athena.Workgroup, "forceDestroy">({
  type: "aws:athena/workgroup:Workgroup",
  fields: {
    configuration: block({
      bytesScannedCutoffPerQuery: count(),
      customerContentEncryptionConfiguration: unserved(),
      enableMinimumEncryptionConfiguration: flag({ computed: true }),
      enforceWorkgroupConfiguration: flag({ default: true }),
      engineVersion: block({
        effectiveEngineVersion: text({ computed: true }),
        selectedEngineVersion: text({ default: "AUTO" }),
      }),
      executionRole: unserved(),
      identityCenterConfiguration: unserved(),
      managedQueryResultsConfiguration: unserved(),
      monitoringConfiguration: unserved(),
      publishCloudwatchMetricsEnabled: flag({ default: true }),
      queryResultsS3AccessGrantsConfiguration: unserved(),
      requesterPaysEnabled: flag({ default: false }),
      resultConfiguration: block({
        aclConfiguration: unserved(),
        encryptionConfiguration: block({ encryptionOption: text(), kmsKeyArn: text() }),
        expectedBucketOwner: text(),
        outputLocation: text(),
      }),
    }),
    description: text(),
    forceDestroy: flag({ default: false, stateOnly: true }),
    name: text({ replaces: true }),
    region,
    state: text({ default: "ENABLED", oneOf: ["ENABLED", "DISABLED"] }),
    tags: textMap(),
  },
  outputs: ["arn"],
  autoName: { input: "name", maxLength: 128 },
  identity: ["name"],

  async create(call, inputs, made) {
    const client = await call.aws.athena();
    const Name = inputs.name ?? "";
    await client.createWorkGroup({
      Name,
      Description: inputs.description,
      Configuration: configurationInput(inputs.configuration),
      ...(!isNothing(inputs.tags) && { Tags: tagList(inputs.tags) }),
    });
    made(Name);
    if (inputs.state === "DISABLED") await client.updateWorkGroup({ WorkGroup: Name, State: inputs.state });
  },

  async read(call, id) {
    const client = await call.aws.athena();
    const found = (await unlessNotFound(client.getWorkGroup({ WorkGroup: id })))?.WorkGroup;
    if (!found) return undefined;
    const arn = `arn:${call.partition}:athena:${call.region}:${await call.accountId()}:workgroup/${id}`;
    const { Tags = [] } = await client.listTagsForResource({ ResourceARN: arn });
    return {
      arn,
      configuration: configurationOf(found.Configuration),
      description: found.Description,
      name: id,
      state: found.State ?? "ENABLED",
      tags: Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
    };
  },

  async update({ aws }, id, { changed, inputs }) {
    if (!changed("configuration", "description", "state")) return;
    const { BytesScannedCutoffPerQuery, ResultConfiguration, ...rest } = configurationInput(
      inputs.configuration,
    );
    await (
      await aws.athena()
    ).updateWorkGroup({
      WorkGroup: id,
      Description: inputs.description ?? "",
      State: inputs.state as WorkGroupState | undefined,
      ConfigurationUpdates: {
        ...rest,
        ...(BytesScannedCutoffPerQuery === undefined
          ? { RemoveBytesScannedCutoffPerQuery: true }
          : { BytesScannedCutoffPerQuery }),
        ResultConfigurationUpdates: resultUpdates(ResultConfiguration),
      },
    });
  },

  async tag({ aws }, _id, { set, unset }, { arn }) {
    const client = await aws.athena();
    const ResourceARN = String(arn);
    if (unset.length > 0) await client.untagResource({ ResourceARN, TagKeys: unset });
    if (!isNothing(set)) await client.tagResource({ ResourceARN, Tags: tagList(set) });
  },

  async remove({ aws }, id, { forceDestroy }) {
    const client = await aws.athena();
    await unlessNotFound(
      client.deleteWorkGroup({ WorkGroup: id, ...(forceDestroy && { RecursiveDeleteOption: true }) }),
    );
  },
});

/** `aws:athena/namedQuery:NamedQuery`; its id is made up by Athena. */
export const namedQuery = defineRecord<athena.NamedQueryArgs, athena.NamedQuery>({
  type: "aws:athena/namedQuery:NamedQuery",
  fields: {
    database: text({ required: true, replaces: true }),
    description: text({ replaces: true }),
    name: text({ replaces: true }),
    query: text({ required: true, replaces: true }),
    region,
    workgroup: text({ default: "primary", replaces: true }),
  },
  outputs: [],
  autoName: { input: "name", maxLength: 128 },
  // Athena keeps as many of a name as are made.
  identity: [],

  async create({ aws }, { database, description, name, query, workgroup: WorkGroup }, made) {
    const { NamedQueryId } = await (
      await aws.athena()
    ).createNamedQuery({
      Name: name,
      Description: description,
      Database: database,
      QueryString: query,
      WorkGroup,
    });
    made(NamedQueryId ?? "");
  },

  async read({ aws }, id) {
    const asked = (await aws.athena()).getNamedQuery({ NamedQueryId: id });
    const found = (await unlessNotFound(asked))?.NamedQuery;
    if (!found) return undefined;
    return {
      database: found.Database ?? "",
      description: found.Description,
      name: found.Name ?? "",
      query: found.QueryString ?? "",
      workgroup: found.WorkGroup ?? "primary",
    };
  },

  async remove({ aws }, id) {
    await unlessNotFound((await aws.athena()).deleteNamedQuery({ NamedQueryId: id }));
  },
});

/** Athena has one code for everything that it refuses; only the message says that a thing isn't there. */
async function unlessNotFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const missing = /is not found|was not found|does not exist/i.test((error as Error).message);
    if (isApiError(error, "ResourceNotFoundException")) return undefined;
    if (isApiError(error, "InvalidRequestException") && missing) return undefined;
    throw error;
  }
}

function configurationInput(given: Configuration | undefined): WorkGroupConfiguration {
  const { engineVersion, resultConfiguration: result } = given ?? {};
  return {
    EnforceWorkGroupConfiguration: given?.enforceWorkgroupConfiguration ?? true,
    PublishCloudWatchMetricsEnabled: given?.publishCloudwatchMetricsEnabled ?? true,
    RequesterPaysEnabled: given?.requesterPaysEnabled ?? false,
    ...(given?.bytesScannedCutoffPerQuery && {
      BytesScannedCutoffPerQuery: given.bytesScannedCutoffPerQuery,
    }),
    ...(given?.enableMinimumEncryptionConfiguration !== undefined && {
      EnableMinimumEncryptionConfiguration: given.enableMinimumEncryptionConfiguration,
    }),
    ...(!isNothing(engineVersion) && {
      EngineVersion: { SelectedEngineVersion: engineVersion?.selectedEngineVersion },
    }),
    ...(!isNothing(result) && {
      ResultConfiguration: {
        OutputLocation: result?.outputLocation,
        ExpectedBucketOwner: result?.expectedBucketOwner,
        ...(!isNothing(result?.encryptionConfiguration) && {
          EncryptionConfiguration: {
            EncryptionOption: result?.encryptionConfiguration?.encryptionOption as EncryptionOption,
            KmsKey: result?.encryptionConfiguration?.kmsKeyArn,
          },
        }),
      },
    }),
  };
}

/** What is not wanted any more has to be taken away by name. */
function resultUpdates(wanted: ResultConfiguration | undefined): ResultConfigurationUpdates {
  return {
    ...(wanted?.OutputLocation ? { OutputLocation: wanted.OutputLocation } : { RemoveOutputLocation: true }),
    ...(wanted?.ExpectedBucketOwner
      ? { ExpectedBucketOwner: wanted.ExpectedBucketOwner }
      : { RemoveExpectedBucketOwner: true }),
    ...(wanted?.EncryptionConfiguration
      ? { EncryptionConfiguration: wanted.EncryptionConfiguration }
      : { RemoveEncryptionConfiguration: true }),
  };
}

function configurationOf(found: WorkGroupConfiguration | undefined) {
  const { ResultConfiguration: result, EngineVersion: engine } = found ?? {};
  const encryption = result?.EncryptionConfiguration;
  return {
    bytesScannedCutoffPerQuery: found?.BytesScannedCutoffPerQuery,
    enableMinimumEncryptionConfiguration: found?.EnableMinimumEncryptionConfiguration ?? false,
    enforceWorkgroupConfiguration: found?.EnforceWorkGroupConfiguration,
    engineVersion: engine && {
      effectiveEngineVersion: engine.EffectiveEngineVersion ?? "",
      selectedEngineVersion: engine.SelectedEngineVersion,
    },
    publishCloudwatchMetricsEnabled: found?.PublishCloudWatchMetricsEnabled,
    requesterPaysEnabled: found?.RequesterPaysEnabled,
    ...(!isNothing(result) && {
      resultConfiguration: {
        ...(!isNothing(encryption) && {
          encryptionConfiguration: {
            encryptionOption: encryption?.EncryptionOption,
            kmsKeyArn: encryption?.KmsKey,
          },
        }),
        expectedBucketOwner: result?.ExpectedBucketOwner,
        outputLocation: result?.OutputLocation,
      },
    }),
  };
}

function tagList(tags: Record<string, string> | undefined) {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}
