import assert from "node:assert/strict";
import { AuditTrail, TrailAlarms, TrailAnalytics } from "../../../components";
import { supportedTypes } from "../../../sandbox/provider/registry";
import { record } from "../../support/recorder";

describe("the sandbox's provider", () => {
  it("knows every type that the components make, those behind options and adoption too", async () => {
    const everything = await record(
      (opts) =>
        new AuditTrail(
          "everything",
          {
            logBucket: { accessLogging: true, objectLock: { mode: "governance", days: 1 } },
            cloudWatchLogs: {},
            deliveryNotices: {},
          },
          opts,
        ),
    );
    const adopting = await record(
      (opts) =>
        new AuditTrail(
          "adopting",
          { logBucket: { existing: { bucket: "logs", key: "alias/logs", keyPolicy: '{"Statement":[]}' } } },
          opts,
        ),
      {
        calls: {
          "aws:kms/getKey:getKey": () => ({ id: "k-1", arn: "arn" }),
          "aws:s3/getBucketPolicy:getBucketPolicy": () => ({ policy: "" }),
        },
      },
    );
    const alarms = await record(
      (opts) =>
        new TrailAlarms(
          "alarms",
          {
            eventRules: [{ name: "any", eventPattern: '{"source":["aws.kms"]}' }],
            metricFilters: [{ name: "any", pattern: "{ $.a = b }" }],
            logGroupName: "logs",
            queue: {},
          },
          opts,
        ),
    );
    const analytics = await record(
      (opts) =>
        new TrailAnalytics(
          "analytics",
          {
            bucketName: "logs",
            keyArn: "arn:aws:kms:eu-central-1:111122223333:key/k-1",
            regions: ["eu-central-1"],
            savedQueries: [{ name: "one", query: "SELECT 1" }],
          },
          opts,
        ),
    );
    const made = new Set(
      [everything, adopting, alarms, analytics].flatMap(({ resources }) => resources.map(({ type }) => type)),
    );
    assert.equal(made.size, 29);
    const supported = new Set<string>(supportedTypes);
    assert.deepEqual(
      [...made].filter((type) => !supported.has(type)),
      [],
    );
  });
});
