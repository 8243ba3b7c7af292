import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AuditTrail, TrailAnalytics, type TrailAnalyticsArgs } from "../../../components";
import { checkTrailAnalyticsArgs } from "../../../components/checkTrailAnalyticsArgs";
import { ATHENA_DATABASE, ATHENA_TABLE, ATHENA_VIEW } from "../../../detective/athena/athenaNames";
import { tableOf } from "../../../detective/athena/athenaTable";
import { athenaNamedQueries } from "../../../detective/archive/athena/athenaNamedQueries";
import { athenaTableDdl, CLOUDTRAIL_HIVE_COLUMNS } from "../../../detective/archive/athena/athenaTableDdl";
import { athenaViews } from "../../../detective/archive/athena/athenaViews";
import { loadSavedQueries } from "../../../detective/archive/savedQuery/loadSavedQueries";
import { record, valueOf, type MockAccount } from "../../support/recorder";

const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/k-1";
const needed = { bucketName: "the-logs", keyArn };
const regions = ["eu-central-1", "us-east-1"];
const make = (args: Partial<TrailAnalyticsArgs> = {}, account?: MockAccount) =>
  record((opts) => new TrailAnalytics("analytics", { ...needed, regions, ...args }, opts), account);

type Table = {
  parameters: Record<string, string>;
  partitionKeys: { name: string; type: string }[];
  storageDescriptor: {
    location: string;
    columns: { name: string; type: string }[];
    [more: string]: unknown;
  };
  [more: string]: unknown;
};

async function tableMade(args: Partial<TrailAnalyticsArgs> = {}, account?: MockAccount): Promise<Table> {
  return (await make(args, account)).only("CatalogTable").inputs as Table;
}

/** The problems of wrong inputs, each as its path and the sentence. */
async function problemsOf(args: Partial<TrailAnalyticsArgs>): Promise<string[]> {
  try {
    await make(args);
  } catch (error) {
    assert.ok(pulumi.InputPropertiesError.isInstance(error), String(error));
    return error.message
      .split("\n")
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
}

describe("TrailAnalytics", () => {
  it("makes a table whose partitions are made up from where the log files lie", async () => {
    const { storageDescriptor, ...table } = await tableMade();
    const { columns, ...storage } = storageDescriptor;
    assert.deepEqual(table, {
      name: "cloudtrail_logs",
      databaseName: "audit_trail",
      description: "One row a record; bind timestamp (the day of delivery), or every day is read",
      tableType: "EXTERNAL_TABLE",
      partitionKeys: [
        { name: "account", type: "string" },
        { name: "region", type: "string" },
        { name: "timestamp", type: "string" },
      ],
      parameters: {
        EXTERNAL: "TRUE",
        "projection.enabled": "true",
        "projection.account.type": "enum",
        "projection.account.values": "111122223333",
        "projection.region.type": "enum",
        "projection.region.values": "eu-central-1,us-east-1",
        "projection.timestamp.type": "date",
        "projection.timestamp.format": "yyyy/MM/dd",
        "projection.timestamp.interval": "1",
        "projection.timestamp.interval.unit": "DAYS",
        "projection.timestamp.range": "2013/11/13,NOW",
        "storage.location.template": "s3://the-logs/AWSLogs/${account}/CloudTrail/${region}/${timestamp}/",
      },
    });
    assert.deepEqual(storage, {
      location: "s3://the-logs/AWSLogs/111122223333/CloudTrail/",
      inputFormat: "com.amazon.emr.cloudtrail.CloudTrailInputFormat",
      outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
      serDeInfo: {
        serializationLibrary: "org.apache.hive.hcatalog.data.JsonSerDe",
        parameters: { "serialization.format": "1" },
      },
    });
    assert.deepEqual(columns, CLOUDTRAIL_HIVE_COLUMNS);
  });

  it("is the table of the detective's own statement for one", async () => {
    const { parameters, storageDescriptor } = await tableMade({ startDay: "2024/01/31" });
    const ddl = athenaTableDdl({
      bucket: "the-logs",
      accounts: ["111122223333"],
      regions,
      firstDay: "2024/01/31",
    });
    const { EXTERNAL: _external, "storage.location.template": template = "", ...projection } = parameters;
    for (const [name, value] of Object.entries(projection))
      assert.ok(ddl.includes(`'${name}' = '${value}'`), name);
    assert.ok(ddl.includes(`'storage.location.template' = '${template.replace(/\/$/, "")}'`), template);
    const { inputFormat, outputFormat } = storageDescriptor;
    for (const format of [inputFormat, outputFormat]) assert.ok(ddl.includes(`'${String(format)}'`));
  });

  it("is what the detective takes for a table over log files, by the names that it asks for", async () => {
    const recording = await make({ views: viewArgs() });
    const [table, ...views] = recording.all("CatalogTable").map(({ inputs }) => inputs as Table);
    const { account, region, day, template, firstDay } = tableOf(ATHENA_DATABASE, ATHENA_TABLE, {
      Parameters: table?.parameters,
      PartitionKeys: table?.partitionKeys.map(({ name, type }) => ({ Name: name, Type: type })),
      Columns: table?.storageDescriptor.columns.map(({ name, type }) => ({ Name: name, Type: type })),
    });
    assert.deepEqual(
      { account, region, day, template, firstDay },
      {
        account: { column: "account", injected: false, values: ["111122223333"] },
        region: { column: "region", injected: false, values: regions },
        day: { kind: "day", column: "timestamp", format: "yyyy/MM/dd" },
        template: table?.parameters["storage.location.template"],
        firstDay: "2013/11/13",
      },
    );
    assert.deepEqual(
      [table?.databaseName, table?.name, views.at(-1)?.name],
      [ATHENA_DATABASE, ATHENA_TABLE, ATHENA_VIEW],
    );
  });

  it("reads below the prefix and the organization, whose accounts a query names unless they are given", async () => {
    const organization = { keyPrefix: "audit/logs", organizationId: "o-a1b2c3d4e5" };
    const every = await tableMade(organization);
    assert.equal(every.parameters["projection.account.type"], "injected");
    assert.equal("projection.account.values" in every.parameters, false);
    assert.equal(
      every.parameters["storage.location.template"],
      "s3://the-logs/audit/logs/AWSLogs/o-a1b2c3d4e5/${account}/CloudTrail/${region}/${timestamp}/",
    );
    assert.equal(
      every.storageDescriptor.location,
      "s3://the-logs/audit/logs/AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail/",
    );
    const two = await tableMade({ ...organization, accounts: ["222222222222", "333333333333"] });
    assert.equal(two.parameters["projection.account.values"], "222222222222,333333333333");
    assert.equal(
      two.storageDescriptor.location,
      "s3://the-logs/audit/logs/AWSLogs/o-a1b2c3d4e5/222222222222/CloudTrail/",
    );
  });

  it("asks EC2 for every Region of the partition, opted into or not, when none is named", async () => {
    const calls = {
      "aws:index/getRegions:getRegions": (args: Record<string, unknown>) => {
        assert.deepEqual(args, { allRegions: true });
        return { names: ["cn-northwest-1", "cn-north-1"] };
      },
    };
    const inChina = { partition: "aws-cn", region: "cn-north-1", calls };
    const { parameters } = await tableMade({ regions: undefined }, inChina);
    assert.equal(parameters["projection.region.values"], "cn-north-1,cn-northwest-1");
  });

  it("ends a query that scans too much, and encrypts what comes out with the trail's key, whatever its caller says", async () => {
    const recording = await make({ tags: { team: "security" } });
    assert.deepEqual(recording.only("Workgroup").inputs, {
      name: "audit-trail",
      description: "Questions about CloudTrail's log files",
      forceDestroy: false,
      configuration: {
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: 107_374_182_400,
        engineVersion: { selectedEngineVersion: "Athena engine version 3" },
        resultConfiguration: {
          outputLocation: "s3://analytics-results-1234567/results/",
          expectedBucketOwner: "111122223333",
          encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: keyArn },
        },
      },
      tags: { team: "security" },
    });
    const { result } = recording;
    assert.deepEqual(
      await Promise.all(
        [result.workgroupName, result.databaseName, result.tableName, result.resultsBucketName].map(valueOf),
      ),
      ["audit-trail", "audit_trail", "cloudtrail_logs", "analytics-results-1234567"],
    );
    assert.deepEqual([recording.warnings, recording.errors], [[], []]);
  });

  it("keeps results private, encrypted, over TLS alone, and not for long", async () => {
    const recording = await make({ resultsRetentionDays: 7 });
    const bucket = "analytics-results-1234567";
    assert.deepEqual(recording.only("Bucket").inputs, { forceDestroy: false });
    assert.deepEqual(recording.only("BucketPublicAccessBlock").inputs, {
      bucket,
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(recording.only("BucketOwnershipControls").inputs, {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    assert.deepEqual(recording.only("BucketServerSideEncryptionConfiguration").inputs.rules, [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
        bucketKeyEnabled: true,
      },
    ]);
    assert.deepEqual(recording.only("BucketLifecycleConfiguration").inputs.rules, [
      {
        id: "results",
        status: "Enabled",
        filter: { prefix: "" },
        expiration: { days: 7 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
    ]);
    assert.deepEqual(JSON.parse(String(recording.only("BucketPolicy").inputs.policy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DenyInsecureTransport",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  it("is weaker only by what is named for it", async () => {
    const recording = await make({
      withoutScanLimit: true,
      allowClientSettings: true,
      withoutMetrics: true,
      engineVersion: "AUTO",
      ephemeral: true,
    });
    const { configuration, forceDestroy } = recording.only("Workgroup").inputs as {
      configuration: Record<string, unknown>;
      forceDestroy: boolean;
    };
    assert.deepEqual(
      [
        configuration.bytesScannedCutoffPerQuery,
        configuration.enforceWorkgroupConfiguration,
        configuration.publishCloudwatchMetricsEnabled,
        configuration.engineVersion,
        forceDestroy,
        recording.only("Bucket").inputs.forceDestroy,
      ],
      [undefined, false, false, { selectedEngineVersion: "AUTO" }, true, true],
    );
  });

  it("has views as Athena itself keeps them, and a statement that makes each again", async () => {
    const view = {
      name: "denials",
      description: "What was denied",
      query: 'SELECT eventid AS "id" FROM cloudtrail_logs;\n',
      columns: [
        { name: "id", type: "varchar" },
        { name: "at", type: "timestamp(3)" },
      ],
    };
    const recording = await make({ views: [view], databaseName: "mine" });
    const made = recording.all("CatalogTable").at(-1)?.inputs as Table;
    const { viewOriginalText, ...rest } = made;
    assert.deepEqual(rest, {
      name: "denials",
      databaseName: "mine",
      description: "What was denied",
      tableType: "VIRTUAL_VIEW",
      viewExpandedText: "/* Presto View */",
      parameters: { presto_view: "true", comment: "Presto View" },
      storageDescriptor: {
        columns: [
          { name: "id", type: "string" },
          { name: "at", type: "timestamp" },
        ],
        serDeInfo: { name: "-", serializationLibrary: "-" },
      },
    });
    const [, encoded = ""] =
      /^\/\* Presto View: ([A-Za-z0-9+/=]+) \*\/$/.exec(String(viewOriginalText)) ?? [];
    assert.deepEqual(JSON.parse(Buffer.from(encoded, "base64").toString("utf8")), {
      originalSql: 'SELECT eventid AS "id" FROM cloudtrail_logs',
      catalog: "awsdatacatalog",
      schema: "mine",
      columns: view.columns,
    });
    assert.deepEqual(recording.only("NamedQuery").inputs, {
      name: "create-view-denials",
      description: "Makes the view denials again, should Athena call it stale.",
      database: "mine",
      workgroup: "audit-trail",
      query: 'CREATE OR REPLACE VIEW "denials" AS\nSELECT eventid AS "id" FROM cloudtrail_logs',
    });
  });

  it("takes the detective's own views and saved queries", async () => {
    const { queries } = await loadSavedQueries();
    const savedQueries = athenaNamedQueries(queries).map(({ sql, ...named }) => ({ ...named, query: sql }));
    const recording = await make({ views: viewArgs(), savedQueries });
    const named = recording.all("NamedQuery").map(({ inputs }) => inputs.name);
    assert.deepEqual(named, [
      ...savedQueries.map(({ name }) => name),
      "create-view-all_events",
      "create-view-events",
    ]);
    assert.ok(named.length > 40);
  });

  it("warns of so many partitions that questions get slow", async () => {
    const accounts = Array.from({ length: 60 }, (_, index) => String(100_000_000_000 + index));
    const named = Array.from({ length: 17 }, (_, index) => `eu-${"abcdefghijklmnopq"[index]}-1`);
    const { warnings } = await make({ accounts, regions: named });
    assert.deepEqual(warnings, [
      "60 accounts in 17 Regions make 1020 partitions a day: a question about a month looks into 30600 folders. Name fewer Regions, or leave accounts out with organizationId.",
    ]);
  });

  it("names everything that is wrong at once, with the limit and the way out", async () => {
    const tooMany = Array.from({ length: 201 }, (_, index) => String(100_000_000_000 + index));
    assert.deepEqual(
      await problemsOf({
        bucketName: "",
        keyArn: "alias/logs",
        keyPrefix: "/logs/",
        organizationId: "org",
        accounts: ["12", "111122223333", "111122223333"],
        regions: ["Frankfurt"],
        startDay: "2024/02/30",
        databaseName: "Audit",
        workgroupName: "audit trail",
        resultsBucketName: "Results",
        resultsRetentionDays: 0,
        scanLimitBytes: 1000,
        withoutScanLimit: true,
        engineVersion: "2",
        savedQueries: [
          { name: "a", query: "SELECT 1" },
          { name: "a", query: " " },
          { name: "create-view-v", query: "SELECT 1" },
          { name: "", query: "x".repeat(262_145) },
        ],
        views: [
          { name: "cloudtrail_logs", query: "SELECT 1", columns: [] },
          { name: "v", query: "SELECT 1", columns: [{ name: "A", type: "text" }] },
        ],
      }),
      [
        "bucketName: is missing; give AuditTrail's output of that name",
        'accounts[0]: "12" is not an account id; give the account\'s 12 digits, as text',
        'accounts: names "111122223333" twice; name each once',
        'regions[0]: "Frankfurt" is not a Region; name it as in eu-central-1',
        'startDay: "2024/02/30" is no day of the calendar; write it as 2024/01/31',
        "scanLimitBytes: 1000 is not a whole number of 10485760 or more; Athena takes no lower limit, and withoutScanLimit: true is none",
        "withoutScanLimit: true goes without a limit, and scanLimitBytes is one; leave one of the two out",
        "resultsRetentionDays: 0 is not a whole number of 1 or more; results that are to stay belong into a bucket of their own",
        "savedQueries[1].query: is empty; give the statement",
        'savedQueries[3].name: "" is not 1 to 128 characters; name the query otherwise',
        "savedQueries[3].query: has 262145 bytes, and Athena keeps 262144 of a query; shorten it",
        'savedQueries: names "a" twice; name each once',
        'savedQueries: names "create-view-v" twice; name each once',
        'views[0].name: "cloudtrail_logs" is the name of the table; name the view otherwise',
        "views[0].columns: is empty; name the columns that the query gives, in order",
        'views[1].columns[0].name: "A" is not 1 to 128 small letters, digits and _, the first a letter; name it otherwise',
        'views[1].columns[0].type: "text" is not one of varchar, boolean, integer, bigint, double, date, timestamp(3); use one of these',
        'databaseName: "Audit" is not 1 to 128 small letters, digits and _, the first a letter; name it otherwise',
        'workgroupName: "audit trail" is not 1 to 128 letters, digits and . _ -; name the workgroup otherwise',
        'engineVersion: "2" is not one of Athena engine version 3, AUTO; use one of these',
        'keyArn: "alias/logs" is not a KMS key ARN; give the ARN that ends in key/<id>',
        'keyPrefix: "/logs/" begins or ends with a slash, or holds characters that S3 keys should not have; write it as logs/audit',
        'organizationId: "org" is not an organization id; give it as o-…',
        'resultsBucketName: "Results" is not made of lower-case letters, digits, dots and hyphens between them; name the bucket otherwise',
      ],
    );
    assert.match((await problemsOf({ accounts: tooMany }))[0] ?? "", /^accounts: names 201 accounts/);
    assert.match((await problemsOf({ accounts: [] }))[0] ?? "", /^accounts: \[\] names nothing/);
    assert.match((await problemsOf({ regions: [] }))[0] ?? "", /^regions: \[\] names nothing/);
    const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10).replaceAll("-", "/");
    assert.match((await problemsOf({ startDay: tomorrow }))[0] ?? "", /has not come yet/);
    assert.match((await problemsOf({ startDay: "2024-01-31" }))[0] ?? "", /is not a day/);
    assert.doesNotThrow(() => checkTrailAnalyticsArgs("a", { ...needed, startDay: "2024/02/29" }));
    assert.doesNotThrow(() => checkTrailAnalyticsArgs("a", { ...needed, regions: ["eusc-de-east-1"] }));
    const view = (changed: object) => [
      { name: "v", query: "SELECT 1", columns: [{ name: "a", type: "varchar" }], ...changed },
    ];
    const tooLate: [args: object, problem: RegExp][] = [
      [
        { views: view({ name: "v".repeat(117) }) },
        /^views\[0\]\.name: "v+" makes .* longer than 128 .* by 1$/,
      ],
      [{ views: view({ query: "x".repeat(262_144) }) }, /^views\[0\]\.query: has 262174 bytes/],
      [
        { views: view({ query: '"'.repeat(200_000) }) },
        /^views\[0\]\.query: .* 409600 bytes that Glue keeps/,
      ],
      [{ views: view({ description: "x".repeat(2049) }) }, /^views\[0\]\.description: has 2049 bytes/],
      [{ workgroupName: "primary" }, /^workgroupName: "primary" is there in every account/],
      [{ resultsRetentionDays: 36_501 }, /^resultsRetentionDays: 36501 is more than 36500/],
      [{ scanLimitBytes: 2 ** 51 }, /^scanLimitBytes: \d+ is more than/],
      [
        { resultsBucketName: "the-logs", bucketName: "the-logs" },
        /^resultsBucketName: "the-logs" is the log bucket/,
      ],
    ];
    for (const [args, problem] of tooLate) assert.match((await problemsOf(args)).join("\n"), problem);
  });
});

describe("AuditTrail's key and the results of queries", () => {
  const reader = "arn:aws:iam::111122223333:role/analyst";
  const statementsOf = async (readers: string[] | undefined) => {
    const recording = await record(
      (opts) =>
        new AuditTrail("audit", { logBucket: { readers }, queryResultsBucketName: "the-results" }, opts),
    );
    const { Statement } = JSON.parse(String(recording.only("Key").inputs.policy)) as {
      Statement: { Sid: string }[];
    };
    return Statement.filter(({ Sid }) => Sid.startsWith("Readers"));
  };

  it("lets readers write there with the key through S3, beside what they may read", async () => {
    const statements = await statementsOf([reader]);
    assert.deepEqual(
      statements.map(({ Sid }) => Sid),
      ["ReadersDecryptLogs", "ReadersDecryptLogsThroughBucketKey", "ReadersKeepQueryResults"],
    );
    assert.deepEqual(statements.at(-1), {
      Sid: "ReadersKeepQueryResults",
      Effect: "Allow",
      Principal: { AWS: [reader] },
      Action: ["kms:GenerateDataKey", "kms:Decrypt"],
      Resource: "*",
      Condition: {
        StringLike: {
          "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::the-results", "arn:aws:s3:::the-results/*"],
        },
        StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
      },
    });
  });

  it("lets nobody more where the key names no readers", async () => {
    assert.deepEqual(await statementsOf(undefined), []);
  });
});

function viewArgs() {
  return athenaViews().map(({ name, about, select, columns }) => ({
    name,
    description: about,
    query: select,
    columns: [...columns],
  }));
}
