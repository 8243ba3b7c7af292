import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  AuditTrail,
  TrailAlarms,
  TrailAnalytics,
  type AlarmFilterArgs,
  type AlarmRuleArgs,
  type DataEventsArgs,
  type LogBucketArgs,
  type OtherTrailArgs,
} from "./components";
import type { Level } from "./detective";
import type * as AthenaNamedQueries from "./detective/archive/athena/athenaNamedQueries";
import type * as AthenaViews from "./detective/archive/athena/athenaViews";
import type * as LoadSavedQueries from "./detective/archive/savedQuery/loadSavedQueries";
import type * as AlarmRules from "./detective/sigma/alarms/alarmRules";
import type * as CisFilters from "./detective/sigma/alarms/cisFilters";
import type * as LoadRules from "./detective/sigma/load/loadRules";
import type * as OwnRules from "./detective/sigma/ownRules";

/**
 * The stack: reads its config (see Pulumi.yaml for each key), makes one AuditTrail with its alarms and its table for Athena,
 * and names what scripts need.
 *
 * `pulumi up` calls it, and so do tests and the harness as an inline program.
 */
async function program(): Promise<Record<string, pulumi.Output<string>>> {
  const config = new pulumi.Config("audit-trail");
  const resultsBucketName = await resultsBucket(config);
  const trail = new AuditTrail("audit", {
    trailName: text(config, "trailName"),
    logBucket: await logBucket(config),
    keyPrefix: text(config, "keyPrefix"),
    organizationId: text(config, "organizationId"),
    managementAccountId: text(config, "managementAccountId"),
    singleRegion: config.getBoolean("singleRegion"),
    withoutLogFileValidation: config.getBoolean("withoutLogFileValidation"),
    withoutGlobalServiceEvents: config.getBoolean("withoutGlobalServiceEvents"),
    enableLogging: config.getBoolean("enableLogging"),
    managementEvents: {
      access: text(config, "managementEvents"),
      excludeKms: config.getBoolean("excludeKms"),
      excludeRdsData: config.getBoolean("excludeRdsData"),
    },
    dataEvents: list<DataEventsArgs>(config, "dataEvents"),
    insights: list<string>(config, "insights"),
    cloudWatchLogs: config.getBoolean("cloudWatchLogs")
      ? { retentionDays: config.getNumber("logGroupRetentionDays") }
      : undefined,
    deliveryNotices: config.getBoolean("deliveryNotices") ? {} : undefined,
    otherTrails: list<OtherTrailArgs>(config, "otherTrails"),
    queryResultsBucketName: resultsBucketName,
    ephemeral: config.getBoolean("ephemeral"),
    tags: config.getObject<Record<string, string>>("tags"),
  });
  const alarms = await tellSomebody(config, trail);
  const analytics = await askAthena(config, trail, resultsBucketName);

  return {
    trailArn: trail.trailArn,
    trailName: trail.trailName,
    homeRegion: trail.homeRegion,
    bucketName: trail.bucketName,
    kmsKeyArn: trail.keyArn,
    kmsKeyAlias: trail.keyAlias,
    accessLogBucketName: trail.accessLogBucketName,
    logGroupName: trail.logGroupName,
    topicArn: trail.topicArn,
    alertTopicArn: alarms.topicArn,
    alertQueueUrl: alarms.queueUrl,
    undeliveredAlertsUrl: alarms.undeliveredQueueUrl,
    athenaWorkgroup: analytics.workgroupName,
    athenaDatabase: analytics.databaseName,
    queryResultsBucketName: analytics.resultsBucketName,
  };
}

/** The alarms that the config asks for; without any, what they would answer with is empty. */
async function tellSomebody(
  config: pulumi.Config,
  trail: AuditTrail,
): Promise<Pick<TrailAlarms, "topicArn" | "queueUrl" | "undeliveredQueueUrl">> {
  const kind = text(config, "alarms");
  const none = pulumi.output("");
  if (kind === undefined) return { topicArn: none, queueUrl: none, undeliveredQueueUrl: none };
  mustBeOne("alarms", kind, ["rules", "cis", "all"]);
  const namePrefix = shortName(text(config, "trailName") ?? "audit");
  return new TrailAlarms("audit-alarms", {
    namePrefix,
    eventRules: kind === "cis" ? undefined : await eventRules(config, namePrefix),
    ...(kind !== "rules" && { metricFilters: metricFilters(config), logGroupName: trail.logGroupName }),
    subscriptions: list<string>(config, "alarmEmails")?.map((endpoint) => ({ protocol: "email", endpoint })),
    queue: config.getBoolean("alarmQueue") ? {} : undefined,
    tags: config.getObject<Record<string, string>>("tags"),
  });
}

/** The table for Athena, where the config asks for it; without, what it would answer with is empty. */
async function askAthena(
  config: pulumi.Config,
  trail: AuditTrail,
  resultsBucketName: string | undefined,
): Promise<Pick<TrailAnalytics, "workgroupName" | "databaseName" | "resultsBucketName">> {
  const none = pulumi.output("");
  if (!config.getBoolean("analytics"))
    return { workgroupName: none, databaseName: none, resultsBucketName: none };
  /* eslint-disable @typescript-eslint/no-require-imports */
  const { loadSavedQueries } =
    require("./detective/archive/savedQuery/loadSavedQueries") as typeof LoadSavedQueries;
  const { athenaNamedQueries } =
    require("./detective/archive/athena/athenaNamedQueries") as typeof AthenaNamedQueries;
  const { athenaViews } = require("./detective/archive/athena/athenaViews") as typeof AthenaViews;
  /* eslint-enable @typescript-eslint/no-require-imports */
  const { queries } = await loadSavedQueries();
  const accounts = list<string>(config, "analyticsAccounts");
  // Which accounts an organization has is not known here: its queries name them.
  const namesAccounts = accounts === undefined && text(config, "organizationId") !== undefined;
  const home = config.getBoolean("singleRegion") ? [(await aws.getRegion()).region] : undefined;
  return new TrailAnalytics("audit-analytics", {
    bucketName: trail.bucketName,
    keyArn: trail.keyArn,
    keyPrefix: text(config, "keyPrefix"),
    organizationId: text(config, "organizationId"),
    accounts,
    regions: list<string>(config, "analyticsRegions") ?? home,
    startDay: text(config, "analyticsStartDay"),
    resultsBucketName,
    scanLimitBytes: config.getNumber("analyticsScanLimitBytes") || undefined,
    views: athenaViews().map(({ name, about, select, columns }) => ({
      name,
      description: about,
      query: select,
      columns: [...columns],
    })),
    savedQueries: athenaNamedQueries(queries, { namesAccounts }).map(({ name, description, sql }) => ({
      name,
      description,
      query: sql,
    })),
    ephemeral: config.getBoolean("ephemeral"),
    tags: config.getObject<Record<string, string>>("tags"),
  });
}

/** The name of the bucket of results, which the key's policy has to know before there is one. */
async function resultsBucket(config: pulumi.Config): Promise<string | undefined> {
  if (!config.getBoolean("analytics")) return undefined;
  const name = await withAccount(text(config, "analyticsResultsBucket"));
  if (name === undefined && list<string>(config, "readers")) {
    throw new pulumi.RunError(
      "audit-trail:analyticsResultsBucket: is empty, and readers may write results only into a bucket that the key's policy names; name one",
    );
  }
  return name;
}

/** The Sigma rules as event patterns; the detective is loaded only by a stack that has alarms. */
async function eventRules(config: pulumi.Config, namePrefix: string): Promise<AlarmRuleArgs[]> {
  /* eslint-disable @typescript-eslint/no-require-imports */
  const { loadRules } = require("./detective/sigma/load/loadRules") as typeof LoadRules;
  const { alarmRules } = require("./detective/sigma/alarms/alarmRules") as typeof AlarmRules;
  const { ownRules } = require("./detective/sigma/ownRules") as typeof OwnRules;
  /* eslint-enable @typescript-eslint/no-require-imports */
  const set = await loadRules(list<string>(config, "alarmRules") ?? [ownRules()]);
  for (const { at, problem, help } of set.problems) {
    await pulumi.log.warn(`${at.file}:${at.line}: not a rule that can ring: ${problem}; ${help}`);
  }
  const level = text(config, "alarmLevel") ?? "high";
  mustBeOne("alarmLevel", level, ["informational", "low", "medium", "high", "critical"]);
  const { rules, leftOut } = alarmRules(set, {
    level: level as Level,
    longestName: 63 - namePrefix.length,
  });
  if (leftOut.length > 0) {
    await pulumi.log.info(
      `${leftOut.length} rules need the log files and ring nowhere; run them with audit-trail detect: ${leftOut.map(({ title }) => title).join(", ")}`,
    );
  }
  return [...rules];
}

/** The CIS benchmark's metric filters, which need a log group to read. */
function metricFilters(config: pulumi.Config): AlarmFilterArgs[] {
  if (!config.getBoolean("cloudWatchLogs")) {
    throw new pulumi.RunError(
      "audit-trail:alarms: the metric filters of cis and all read the trail's log group; say audit-trail:cloudWatchLogs: true, or use rules",
    );
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { cisFilters } = require("./detective/sigma/alarms/cisFilters") as typeof CisFilters;
  return cisFilters();
}

/** A trail's name as the names of rules and topics may hold it, short enough to leave room for theirs. */
function shortName(trailName: string): string {
  const plain = trailName.replaceAll(".", "-");
  if (plain.length <= 30) return plain;
  return `${plain.slice(0, 23)}-${createHash("sha256").update(plain).digest("hex").slice(0, 6)}`;
}

async function logBucket(config: pulumi.Config): Promise<LogBucketArgs> {
  const bucket = text(config, "existingBucket");
  const key = text(config, "existingKey");
  const mode = text(config, "objectLockMode");
  return {
    bucketName: await withAccount(text(config, "bucketName")),
    keyAlias: text(config, "keyAlias"),
    keyDescription: text(config, "keyDescription"),
    readers: list<string>(config, "readers"),
    // Pulumi.yaml's defaults for a bucket that is created; an adopted one keeps its owner's lifecycle.
    ...(bucket === undefined && {
      archiveAfterDays: config.getNumber("archiveAfterDays"),
      oldVersionDays: config.getNumber("oldVersionDays"),
    }),
    retentionDays: config.getNumber("retentionDays") || undefined,
    allowShortRetention: config.getBoolean("allowShortRetention"),
    objectLock: mode === undefined ? undefined : { mode, days: config.getNumber("objectLockDays") ?? 0 },
    accessLogging: config.getBoolean("accessLogging"),
    disableBucketKey: config.getBoolean("disableBucketKey"),
    existing: bucket || key ? { bucket, key, leavePolicies: config.getBoolean("leavePolicies") } : undefined,
  };
}

/** A key of the config; the schema gives every key a default, and an empty one stands for none. */
function text(config: pulumi.Config, key: string): string | undefined {
  return config.get(key) || undefined;
}

function mustBeOne(key: string, value: string, words: readonly string[]): void {
  if (words.includes(value)) return;
  throw new pulumi.RunError(
    `audit-trail:${key}: "${value}" is not one of ${words.join(", ")}; use one of these`,
  );
}

function list<T>(config: pulumi.Config, key: string): T[] | undefined {
  const items = config.getObject<T[]>(key);
  return items?.length ? items : undefined;
}

/** Bucket names are unique in the world, so a stack file that several accounts share writes `{account}` into it. */
async function withAccount(name: string | undefined): Promise<string | undefined> {
  if (!name?.includes("{account}")) return name;
  const { accountId } = await aws.getCallerIdentity();
  return name.replaceAll("{account}", accountId);
}

export = program;
