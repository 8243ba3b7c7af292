import assert from "node:assert/strict";
import { isolatedStack, nobody, openSandbox, StageLog, endpointsOf, type Target } from "../../../harness";
import program from "../../../index";
import { faultProxy, type FaultProxy } from "../../support/faultProxy";
import { leftovers, rootClients } from "../../support/leftovers";

describe("an up that breaks off in the middle", () => {
  let target: Target;
  let proxy: FaultProxy;
  let aws: ReturnType<typeof rootClients>;
  const everything = {
    accessLogging: true,
    cloudWatchLogs: true,
    deliveryNotices: true,
    objectLockMode: "governance",
    objectLockDays: 1,
    insights: ["ApiErrorRateInsight"],
    ephemeral: true,
  };

  before(async () => {
    target = await openSandbox(new StageLog(nobody));
    proxy = await faultProxy(target.endpoint ?? "");
    aws = rootClients(target);
  });

  after(async () => {
    await proxy?.close();
    await target?.close();
  });

  const throughProxy = (): Target => ({
    ...target,
    awsConfig: { ...target.awsConfig, "aws:endpoints": JSON.stringify([endpointsOf(proxy.endpoint)]) },
  });

  /** One stack whose first up fails at one operation, whose second up must recover, and which must leave nothing. */
  async function survive(operation: string): Promise<void> {
    const isolated = await isolatedStack(throughProxy(), program, (suffix) => ({
      trailName: "recovering",
      bucketName: `recovering-${suffix}`,
      ...everything,
    }));
    const { stack } = isolated;
    let failures = 0;
    proxy.failWhen = (seen) => seen === operation && ++failures > 0;
    try {
      await assert.rejects(stack.up(), /injected fault|InjectedFault/, operation);
      assert.ok(failures > 0, `${operation} was never called`);
      proxy.failWhen = () => false;
      await stack.up();
      const { summary } = await stack.up({ expectNoChanges: true });
      assert.deepEqual(Object.keys(summary.resourceChanges ?? {}), ["same"], operation);
      assert.equal((await aws.cloudTrail.getTrailStatus({ Name: "recovering" })).IsLogging, true);
    } finally {
      proxy.failWhen = () => false;
      await stack.destroy();
      await isolated.dispose();
    }
    assert.deepEqual(await leftovers(aws), [], `orphans after ${operation}`);
  }

  for (const operation of [
    "CreateKey",
    "EnableKeyRotation",
    "PUT ?policy",
    "PUT ?publicAccessBlock",
    "PUT ?versioning",
    "PutRolePolicy",
    "PutRetentionPolicy",
    "CreateTrail",
    "StartLogging",
    "PutEventSelectors",
    "PutInsightSelectors",
  ]) {
    it(`at ${operation}: the next up recovers, and destroy leaves nothing`, () => survive(operation));
  }

  it("a destroy that breaks off is finished by the next", async () => {
    const isolated = await isolatedStack(throughProxy(), program, (suffix) => ({
      trailName: "recovering",
      bucketName: `recovering-${suffix}`,
      ephemeral: true,
    }));
    await isolated.stack.up();
    proxy.failWhen = (seen) => seen === "DELETE ?policy";
    await assert.rejects(isolated.stack.destroy(), /injected fault|InjectedFault/);
    proxy.failWhen = () => false;
    await isolated.stack.destroy();
    await isolated.dispose();
    assert.deepEqual(await leftovers(aws), []);
  });
});
