import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { isolatedStack, nobody, openSandbox, StageLog, type Target } from "../../../harness";
import program from "../../../index";
import { leftovers, rootClients } from "../../support/leftovers";

/** What a person learns before anything is made. */
describe("a preview", () => {
  let target: Target;

  before(async () => {
    target = await openSandbox(new StageLog(nobody));
  });
  after(async () => {
    assert.deepEqual(await leftovers(rootClients(target)), [], "a preview made something");
    await target.close();
  });

  /** What the engine tells in a preview of the stack with these settings. */
  async function preview(config: Record<string, unknown>): Promise<EngineEvent[]> {
    const isolated = await isolatedStack(target, program, () => ({
      trailName: "audit",
      bucketName: "audit-logs",
      ...config,
    }));
    const events: EngineEvent[] = [];
    try {
      await isolated.stack.preview({ onEvent: (event) => events.push(event) });
    } finally {
      await isolated.dispose();
    }
    return events;
  }

  async function warnings(config: Record<string, unknown>): Promise<string[]> {
    return (await preview(config))
      .flatMap(({ diagnosticEvent }) => diagnosticEvent ?? [])
      .filter(({ severity }) => severity === "warning")
      .map(({ message }) => message.trim());
  }

  it("says nothing of the default stack", async () => {
    assert.deepEqual(await warnings({}), []);
  });

  it("warns of what costs money", async () => {
    const said = await warnings({
      insights: ["ApiCallRateInsight", "ApiErrorRateInsight"],
      disableBucketKey: true,
      otherTrails: [{ name: "organization-trail", homeRegion: "eu-west-1" }],
    });
    const expected = [
      /Without an S3 Bucket Key every log file and digest costs a KMS request/,
      /Both Insights types analyse write management events/,
      /"audit" delivers a further copy of management events, which "organization-trail" delivers already/,
    ];
    assert.equal(said.length, expected.length, said.join("\n"));
    for (const text of expected)
      assert.ok(
        said.some((one) => text.test(one)),
        text.source,
      );
  });

  const refusals: [string, Record<string, unknown>, RegExp][] = [
    [
      "the sixth trail of a Region",
      {
        otherTrails: Array.from({ length: 5 }, (_, index) => ({
          name: `t${index}`,
          homeRegion: "us-east-1",
        })),
      },
      /would be trail 6 in its home Region, and CloudTrail allows 5 a Region/,
    ],
    [
      "data events of the log bucket itself",
      { dataEvents: [{ service: "s3", resources: ["audit-logs"] }] },
      /is the trail's own log bucket: each delivery would be logged and delivered again/,
    ],
    [
      "several inputs at once, each with its way out",
      { retentionDays: 30, keyAlias: "logs", insights: ["Everything"] },
      /3 inputs cannot be used:[^]*logBucket\.retentionDays: 30 is not a whole number of 90 or more[^]*logBucket\.keyAlias: "logs"[^]*insights\[0\]: "Everything"/,
    ],
    ["a key that is not there", { existingKey: "alias/nowhere" }, /NotFoundException: .*alias\/nowhere/],
  ];
  for (const [name, config, message] of refusals) {
    it(`refuses ${name}`, () => assert.rejects(warnings(config), message));
  }

  it("takes the catalogue's gravest rules as alarms, and warns that nobody is told", async () => {
    const said = await warnings({ alarms: "rules", alarmLevel: "critical" });
    assert.deepEqual(said, [
      "Nobody is told of these alarms: give subscriptions or a queue, or subscribe somebody to the topic.",
    ]);
  });

  it("makes a table for Athena with the detective's views and saved queries", async () => {
    const events = await preview({ analytics: true });
    const made = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata.new ?? []);
    const of = (type: string) => made.filter((resource) => resource.type.endsWith(`:${type}`));
    assert.deepEqual(
      of("CatalogTable")
        .map(({ inputs }) => (inputs as { name: string }).name)
        .sort(),
      ["all_events", "cloudtrail_logs", "events"],
    );
    assert.equal(of("Workgroup").length, 1);
    assert.ok(of("NamedQuery").length >= 25);
  });

  it("refuses readers of results without a bucket that the key's policy could name", async () => {
    const readers = ["arn:aws:iam::000000000000:role/analyst"];
    await assert.rejects(
      warnings({ analytics: true, readers }),
      /audit-trail:analyticsResultsBucket: is empty, and readers may write results only into a bucket/,
    );
  });

  it("refuses a kind and a level of alarms that there are not, and filters without a log group", async () => {
    await assert.rejects(
      warnings({ alarms: "cis" }),
      /read the trail's log group; say audit-trail:cloudWatchLogs/,
    );
    await assert.rejects(
      warnings({ alarms: "some" }),
      /audit-trail:alarms: "some" is not one of rules, cis, all/,
    );
    await assert.rejects(
      warnings({ alarms: "rules", alarmLevel: "grave" }),
      /audit-trail:alarmLevel: "grave" is not one of informational, low/,
    );
  });
});
