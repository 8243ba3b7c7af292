import { apiError } from "../fakeAws";
import type { RecordCase } from "../recordCase";

const region = "eu-west-1";
const account = "111122223333";
const missing = apiError("EntityNotFoundException");
const databaseArn = `arn:aws:glue:${region}:${account}:database/audit`;
const groupArn = `arn:aws:athena:${region}:${account}:workgroup/audit`;
const caller = { "sts.getCallerIdentity": { Account: account } };

const table = {
  Name: "logs",
  TableType: "EXTERNAL_TABLE",
  Retention: 0,
  Parameters: { "projection.enabled": "true" },
  PartitionKeys: [{ Name: "timestamp", Type: "string" }],
  StorageDescriptor: {
    Columns: [{ Name: "eventid", Type: "string" }],
    InputFormat: "in",
    Location: "s3://logs/AWSLogs/",
    OutputFormat: "out",
    SerdeInfo: { Parameters: { "serialization.format": "1" }, SerializationLibrary: "json" },
  },
};
const storageDescriptor = {
  columns: [{ name: "eventid", type: "string" }],
  inputFormat: "in",
  location: "s3://logs/AWSLogs/",
  outputFormat: "out",
  serDeInfo: { parameters: { "serialization.format": "1" }, serializationLibrary: "json" },
};

const configuration = {
  EnforceWorkGroupConfiguration: true,
  PublishCloudWatchMetricsEnabled: true,
  RequesterPaysEnabled: false,
  BytesScannedCutoffPerQuery: 20_000_000,
  EngineVersion: { SelectedEngineVersion: "Athena engine version 3" },
  ResultConfiguration: {
    OutputLocation: "s3://results/",
    ExpectedBucketOwner: account,
    EncryptionConfiguration: { EncryptionOption: "SSE_KMS", KmsKey: "arn:key" },
  },
};
const { BytesScannedCutoffPerQuery, ResultConfiguration, ...rest } = configuration;
const groupInputs = {
  name: "audit",
  description: "questions",
  configuration: {
    bytesScannedCutoffPerQuery: 20_000_000,
    enforceWorkgroupConfiguration: true,
    engineVersion: { selectedEngineVersion: "Athena engine version 3" },
    publishCloudwatchMetricsEnabled: true,
    resultConfiguration: {
      encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: "arn:key" },
      expectedBucketOwner: account,
      outputLocation: "s3://results/",
    },
  },
};

export const analyticsCases: RecordCase[] = [
  {
    type: "aws:glue/catalogDatabase:CatalogDatabase",
    inputs: { name: "audit", description: "logs" },
    answers: {
      ...caller,
      "glue.createDatabase": {},
      "glue.updateDatabase": {},
      "glue.deleteDatabase": {},
      "glue.tagResource": {},
      "glue.getDatabase": { Database: { Name: "audit", Description: "logs" } },
      "glue.getTags": { Tags: { owner: "sec" } },
    },
    id: `${account}:audit`,
    creates: [
      [
        "glue.createDatabase",
        { CatalogId: account, DatabaseInput: { Name: "audit", Description: "logs" }, Tags: { owner: "sec" } },
      ],
    ],
    state: {
      arn: databaseArn,
      catalogId: account,
      description: "logs",
      locationUri: "",
      name: "audit",
      region,
      tagsAll: { owner: "sec" },
    },
    updates: [
      {
        change: { description: "more" },
        calls: [
          [
            "glue.updateDatabase",
            { CatalogId: account, Name: "audit", DatabaseInput: { Name: "audit", Description: "more" } },
          ],
        ],
      },
      {
        change: { tags: { a: "b" } },
        calls: [["glue.tagResource", { ResourceArn: databaseArn, TagsToAdd: { a: "b" } }]],
      },
    ],
    replaces: [{ change: { name: "other" } }],
    removes: [["glue.deleteDatabase", { CatalogId: account, Name: "audit" }]],
    gone: { "glue.getDatabase": missing, "glue.deleteDatabase": missing },
  },
  {
    type: "aws:glue/catalogTable:CatalogTable",
    inputs: {
      name: "logs",
      databaseName: "audit",
      tableType: "EXTERNAL_TABLE",
      parameters: { "projection.enabled": "true" },
      partitionKeys: [{ name: "timestamp", type: "string" }],
      storageDescriptor,
    },
    answers: {
      ...caller,
      "glue.createTable": {},
      "glue.updateTable": {},
      "glue.deleteTable": {},
      "glue.getTable": { Table: { ...table, DatabaseName: "audit", CatalogId: account } },
    },
    id: `${account}:audit:logs`,
    creates: [["glue.createTable", { CatalogId: account, DatabaseName: "audit", TableInput: table }]],
    state: {
      arn: `arn:aws:glue:${region}:${account}:table/audit/logs`,
      catalogId: account,
      databaseName: "audit",
      name: "logs",
      parameters: { "projection.enabled": "true" },
      partitionKeys: [{ name: "timestamp", parameters: {}, type: "string" }],
      region,
      retention: 0,
      storageDescriptor: {
        additionalLocations: [],
        bucketColumns: [],
        ...storageDescriptor,
        columns: [{ name: "eventid", parameters: {}, type: "string" }],
        parameters: {},
      },
      tableType: "EXTERNAL_TABLE",
    },
    updates: [
      {
        change: { parameters: { "projection.enabled": "false" } },
        calls: [
          [
            "glue.updateTable",
            {
              CatalogId: account,
              DatabaseName: "audit",
              TableInput: { ...table, Parameters: { "projection.enabled": "false" } },
            },
          ],
        ],
      },
    ],
    replaces: [{ change: { name: "other" } }, { change: { databaseName: "other" } }],
    removes: [["glue.deleteTable", { CatalogId: account, DatabaseName: "audit", Name: "logs" }]],
    gone: { "glue.getTable": missing, "glue.deleteTable": missing },
  },
  {
    type: "aws:athena/workgroup:Workgroup",
    inputs: groupInputs,
    answers: {
      ...caller,
      "athena.createWorkGroup": {},
      "athena.updateWorkGroup": {},
      "athena.deleteWorkGroup": {},
      "athena.tagResource": {},
      "athena.getWorkGroup": {
        WorkGroup: {
          Name: "audit",
          State: "ENABLED",
          Description: "questions",
          Configuration: {
            ...configuration,
            EngineVersion: {
              SelectedEngineVersion: "Athena engine version 3",
              EffectiveEngineVersion: "Athena engine version 3",
            },
          },
        },
      },
      "athena.listTagsForResource": { Tags: [{ Key: "owner", Value: "sec" }] },
    },
    id: "audit",
    creates: [
      [
        "athena.createWorkGroup",
        {
          Name: "audit",
          Description: "questions",
          Configuration: configuration,
          Tags: [{ Key: "owner", Value: "sec" }],
        },
      ],
    ],
    state: {
      arn: groupArn,
      configuration: {
        ...groupInputs.configuration,
        enableMinimumEncryptionConfiguration: false,
        engineVersion: {
          effectiveEngineVersion: "Athena engine version 3",
          selectedEngineVersion: "Athena engine version 3",
        },
        requesterPaysEnabled: false,
      },
      description: "questions",
      forceDestroy: false,
      name: "audit",
      region,
      state: "ENABLED",
      tagsAll: { owner: "sec" },
    },
    updates: [
      {
        change: {
          configuration: { ...groupInputs.configuration, bytesScannedCutoffPerQuery: undefined },
        },
        calls: [
          [
            "athena.updateWorkGroup",
            {
              WorkGroup: "audit",
              Description: "questions",
              State: "ENABLED",
              ConfigurationUpdates: {
                ...rest,
                RemoveBytesScannedCutoffPerQuery: true,
                ResultConfigurationUpdates: ResultConfiguration,
              },
            },
          ],
        ],
      },
      {
        change: { description: "other", configuration: { bytesScannedCutoffPerQuery: 20_000_000 } },
        calls: [
          [
            "athena.updateWorkGroup",
            {
              WorkGroup: "audit",
              Description: "other",
              State: "ENABLED",
              ConfigurationUpdates: {
                EnforceWorkGroupConfiguration: true,
                PublishCloudWatchMetricsEnabled: true,
                RequesterPaysEnabled: false,
                BytesScannedCutoffPerQuery,
                ResultConfigurationUpdates: {
                  RemoveOutputLocation: true,
                  RemoveExpectedBucketOwner: true,
                  RemoveEncryptionConfiguration: true,
                },
              },
            },
          ],
        ],
      },
      {
        change: { tags: { a: "b" } },
        calls: [["athena.tagResource", { ResourceARN: groupArn, Tags: [{ Key: "a", Value: "b" }] }]],
      },
    ],
    replaces: [{ change: { name: "other" } }],
    removes: [["athena.deleteWorkGroup", { WorkGroup: "audit" }]],
    gone: {
      "athena.getWorkGroup": apiError("InvalidRequestException", "WorkGroup audit is not found."),
      "athena.deleteWorkGroup": apiError("InvalidRequestException", "WorkGroup audit is not found."),
    },
  },
  {
    type: "aws:athena/namedQuery:NamedQuery",
    inputs: { name: "calls", description: "all", database: "audit", workgroup: "audit", query: "SELECT 1" },
    answers: {
      "athena.createNamedQuery": { NamedQueryId: "q-1" },
      "athena.deleteNamedQuery": {},
      "athena.getNamedQuery": {
        NamedQuery: {
          Name: "calls",
          Description: "all",
          Database: "audit",
          WorkGroup: "audit",
          QueryString: "SELECT 1",
        },
      },
    },
    id: "q-1",
    creates: [
      [
        "athena.createNamedQuery",
        { Name: "calls", Description: "all", Database: "audit", QueryString: "SELECT 1", WorkGroup: "audit" },
      ],
    ],
    state: {
      database: "audit",
      description: "all",
      name: "calls",
      query: "SELECT 1",
      region,
      workgroup: "audit",
    },
    updates: [],
    replaces: [
      { change: { query: "SELECT 2" } },
      { change: { name: "other" } },
      { change: { description: "some" } },
    ],
    removes: [["athena.deleteNamedQuery", { NamedQueryId: "q-1" }]],
    gone: {
      "athena.getNamedQuery": apiError("InvalidRequestException", "NamedQuery q-1 does not exist"),
      "athena.deleteNamedQuery": apiError("ResourceNotFoundException"),
    },
  },
];
