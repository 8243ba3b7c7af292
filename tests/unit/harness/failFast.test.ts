import assert from "node:assert/strict";
import { output } from "@pulumi/pulumi";
import * as state from "@pulumi/pulumi/runtime/state";
import { failFast } from "../../../harness/failFast";
import { runCommand } from "../../../sandbox/runCommand";

describe("failFast", () => {
  const { settings } = (
    state as unknown as { getStore: () => { settings: { rpcDone: unknown } } }
  ).getStore();
  const never = new Promise<never>(() => {});
  // The test runner counts a rejection that nobody waits for as a failure of the test.
  let listeners: NodeJS.UnhandledRejectionListener[];

  beforeEach(() => {
    listeners = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
  });
  afterEach(() => {
    settings.rpcDone = Promise.resolve();
    for (const listener of listeners) process.on("unhandledRejection", listener);
  });

  it("rests on a field of Pulumi's SDK that is still there: settings.rpcDone, a promise", () => {
    assert.ok("rpcDone" in settings, `the settings are ${Object.keys(settings).join(", ")}`);
    assert.ok(settings.rpcDone instanceof Promise);
  });

  it("rejects when something rejects that nobody waits for, and lets the runtime go", async () => {
    settings.rpcDone = never;
    const program = failFast(() => {
      void Promise.reject(new Error("no such certificate"));
      return Promise.resolve({ arn: output(never) });
    });
    await assert.rejects(program(), { message: "no such certificate" });
    assert.notEqual(settings.rpcDone, never);
    assert.equal(await settings.rpcDone, undefined);
  });

  it("what else rejects in a program that has failed ends no process, and what is not of a program does", async () => {
    const script = (where: "inside" | "outside") => `
      const { failFast } = require(${JSON.stringify(require.resolve("../../../harness/failFast"))});
      const rejectLater = () => setTimeout(() => void Promise.reject(new Error("later")), 20);
      const program = failFast(async () => {
        if (${where === "inside"}) rejectLater();
        throw new Error("at once");
      });
      program().catch((error) => console.log(error.message));
      if (${where === "outside"}) rejectLater();
      setTimeout(() => console.log("still there"), 200);`;
    const run = (where: "inside" | "outside") =>
      runCommand(process.execPath, ["-r", "tsx/cjs", "-e", script(where)], { env: process.env });
    const [inside, outside] = await Promise.all([run("inside"), run("outside")]);
    assert.deepEqual([inside.ok, inside.stdout], [true, "at once\nstill there\n"], inside.stderr);
    assert.deepEqual([outside.ok, outside.stdout], [false, "at once\n"], outside.stderr);
    assert.match(outside.stderr, /Error: later/);
  }).timeout(30_000);

  it("hands on the outputs of a program that goes well, and what a program throws", async () => {
    assert.deepEqual(await failFast(() => Promise.resolve({ a: 1 }))(), { a: 1 });
    assert.equal(process.listenerCount("unhandledRejection"), 0);
    await assert.rejects(failFast(() => Promise.reject(new Error("on purpose")))(), {
      message: "on purpose",
    });
  });
});
