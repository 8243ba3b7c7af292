import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AuditTrail } from "../../../components";
import { activities, exercise, isolatedStack, nobody, openSandbox, StageLog } from "../../../harness";
import type { Activity, Target } from "../../../harness";

/** The program under test; `exercise` sets these keys and reads these outputs. */
const program = () => {
  const config = new pulumi.Config("audit-trail");
  const trail = new AuditTrail("audit", {
    trailName: config.require("trailName"),
    logBucket: { bucketName: config.get("bucketName"), keyAlias: config.get("keyAlias") },
    ephemeral: true,
  });
  const { trailArn, trailName, bucketName, keyAlias: kmsKeyAlias } = trail;
  return Promise.resolve({ trailArn, trailName, bucketName, kmsKeyAlias });
};

/** An activity of one's own: a role that another account may assume. */
const backDoor: Activity = {
  id: "back-door",
  does: "makes a role that another account may assume",
  expects: () => [{ eventSource: "iam.amazonaws.com", eventName: "CreateRole" }],
  async run({ operator, partition }) {
    const Principal = { AWS: `arn:${partition}:iam::444455556666:root` };
    const Statement = [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }];
    await operator.iam.createRole({
      RoleName: "back-door",
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
    });
  },
  async undo({ operator }) {
    await operator.iam.deleteRole({ RoleName: "back-door" }).catch((error: Error) => {
      if (error.name !== "NoSuchEntityException") throw error;
    });
  },
};

describe("our trail", function () {
  this.timeout(300_000); // the first run on a machine brings the engine and the emulator
  let target: Target;

  before(async () => {
    target = await openSandbox(new StageLog(nobody));
  });
  after(async () => {
    await target?.close();
  });

  it("comes up, stays as it is, and goes", async () => {
    const config = (suffix: string) => ({ trailName: `ours-${suffix}` });
    const { stack, suffix, dispose } = await isolatedStack(target, program, config);
    try {
      const { outputs } = await stack.up();
      assert.equal(outputs.trailName?.value, `ours-${suffix}`);
      await stack.up({ expectNoChanges: true });
    } finally {
      await stack.destroy();
      await dispose();
    }
  });

  it("shows who opened a back door, and passes every check", async () => {
    const report = await exercise(target, new StageLog(nobody), {
      program,
      activities: [...activities, backDoor],
    });
    const failed = report.verdicts.filter(({ status }) => status !== "pass");
    assert.deepEqual(failed, []);
    assert.equal(report.coverage.complete, true);
  });
});
