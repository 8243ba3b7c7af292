import { roomProblem } from "./accountTrails";
import type { AuditTrailArgs, DataEventsArgs } from "./auditTrailArgs";
import { checkLogBucketArgs } from "./checkLogBucketArgs";
import { InputProblems, oneOf, type Rule } from "./inputProblems";
import * as rule from "./inputRules";
import { quota } from "./trailQuota";
import {
  advancedEventSelectors,
  conditionCount,
  dataEventServices,
  type AdvancedEventSelector,
} from "./trailSelectors";
import { bucketNameOf } from "./trailIdentity";

const insightTypes = ["ApiCallRateInsight", "ApiErrorRateInsight"];

/**
 * Judges all inputs of an AuditTrail together.
 * @throws InputPropertiesError that lists every problem.
 */
export function checkAuditTrailArgs(
  name: string,
  args: AuditTrailArgs,
): AuditTrailArgs & { trailName: string } {
  const problems = new InputProblems(`AuditTrail "${name}"`);
  checkDelivery(problems, args);
  checkRegions(problems, args);
  checkEvents(problems, args);
  const room = roomProblem(typeof args.trailName === "string" ? args.trailName : name, args);
  if (room) problems.add("trailName", room);
  const checked = {
    ...args,
    trailName: problems.check("trailName", args.trailName ?? name, rule.trailNameRule) as string,
    keyPrefix: problems.check("keyPrefix", args.keyPrefix, rule.keyPrefixRule),
    organizationId: problems.check("organizationId", args.organizationId, rule.organizationIdRule),
    managementAccountId: problems.check("managementAccountId", args.managementAccountId, rule.accountIdRule),
    alertTopicName: problems.check("alertTopicName", args.alertTopicName, rule.topicNameRule),
    queryResultsBucketName: problems.check(
      "queryResultsBucketName",
      args.queryResultsBucketName,
      rule.bucketNameRule,
    ),
    logBucket: args.logBucket && checkLogBucketArgs(problems, "logBucket.", args.logBucket),
    deliverTo: args.deliverTo && {
      ...args.deliverTo,
      bucketName:
        problems.check("deliverTo.bucketName", args.deliverTo.bucketName || undefined, rule.bucketNameRule) ??
        "",
      keyArn: problems.check("deliverTo.keyArn", args.deliverTo.keyArn || undefined, rule.keyArnRule) ?? "",
    },
    cloudWatchLogs: args.cloudWatchLogs && {
      ...args.cloudWatchLogs,
      logGroupName: problems.check(
        "cloudWatchLogs.logGroupName",
        args.cloudWatchLogs.logGroupName,
        rule.logGroupNameRule,
      ),
      keyArn: problems.check("cloudWatchLogs.keyArn", args.cloudWatchLogs.keyArn, rule.keyArnRule),
    },
    deliveryNotices: args.deliveryNotices && {
      ...args.deliveryNotices,
      topicName: problems.check(
        "deliveryNotices.topicName",
        args.deliveryNotices.topicName,
        rule.topicNameRule,
      ),
      keyArn: problems.check("deliveryNotices.keyArn", args.deliveryNotices.keyArn, rule.keyArnRule),
    },
  };
  problems.judge("cloudWatchLogs.retentionDays", args.cloudWatchLogs?.retentionDays, allowedRetention);
  problems.throwIfAny();
  return checked;
}

const allowedRetention: Rule<number> = (days) =>
  (rule.logRetentionDays as readonly number[]).includes(days)
    ? undefined
    : `is not a number of days that CloudWatch Logs keeps; use one of ${rule.logRetentionDays.join(", ")}`;

function checkDelivery(problems: InputProblems, args: AuditTrailArgs): void {
  if (args.deliverTo && args.logBucket) {
    problems.add(
      "deliverTo",
      "goes with a bucket made elsewhere, and logBucket makes one; leave one of the two out",
    );
  }
  for (const field of ["bucketName", "keyArn"] as const) {
    if (args.deliverTo && !args.deliverTo[field]) {
      problems.add(`deliverTo.${field}`, "is missing; give EncryptedLogBucket's output of that name");
    }
  }
  const foreignKey = args.deliverTo
    ? "deliverTo"
    : args.logBucket?.existing?.leavePolicies &&
      args.logBucket.existing.key &&
      "logBucket.existing.leavePolicies";
  if (foreignKey && args.alertTopicName) {
    problems.add(
      "alertTopicName",
      `is given, but with ${foreignKey} the trail's key is somebody else's to open; have its owner admit the topic, or leave TrailAlarms its own key`,
    );
  }
  if (foreignKey && args.queryResultsBucketName) {
    problems.add(
      "queryResultsBucketName",
      `is given, but with ${foreignKey} the trail's key is somebody else's to open; have its owner let readers write there`,
    );
  }
  for (const field of ["cloudWatchLogs", "deliveryNotices"] as const) {
    const settings = args[field];
    if (foreignKey && settings && !settings.keyArn && !settings.withoutKey) {
      problems.add(
        `${field}.keyArn`,
        `is missing: with ${foreignKey} the trail's key is somebody else's, who need not admit it; name a key that does, or say withoutKey: true`,
      );
    }
  }
  if (args.managementAccountId && !args.organizationId) {
    problems.add(
      "managementAccountId",
      "is given without organizationId; name the organization, or leave it out",
    );
  }
}

function checkRegions(problems: InputProblems, args: AuditTrailArgs): void {
  if (args.withoutGlobalServiceEvents && !args.singleRegion) {
    problems.add(
      "withoutGlobalServiceEvents",
      "true is refused by CloudTrail for a trail of all Regions; leave it out, or say singleRegion: true",
    );
  }
}

function checkEvents(problems: InputProblems, args: AuditTrailArgs): void {
  const access = args.managementEvents?.access ?? "all";
  const dataEvents = args.dataEvents ?? [];
  problems.judge("managementEvents.access", access, oneOf(["all", "read", "write", "none"]));
  dataEvents.forEach((events, index) => checkDataEvents(problems, args, events, index));
  const selectors = dataEvents.length + (access === "none" ? 0 : 1);
  if (selectors === 0) {
    problems.add(
      "managementEvents.access",
      '"none" without dataEvents leaves nothing to record; name some events',
    );
  }
  if (selectors > quota.selectorsPerTrail) {
    problems.add(
      "dataEvents",
      `makes ${selectors} event selectors with the one for management events, and a trail has at most ${quota.selectorsPerTrail}; join entries of one service`,
    );
  }
  const resources = dataEvents.reduce((sum, events) => sum + (events.resources?.length ?? 0), 0);
  if (resources > quota.dataResourcesPerTrail) {
    problems.add(
      "dataEvents",
      `names ${resources} data resources, and a trail has at most ${quota.dataResourcesPerTrail}; name prefixes, or leave resources out to record all of a service`,
    );
  }
  const conditions = conditionCount(selectorsAsFarAsKnown(args));
  if (conditions > quota.conditionsPerTrail) {
    problems.add(
      "dataEvents",
      `makes ${conditions} conditions, and a trail has at most ${quota.conditionsPerTrail}; name fewer resources`,
    );
  }
  checkInsights(problems, args.insights ?? [], access);
}

/** The selectors with stand-ins for names that are known later: good enough to count. */
function selectorsAsFarAsKnown({
  managementEvents,
  dataEvents = [],
}: AuditTrailArgs): AdvancedEventSelector[] {
  return advancedEventSelectors({
    trail: { partition: "", homeRegion: "", accountId: "", trailName: "" },
    management: managementEvents ?? {},
    dataEvents: dataEvents.map((events) => ({ ...events, resources: events.resources?.map(() => "later") })),
    logBuckets: ["the log bucket", "its access logs"],
  });
}

function checkDataEvents(
  problems: InputProblems,
  args: AuditTrailArgs,
  { service, access, resources }: DataEventsArgs,
  index: number,
): void {
  const at = `dataEvents[${index}]`;
  problems.judge(`${at}.service`, service, oneOf(Object.keys(dataEventServices)));
  problems.judge(`${at}.access`, access, oneOf(["all", "read", "write"]));
  if (resources?.length === 0) {
    problems.add(`${at}.resources`, "[] names nothing; leave it out to record every resource of the service");
  }
  const logBucket =
    args.deliverTo?.bucketName ?? args.logBucket?.bucketName ?? args.logBucket?.existing?.bucket;
  resources?.forEach((resource, position) => {
    if (service !== "s3" || typeof resource !== "string" || typeof logBucket !== "string") return;
    if (bucketNameOf(resource).split("/")[0] !== bucketNameOf(logBucket)) return;
    problems.add(
      `${at}.resources[${position}]`,
      `"${resource}" is the trail's own log bucket: each delivery would be logged and delivered again, for ever; leave it out, logBucket.accessLogging shows who reads it`,
    );
  });
}

function checkInsights(problems: InputProblems, insights: string[], access: string): void {
  insights.forEach((type, index) => problems.judge(`insights[${index}]`, type, oneOf(insightTypes)));
  if (new Set(insights).size < insights.length) {
    problems.add("insights", `${JSON.stringify(insights)} names a type twice; name each once`);
  }
  if (insights.includes("ApiCallRateInsight") && !["all", "write"].includes(access)) {
    problems.add(
      "insights",
      'ApiCallRateInsight counts write management events; say managementEvents: { access: "all" }',
    );
  }
  if (insights.includes("ApiErrorRateInsight") && access === "none") {
    problems.add(
      "insights",
      'ApiErrorRateInsight counts management events; say managementEvents: { access: "all" }',
    );
  }
}
