import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createViewName, createViewStatement, viewColumns, viewText } from "./athenaView";
import { callerContext, type CallerContext } from "./callerContext";
import { checkTrailAnalyticsArgs, type CheckedTrailAnalytics } from "./checkTrailAnalyticsArgs";
import {
  accountsFolder,
  cloudTrailColumns,
  cloudTrailFormat,
  cloudTrailPartitions,
  cloudTrailTableName,
  partitionProjection,
} from "./cloudTrailTable";
import { createQueryResultsBucket } from "./queryResultsBucket";
import type { TrailAnalyticsArgs } from "./trailAnalyticsArgs";

/**
 * Makes a trail's log files a table for Athena: a Glue database and table whose partitions (account, Region, day) are
 * made up from the files' places, and a workgroup that encrypts results with the trail's key and ends a query that
 * scans too much.
 *
 * Nothing is copied and no query runs at deployment. Digests and Insights events lie beside what the table reads.
 *
 *     const trail = new AuditTrail("audit", {});
 *     const analytics = new TrailAnalytics("analytics", {
 *       bucketName: trail.bucketName,
 *       keyArn: trail.keyArn,
 *       regions: ["eu-central-1", "us-east-1"],
 *       savedQueries: [
 *         {
 *           name: "calls-of-a-day",
 *           query: `SELECT eventname, count(*) AS calls FROM cloudtrail_logs WHERE "timestamp" = '2026/01/31' GROUP BY 1`,
 *         },
 *       ],
 *     });
 *     export const workgroup = analytics.workgroupName;
 */
export class TrailAnalytics extends pulumi.ComponentResource {
  /** The Athena workgroup. */
  readonly workgroupName: pulumi.Output<string>;
  /** The Glue database. */
  readonly databaseName: pulumi.Output<string>;
  /** The table over the log files in it. */
  readonly tableName: pulumi.Output<string>;
  /** The bucket that takes the results of queries. */
  readonly resultsBucketName: pulumi.Output<string>;

  constructor(name: string, args: TrailAnalyticsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit-trail:index:TrailAnalytics", name, args, opts);
    const checked = checkTrailAnalyticsArgs(name, args ?? {});
    const wiring: Wiring = { name, args: checked, parent: this, context: callerContext(this) };
    const database = createDatabase(wiring);
    const table = createTable(wiring, database.name);
    createViews(wiring, database.name, table);
    const resultsBucketName = createResults(wiring);
    const workgroup = createWorkgroup(wiring, resultsBucketName);
    saveQueries(wiring, database.name, workgroup.name);

    this.workgroupName = workgroup.name;
    this.databaseName = database.name;
    this.tableName = table.name;
    this.resultsBucketName = resultsBucketName;
    this.registerOutputs({
      workgroupName: this.workgroupName,
      databaseName: this.databaseName,
      tableName: this.tableName,
      resultsBucketName: this.resultsBucketName,
    });
  }
}

interface Wiring {
  name: string;
  args: CheckedTrailAnalytics;
  parent: TrailAnalytics;
  context: pulumi.Output<CallerContext>;
}

/** So many partitions a day are many to look into for a question about a month. */
const manyPartitions = 1000;

function createDatabase({ name, args, parent }: Wiring): aws.glue.CatalogDatabase {
  return new aws.glue.CatalogDatabase(
    `${name}-database`,
    { name: args.databaseName, description: "CloudTrail's log files, as they lie in S3", tags: args.tags },
    { parent },
  );
}

function createTable(wiring: Wiring, databaseName: pulumi.Output<string>): aws.glue.CatalogTable {
  const { name, args, parent, context } = wiring;
  const place = pulumi.output({
    bucketName: args.bucketName,
    keyPrefix: args.keyPrefix,
    organizationId: args.organizationId,
  });
  const partitions = pulumi
    .all([accountsOf(wiring), regionsOf(wiring)])
    .apply(([accounts, regions]) => ({ accounts, regions, startDay: args.startDay }));
  adviseOnPartitions(partitions, parent);
  return new aws.glue.CatalogTable(
    `${name}-table`,
    {
      name: cloudTrailTableName,
      databaseName,
      description: "One row a record; bind timestamp (the day of delivery), or every day is read",
      tableType: "EXTERNAL_TABLE",
      partitionKeys: cloudTrailPartitions,
      storageDescriptor: {
        // The projection says where each partition lies; this is one folder of log files for whoever reads none.
        location: pulumi
          .all([place, partitions, context])
          .apply(
            ([at, { accounts }, { accountId }]) =>
              `${accountsFolder(at)}${accounts?.[0] ?? accountId}/CloudTrail/`,
          ),
        inputFormat: cloudTrailFormat.inputFormat,
        outputFormat: cloudTrailFormat.outputFormat,
        serDeInfo: {
          serializationLibrary: cloudTrailFormat.serializationLibrary,
          parameters: { "serialization.format": "1" },
        },
        columns: cloudTrailColumns,
      },
      parameters: pulumi.all([place, partitions]).apply(([at, which]) => partitionProjection(at, which)),
    },
    { parent },
  );
}

/** The accounts in the table; undefined where a query names them. */
function accountsOf({ args, context }: Wiring): pulumi.Output<string[] | undefined> {
  if (args.accounts) return pulumi.all(args.accounts);
  return pulumi
    .all([args.organizationId, context])
    .apply(([organizationId, { accountId }]) => (organizationId === undefined ? [accountId] : undefined));
}

function regionsOf({ args, parent }: Wiring): pulumi.Output<string[]> {
  if (args.regions) return pulumi.output(args.regions);
  return aws.getRegionsOutput({ allRegions: true }, { parent }).names.apply((names) => [...names].sort());
}

function createViews(
  { name, args, parent }: Wiring,
  databaseName: pulumi.Output<string>,
  table: aws.glue.CatalogTable,
): void {
  for (const view of args.views) {
    new aws.glue.CatalogTable(
      `${name}-view-${view.name}`,
      {
        name: view.name,
        databaseName,
        description: view.description,
        tableType: "VIRTUAL_VIEW",
        viewOriginalText: viewText(view, args.databaseName),
        viewExpandedText: "/* Presto View */",
        parameters: { presto_view: "true", comment: "Presto View" },
        storageDescriptor: {
          columns: viewColumns(view),
          // Engines that read the catalogue want to find one, and look no further into it.
          serDeInfo: { name: "-", serializationLibrary: "-" },
        },
      },
      { parent, dependsOn: [table] },
    );
  }
}

function createResults({ name, args, parent, context }: Wiring): pulumi.Output<string> {
  return createQueryResultsBucket(
    `${name}-results`,
    {
      bucketName: args.resultsBucketName,
      keyArn: args.keyArn,
      retentionDays: args.resultsRetentionDays,
      context,
      ephemeral: args.ephemeral ?? false,
      tags: args.tags,
    },
    parent,
  );
}

function createWorkgroup(
  { name, args, parent, context }: Wiring,
  resultsBucketName: pulumi.Output<string>,
): aws.athena.Workgroup {
  return new aws.athena.Workgroup(
    `${name}-workgroup`,
    {
      name: args.workgroupName,
      description: "Questions about CloudTrail's log files",
      forceDestroy: args.ephemeral ?? false,
      configuration: {
        enforceWorkgroupConfiguration: !args.allowClientSettings,
        publishCloudwatchMetricsEnabled: !args.withoutMetrics,
        bytesScannedCutoffPerQuery: args.scanLimitBytes,
        engineVersion: { selectedEngineVersion: args.engineVersion },
        resultConfiguration: {
          outputLocation: pulumi.interpolate`s3://${resultsBucketName}/results/`,
          expectedBucketOwner: context.accountId,
          encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: args.keyArn },
        },
      },
      tags: args.tags,
    },
    { parent },
  );
}

function saveQueries(
  { name, args, parent }: Wiring,
  database: pulumi.Output<string>,
  workgroup: pulumi.Output<string>,
): void {
  const again = args.views.map((view) => ({
    name: createViewName(view),
    description: `Makes the view ${view.name} again, should Athena call it stale.`,
    query: createViewStatement(view),
  }));
  for (const saved of [...args.savedQueries, ...again]) {
    new aws.athena.NamedQuery(
      `${name}-query-${saved.name}`,
      {
        name: saved.name,
        description: saved.description?.slice(0, 1024),
        database,
        workgroup,
        query: saved.query,
      },
      { parent },
    );
  }
}

function adviseOnPartitions(
  partitions: pulumi.Output<{ accounts: string[] | undefined; regions: string[] }>,
  parent: TrailAnalytics,
): void {
  partitions.apply(({ accounts, regions }) => {
    const perDay = (accounts?.length ?? 1) * regions.length;
    if (perDay <= manyPartitions) return;
    void pulumi.log.warn(
      `${accounts?.length} accounts in ${regions.length} Regions make ${perDay} partitions a day: a question about a month looks into ${perDay * 30} folders. Name fewer Regions, or leave accounts out with organizationId.`,
      parent,
    );
  });
}
