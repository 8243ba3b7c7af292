import assert from "node:assert/strict";
import { logBucketLifecycle } from "../../../components/logBucketLifecycle";

describe("logBucketLifecycle", () => {
  const everything = { prefix: "" };
  const archive = { transitions: [{ days: 90, storageClass: "GLACIER_IR" }] };
  const logs = { id: "log-files", status: "Enabled", filter: everything };
  const cleaning = (noncurrentDays: number) => ({
    id: "old-versions-and-aborted-uploads",
    status: "Enabled",
    filter: everything,
    noncurrentVersionExpiration: { noncurrentDays },
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  });
  const cases: [string, Parameters<typeof logBucketLifecycle>[0], unknown[]][] = [
    ["archives after 90 days and deletes no log file", {}, [{ ...logs, ...archive }, cleaning(365)]],
    [
      "expires when told",
      { retentionDays: 400 },
      [{ ...logs, ...archive, expiration: { days: 400 } }, cleaning(365)],
    ],
    [
      "does not archive what expires first",
      { retentionDays: 90 },
      [{ ...logs, expiration: { days: 90 } }, cleaning(365)],
    ],
    ["does not archive when told", { archiveAfterDays: 0, oldVersionDays: 100 }, [cleaning(100)]],
    [
      "keeps old versions as long as they are locked",
      { archiveAfterDays: 0, objectLock: { mode: "governance", days: 400 } },
      [cleaning(400)],
    ],
    [
      "archives earlier when told",
      { archiveAfterDays: 1 },
      [{ ...logs, transitions: [{ days: 1, storageClass: "GLACIER_IR" }] }, cleaning(365)],
    ],
  ];
  for (const [name, args, rules] of cases) it(name, () => assert.deepEqual(logBucketLifecycle(args), rules));
});
