import type { glue } from "@pulumi/aws";
import type { Column, StorageDescriptor, Table, TableInput } from "@aws-sdk/client-glue";
import { unlessMissing } from "../apiErrors";
import { block, count, listOf, region, text, textMap, unserved } from "../fields";
import { defineRecord, type Call, type Inputs } from "../record";
import { isNothing } from "../sameValue";

const gone = ["EntityNotFoundException"];

/** `aws:glue/catalogDatabase:CatalogDatabase`; its id is `<catalog>:<name>`. */
export const catalogDatabase = defineRecord<
  glue.CatalogDatabaseArgs,
  glue.CatalogDatabase,
  "createTableDefaultPermissions" | "federatedDatabase" | "targetDatabase"
>({
  type: "aws:glue/catalogDatabase:CatalogDatabase",
  fields: {
    catalogId: text({ computed: true, replaces: true }),
    createTableDefaultPermissions: unserved(),
    description: text(),
    federatedDatabase: unserved(),
    locationUri: text({ computed: true }),
    name: text({ replaces: true }),
    parameters: textMap(),
    region,
    tags: textMap(),
    targetDatabase: unserved(),
  },
  outputs: ["arn"],
  autoName: { input: "name", lowerCase: true, maxLength: 255 },
  identity: ["name"],

  async create(call, inputs, made) {
    const CatalogId = inputs.catalogId ?? (await call.accountId());
    await (
      await call.aws.glue()
    ).createDatabase({
      CatalogId,
      DatabaseInput: databaseInput(inputs),
      ...(!isNothing(inputs.tags) && { Tags: inputs.tags }),
    });
    made(`${CatalogId}:${inputs.name}`);
  },

  async read(call, id) {
    const [CatalogId = "", Name = ""] = id.split(":");
    const client = await call.aws.glue();
    const found = (await unlessMissing(client.getDatabase({ CatalogId, Name }), ...gone))?.Database;
    if (!found) return undefined;
    const arn = `arn:${call.partition}:glue:${call.region}:${CatalogId}:database/${Name}`;
    const { Tags } = await client.getTags({ ResourceArn: arn });
    return {
      arn,
      catalogId: CatalogId,
      description: found.Description,
      locationUri: found.LocationUri ?? "",
      name: Name,
      parameters: found.Parameters,
      tags: Tags,
    };
  },

  async update({ aws }, id, { changed, inputs }) {
    if (!changed("description", "locationUri", "parameters")) return;
    const [CatalogId, Name] = id.split(":");
    await (await aws.glue()).updateDatabase({ CatalogId, Name, DatabaseInput: databaseInput(inputs) });
  },

  async tag({ aws }, _id, { set, unset }, { arn }) {
    const client = await aws.glue();
    const ResourceArn = String(arn);
    if (unset.length > 0) await client.untagResource({ ResourceArn, TagsToRemove: unset });
    if (!isNothing(set)) await client.tagResource({ ResourceArn, TagsToAdd: set });
  },

  async remove({ aws }, id) {
    const [CatalogId, Name] = id.split(":");
    await unlessMissing((await aws.glue()).deleteDatabase({ CatalogId, Name }), ...gone);
  },
});

function databaseInput({ name, description, locationUri, parameters }: Inputs<glue.CatalogDatabaseArgs>) {
  return {
    Name: name,
    Description: description,
    ...(!isNothing(locationUri) && { LocationUri: locationUri }),
    ...(!isNothing(parameters) && { Parameters: parameters }),
  };
}

const column = block({
  comment: text(),
  name: text({ required: true }),
  parameters: textMap(),
  type: text(),
});

/** `aws:glue/catalogTable:CatalogTable`; its id is `<catalog>:<database>:<name>`. */
export const catalogTable = defineRecord<
  glue.CatalogTableArgs,
  glue.CatalogTable,
  "openTableFormatInput" | "partitionIndices" | "targetTable" | "viewDefinition"
>({
  type: "aws:glue/catalogTable:CatalogTable",
  fields: {
    catalogId: text({ computed: true, replaces: true }),
    databaseName: text({ required: true, replaces: true }),
    description: text(),
    name: text({ replaces: true }),
    openTableFormatInput: unserved(),
    owner: text(),
    parameters: textMap(),
    partitionIndices: unserved(),
    partitionKeys: listOf(column),
    region,
    retention: count({ default: 0 }),
    storageDescriptor: block({
      columns: listOf(column),
      inputFormat: text(),
      location: text(),
      outputFormat: text(),
      serDeInfo: block({ name: text(), parameters: textMap(), serializationLibrary: text() }),
    }),
    tableType: text({ computed: true }),
    targetTable: unserved(),
    viewDefinition: unserved(),
    viewExpandedText: text(),
    viewOriginalText: text(),
  },
  outputs: ["arn"],
  autoName: { input: "name", lowerCase: true, maxLength: 255 },
  identity: ["databaseName", "name"],

  async create(call, inputs, made) {
    const CatalogId = inputs.catalogId ?? (await call.accountId());
    const DatabaseName = inputs.databaseName;
    await (await call.aws.glue()).createTable({ CatalogId, DatabaseName, TableInput: tableInput(inputs) });
    made(`${CatalogId}:${DatabaseName}:${inputs.name}`);
  },

  async read(call, id) {
    const found = await findTable(call, id);
    if (!found) return undefined;
    const [catalogId = "", databaseName = "", name = ""] = id.split(":");
    return {
      arn: `arn:${call.partition}:glue:${call.region}:${catalogId}:table/${databaseName}/${name}`,
      catalogId,
      databaseName,
      description: found.Description,
      name,
      owner: found.Owner,
      parameters: found.Parameters ?? {},
      partitionKeys: found.PartitionKeys?.map(columnOf),
      retention: found.Retention ?? 0,
      storageDescriptor: storageOf(found.StorageDescriptor),
      tableType: found.TableType ?? "",
      viewExpandedText: found.ViewExpandedText,
      viewOriginalText: found.ViewOriginalText,
    };
  },

  // UpdateTable replaces a table's description as a whole.
  async update({ aws }, id, { inputs }) {
    const [CatalogId, DatabaseName] = id.split(":");
    await (await aws.glue()).updateTable({ CatalogId, DatabaseName, TableInput: tableInput(inputs) });
  },

  async remove({ aws }, id) {
    const [CatalogId, DatabaseName, Name] = id.split(":");
    await unlessMissing((await aws.glue()).deleteTable({ CatalogId, DatabaseName, Name }), ...gone);
  },
});

async function findTable({ aws }: Call, id: string): Promise<Table | undefined> {
  const [CatalogId, DatabaseName, Name] = id.split(":");
  const asked = (await aws.glue()).getTable({ CatalogId, DatabaseName, Name });
  return (await unlessMissing(asked, ...gone))?.Table;
}

function tableInput(inputs: Inputs<glue.CatalogTableArgs>): TableInput {
  const { storageDescriptor: storage, partitionKeys } = inputs;
  return {
    Name: inputs.name,
    Description: inputs.description,
    Owner: inputs.owner,
    Parameters: inputs.parameters,
    PartitionKeys: partitionKeys?.map(columnInput),
    Retention: inputs.retention,
    TableType: inputs.tableType,
    ViewExpandedText: inputs.viewExpandedText,
    ViewOriginalText: inputs.viewOriginalText,
    ...(!isNothing(storage) && {
      StorageDescriptor: {
        Columns: storage?.columns?.map(columnInput),
        InputFormat: storage?.inputFormat,
        Location: storage?.location,
        OutputFormat: storage?.outputFormat,
        ...(!isNothing(storage?.serDeInfo) && {
          SerdeInfo: {
            Name: storage?.serDeInfo?.name,
            Parameters: storage?.serDeInfo?.parameters,
            SerializationLibrary: storage?.serDeInfo?.serializationLibrary,
          },
        }),
      },
    }),
  };
}

interface ColumnInput {
  comment?: string | undefined;
  name: string;
  parameters?: Record<string, string> | undefined;
  type?: string | undefined;
}

function columnInput({ comment, name, parameters, type }: ColumnInput) {
  return { Name: name, Type: type, Comment: comment, Parameters: parameters };
}

function columnOf({ Comment, Name, Parameters, Type }: Column) {
  return { comment: Comment, name: Name ?? "", parameters: Parameters ?? {}, type: Type };
}

function storageOf(found: StorageDescriptor | undefined) {
  return {
    additionalLocations: [],
    bucketColumns: [],
    columns: found?.Columns?.map(columnOf) ?? [],
    inputFormat: found?.InputFormat,
    location: found?.Location,
    outputFormat: found?.OutputFormat,
    parameters: found?.Parameters ?? {},
    serDeInfo: {
      name: found?.SerdeInfo?.Name,
      parameters: found?.SerdeInfo?.Parameters ?? {},
      serializationLibrary: found?.SerdeInfo?.SerializationLibrary,
    },
  };
}
