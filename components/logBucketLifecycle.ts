import type * as aws from "@pulumi/aws";
import type { LogBucketArgs } from "./logBucketArgs";

/** Versions that were overwritten or deleted are evidence of tampering, so they stay for a year. */
const defaultOldVersionDays = 365;
const defaultArchiveAfterDays = 90;
const abortedUploadDays = 7;

/** The lifecycle rules of a log bucket: what moves to a cheaper class, what expires (by default nothing), what is cleaned. */
export function logBucketLifecycle(
  args: LogBucketArgs,
): aws.types.input.s3.BucketLifecycleConfigurationRule[] {
  // Without a word about archiving, logs that expire before the default day are simply not archived.
  const wanted = args.archiveAfterDays ?? defaultArchiveAfterDays;
  const archive = wanted > 0 && (args.retentionDays === undefined || wanted < args.retentionDays);
  return [
    {
      id: "log-files",
      status: "Enabled",
      filter: { prefix: "" },
      ...(archive && { transitions: [{ days: wanted, storageClass: "GLACIER_IR" }] }),
      ...(args.retentionDays !== undefined && { expiration: { days: args.retentionDays } }),
    },
    {
      id: "old-versions-and-aborted-uploads",
      status: "Enabled",
      filter: { prefix: "" },
      noncurrentVersionExpiration: {
        // A locked version cannot be cleaned before its lock ends.
        noncurrentDays: args.oldVersionDays ?? Math.max(defaultOldVersionDays, args.objectLock?.days ?? 0),
      },
      abortIncompleteMultipartUpload: { daysAfterInitiation: abortedUploadDays },
    },
  ].filter((rule) => Object.keys(rule).length > 3);
}
