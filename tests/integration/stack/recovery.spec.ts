import assert from "node:assert/strict";
import {
  endpointsOf,
  isolatedStack,
  nobody,
  openSandbox,
  StageLog,
  type IsolatedStack,
  type Target,
} from "../../../harness";
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

  /** A stack whose creating calls of one operation are done, while the first answers to them are lost. */
  async function losing(operation: string, answers: number): Promise<IsolatedStack> {
    let lost = 0;
    proxy.loseWhen = (seen) => seen === operation && ++lost <= answers;
    return isolatedStack(throughProxy(), program, (suffix) => ({
      trailName: "recovering",
      bucketName: `recovering-${suffix}`,
      ephemeral: true,
    }));
  }

  const keysLeft = async () => (await leftovers(aws)).filter((left) => left.startsWith("key "));

  it("an answer to CreateKey that is lost leaves a key that nobody knows, as with the vendor's provider", async () => {
    // KMS takes no name and no token that would tell a repeated CreateKey: the SDK repeats it and gets a second key.
    const { stack, dispose } = await losing("CreateKey", 1);
    try {
      await stack.up();
      await stack.up({ expectNoChanges: true });
      assert.equal((await keysLeft()).length, 2);
    } finally {
      await stack.destroy();
      await dispose();
    }
    const left = await leftovers(aws);
    assert.deepEqual(
      left.map((one) => one.replace(/ .*/, "")),
      ["key"],
    );
    // It is enabled, has no alias, and only its description tells where it comes from.
    const KeyId = left[0]?.slice("key ".length);
    const { KeyMetadata } = await aws.kms.describeKey({ KeyId });
    assert.equal(KeyMetadata?.KeyState, "Enabled");
    assert.match(KeyMetadata?.Description ?? "", /recovering/);
    await aws.kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
  });

  it("when every answer to CreateKey is lost the up fails, and the next one recovers", async () => {
    const { stack, dispose } = await losing("CreateKey", Infinity);
    let orphans: string[] = [];
    try {
      await assert.rejects(stack.up(), /creating aws:kms\/key:Key: .*(socket hang up|ECONNRESET)/s);
      proxy.loseWhen = () => false;
      orphans = await keysLeft();
      await stack.up();
      await stack.up({ expectNoChanges: true });
    } finally {
      proxy.loseWhen = () => false;
      await stack.destroy();
      await dispose();
    }
    // One of each of the SDK's two attempts.
    assert.equal(orphans.length, 2);
    assert.deepEqual((await leftovers(aws)).sort(), orphans.sort());
    for (const orphan of orphans) {
      await aws.kms.scheduleKeyDeletion({ KeyId: orphan.slice("key ".length), PendingWindowInDays: 7 });
    }
  });

  it("an answer to CreateTrail that is lost: every up says what to do, and once done the next recovers", async () => {
    const { stack, dispose } = await losing("CreateTrail", 1);
    const clear =
      /TrailAlreadyExistsException: a trail named recovering exists already; import it by its ARN, delete it if an update that broke off left it behind, or choose another name/;
    try {
      await assert.rejects(stack.up(), clear);
      await assert.rejects(stack.up(), clear);
      await aws.cloudTrail.deleteTrail({ Name: "recovering" });
      await stack.up();
      await stack.up({ expectNoChanges: true });
      assert.equal((await aws.cloudTrail.getTrailStatus({ Name: "recovering" })).IsLogging, true);
    } finally {
      await stack.destroy();
      await dispose();
    }
    assert.deepEqual(await leftovers(aws), []);
  });

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
