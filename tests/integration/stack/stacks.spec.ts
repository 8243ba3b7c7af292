import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { gatherTrailFacts, runChecks, trailChecks } from "../../../detective";
import {
  isolatedStack,
  nobody,
  openSandbox,
  plainOutputs,
  StageLog,
  type IsolatedStack,
  type Target,
} from "../../../harness";
import program from "../../../index";
import { leftovers, rootClients } from "../../support/leftovers";

const root = resolve(__dirname, "../../..");
const ACCOUNT = "000000000000";

const unasked = {
  alertTopicArn: "",
  alertQueueUrl: "",
  undeliveredAlertsUrl: "",
  athenaWorkgroup: "",
  athenaDatabase: "",
  queryResultsBucketName: "",
};

/** What scripts read of each stack: the names that the seed lab and lab 02 use, and what the hardened stack adds. */
const expected: Record<string, { resources: number; outputs: Record<string, string> }> = {
  localstack: {
    resources: 13,
    outputs: {
      trailName: "security-audit-trail",
      bucketName: "cloudtrail-logs-bucket",
      kmsKeyAlias: "alias/audit-bucket-key",
      accessLogBucketName: "",
      logGroupName: "",
      topicArn: "",
      ...unasked,
    },
  },
  dev: {
    resources: 13,
    outputs: {
      trailName: "ch03-security-trail",
      bucketName: `ch03-cloudtrail-${ACCOUNT}`,
      kmsKeyAlias: "alias/ch03-cloudtrail-key",
      accessLogBucketName: "",
      logGroupName: "",
      topicArn: "",
      ...unasked,
    },
  },
  prod: {
    resources: 25,
    outputs: {
      trailName: "audit-trail",
      bucketName: `audit-trail-logs-${ACCOUNT}`,
      kmsKeyAlias: "alias/audit-trail",
      accessLogBucketName: "audit-bucket-access-logs-<random>",
      logGroupName: "/cloudtrail/audit-trail",
      topicArn: `arn:aws:sns:us-east-1:${ACCOUNT}:audit-trail-deliveries`,
      ...unasked,
    },
  },
};

/** The stack files as they are, but for `ephemeral`: without it nothing here could be taken down again. */
describe("the stacks of this repository", () => {
  let target: Target;
  let aws: ReturnType<typeof rootClients>;

  before(async () => {
    target = await openSandbox(new StageLog(nobody));
    assert.equal(target.accountId, ACCOUNT);
    aws = rootClients(target);
  });
  after(async () => {
    await target?.close();
  });

  for (const [name, { resources, outputs: named }] of Object.entries(expected)) {
    it(`${name}: up, no change, seven checks, destroy`, async () => {
      const config = await configOf(name);
      const isolated = await isolatedStack(target, program, () => ({ ...config, ephemeral: true }));
      try {
        await live(isolated, resources, named);
      } finally {
        await isolated.stack.destroy();
        await isolated.dispose();
      }
      assert.deepEqual(await leftovers(aws), []);
    });
  }

  it("the hardened stack locks what arrives, and keeps who reads it", async () => {
    const { objectLockMode, objectLockDays, accessLogging } = await configOf("prod");
    assert.deepEqual([objectLockMode, objectLockDays, accessLogging], ["governance", 365, true]);
  });

  async function live(
    { stack }: IsolatedStack,
    resources: number,
    named: Record<string, string>,
  ): Promise<void> {
    const first = await stack.up();
    assert.deepEqual(first.summary.resourceChanges, { create: resources });
    const { trailArn, kmsKeyArn = "", accessLogBucketName = "", ...outputs } = plainOutputs(first.outputs);
    assert.deepEqual<object>(
      { ...outputs, accessLogBucketName: accessLogBucketName.replace(/-[0-9a-f]{7}$/, "-<random>") },
      { ...named, homeRegion: "us-east-1" },
    );
    assert.equal(trailArn, `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/${outputs.trailName}`);
    assert.match(kmsKeyArn, new RegExp(`^arn:aws:kms:us-east-1:${ACCOUNT}:key/[0-9a-f-]{36}$`));

    const { summary } = await stack.up({ expectNoChanges: true });
    assert.deepEqual(summary.resourceChanges, { same: resources });

    const facts = await gatherTrailFacts(aws, {
      trailName: outputs.trailName ?? "",
      keyAlias: outputs.kmsKeyAlias ?? "",
    });
    const verdicts = runChecks(trailChecks, facts);
    assert.deepEqual(
      verdicts.map(({ id, status }) => `${id} ${status}`),
      trailChecks.map(({ id }) => `${id} pass`),
    );
    assert.equal(verdicts.length, 7);
  }
});

/** The part of a stack's file that is this project's, by key. */
async function configOf(stack: string): Promise<Record<string, unknown>> {
  const { config } = parse(await readFile(join(root, `Pulumi.${stack}.yaml`), "utf8")) as {
    config: Record<string, unknown>;
  };
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith("audit-trail:"))
      .map(([key, value]) => [key.slice("audit-trail:".length), value]),
  );
}
