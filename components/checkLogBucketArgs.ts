import { InputProblems, oneOf, wholeNumberFrom } from "./inputProblems";
import * as rule from "./inputRules";
import type { EncryptedLogBucketArgs, LogBucketArgs } from "./logBucketArgs";

/** Days that the field's standards (CIS, PCI DSS 10.5.1: three months at hand) take as the least. */
const leastRetentionDays = 90;

/**
 * Judges all inputs of an EncryptedLogBucket together.
 * @throws InputPropertiesError that lists every problem.
 */
export function checkEncryptedLogBucketArgs(
  name: string,
  args: EncryptedLogBucketArgs,
): EncryptedLogBucketArgs {
  const problems = new InputProblems(`EncryptedLogBucket "${name}"`);
  if (!args?.trailName) {
    problems.add(
      "trailName",
      "is missing; name the trail that will write here, the policies are pinned to it",
    );
    problems.throwIfAny();
  }
  const checked: EncryptedLogBucketArgs = {
    ...checkLogBucketArgs(problems, "", args),
    trailName: problems.check("trailName", args.trailName, rule.trailNameRule) ?? args.trailName,
    trailAccountId: problems.check("trailAccountId", args.trailAccountId, rule.accountIdRule),
    trailHomeRegion: problems.check("trailHomeRegion", args.trailHomeRegion, rule.regionRule),
    organizationId: problems.check("organizationId", args.organizationId, rule.organizationIdRule),
    keyPrefix: problems.check("keyPrefix", args.keyPrefix, rule.keyPrefixRule),
    logGroupName: problems.check("logGroupName", args.logGroupName, rule.logGroupNameRule),
    topicName: problems.check("topicName", args.topicName, rule.topicNameRule),
    alertTopicName: problems.check("alertTopicName", args.alertTopicName, rule.topicNameRule),
    queryResultsBucketName: problems.check(
      "queryResultsBucketName",
      args.queryResultsBucketName,
      rule.bucketNameRule,
    ),
  };
  problems.throwIfAny();
  return checked;
}

/** Judges the settings of a log bucket, whose property paths begin with `at` (`logBucket.` in an AuditTrail). */
export function checkLogBucketArgs<T extends LogBucketArgs>(problems: InputProblems, at: string, args: T): T {
  checkRetention(problems, at, args);
  checkLock(problems, at, args);
  checkAdoption(problems, at, args);
  return {
    ...args,
    bucketName: problems.check(`${at}bucketName`, args.bucketName, rule.bucketNameRule),
    keyAlias: problems.check(`${at}keyAlias`, args.keyAlias, rule.aliasRule),
    readers: args.readers?.map(
      (reader, index) => problems.check(`${at}readers[${index}]`, reader, rule.principalArnRule) ?? reader,
    ),
    existing: args.existing && {
      ...args.existing,
      bucket: problems.check(`${at}existing.bucket`, args.existing.bucket, rule.bucketNameOrArnRule),
      key: problems.check(`${at}existing.key`, args.existing.key, rule.keyReferenceRule),
    },
  };
}

function checkRetention(problems: InputProblems, at: string, args: LogBucketArgs): void {
  const least = args.allowShortRetention ? 1 : leastRetentionDays;
  const wayOut = args.allowShortRetention
    ? "use 1 or more"
    : `use ${leastRetentionDays} or more, or say allowShortRetention: true`;
  problems.judge(`${at}retentionDays`, args.retentionDays, wholeNumberFrom(least, wayOut));
  problems.judge(`${at}oldVersionDays`, args.oldVersionDays, wholeNumberFrom(least, wayOut));
  problems.judge(`${at}archiveAfterDays`, args.archiveAfterDays, wholeNumberFrom(0, "use 0 for never"));
  if (args.retentionDays && args.archiveAfterDays && args.archiveAfterDays >= args.retentionDays) {
    problems.add(
      `${at}archiveAfterDays`,
      `${args.archiveAfterDays} is not below retentionDays (${args.retentionDays}), and S3 refuses to archive what has expired; use less, or 0 for never`,
    );
  }
}

function checkLock(problems: InputProblems, at: string, args: LogBucketArgs): void {
  if (!args.objectLock) return;
  const { mode, days } = args.objectLock;
  problems.judge(`${at}objectLock.mode`, mode, oneOf(["governance", "compliance"]));
  problems.judge(`${at}objectLock.days`, days, (value) =>
    Number.isInteger(value) && value >= 1 && value <= 36500
      ? undefined
      : "is not a whole number of 1 to 36500; S3 locks by whole days",
  );
  if (args.ephemeral && mode === "compliance") {
    problems.add(
      `${at}objectLock.mode`,
      '"compliance" goes with logs that nobody can delete, and ephemeral with a bucket that can be destroyed; use governance, or leave ephemeral out',
    );
  }
  for (const field of ["retentionDays", "oldVersionDays"] as const) {
    const limit = args[field];
    if (limit !== undefined && limit < days) {
      problems.add(
        `${at}${field}`,
        `${limit} is below objectLock.days (${days}), and a locked version cannot be deleted; use ${days} or more`,
      );
    }
  }
}

function checkAdoption(problems: InputProblems, at: string, args: LogBucketArgs): void {
  const ownersBusiness = [
    "bucketName",
    "objectLock",
    "accessLogging",
    "disableBucketKey",
    "retentionDays",
    "oldVersionDays",
    "archiveAfterDays",
  ] as const;
  const refuse = (kind: string, fields: readonly (keyof LogBucketArgs)[]) => {
    for (const field of fields.filter((name) => args[name] !== undefined && args[name] !== false)) {
      problems.add(
        `${at}${field}`,
        `goes with a ${kind} that is created here, but existing.${kind} adopts one, of which only the policy is touched; leave one of the two out`,
      );
    }
  };
  if (args.existing?.bucket) refuse("bucket", ownersBusiness);
  if (args.existing?.key) refuse("key", ["keyAlias", "keyDescription"]);
  if (args.existing?.keyPolicy && !args.existing.key) {
    problems.add(
      `${at}existing.keyPolicy`,
      "is given without existing.key; name the key that has this policy",
    );
  }
}
