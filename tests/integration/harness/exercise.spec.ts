import assert from "node:assert/strict";
import {
  activities,
  exercise,
  nobody,
  openSandbox,
  StageLog,
  type Activity,
  type Target,
} from "../../../harness";
import program from "../../../index";
import { leftovers, rootClients } from "../../support/leftovers";

describe("a run of the exercise", () => {
  let target: Target;

  before(async () => {
    target = await openSandbox(new StageLog(nobody));
  });
  after(async () => {
    await target?.close();
  });

  const run = (options: Partial<Parameters<typeof exercise>[2]> = {}, told: string[] = [], where = target) =>
    exercise(where, new StageLog({ ...nobody, note: (text) => told.push(text) }), { program, ...options });
  const failing = (overrides: Partial<Activity>): Activity => ({
    id: "failing",
    does: "fails",
    expects: () => [],
    run: () => Promise.resolve(),
    ...overrides,
  });

  it("finds all that it did, passes seven checks, scores 25 and leaves nothing", async () => {
    const report = await run();
    assert.deepEqual(
      report.answers.map(({ id }) => id),
      ["recentEvents", "iamEvents", "failedEvents", "policyAttachments", "bucketEvents"],
    );
    const [, , failed, attachments, bucket] = report.answers;
    const of = (answer: typeof failed, field: string) =>
      answer?.rows.map((row) => (row as Record<string, string>)[field]);
    assert.ok(of(failed, "errorCode")?.includes("AccessDenied"));
    assert.ok(
      of(failed, "errorCode")?.includes("NoSuchEntity") ||
        of(failed, "errorCode")?.includes("NoSuchEntityException"),
    );
    assert.deepEqual(of(attachments, "outcome"), ["success"]);
    assert.match(of(attachments, "who")?.[0] ?? "", /^newcomer-/);
    assert.ok(of(bucket, "user")?.some((user) => user?.startsWith("auditor-")));
    assert.deepEqual(
      report.verdicts.map(({ status }) => status),
      Array<string>(7).fill("pass"),
    );
    assert.equal(report.score.total, 25);
    assert.equal(report.coverage.complete, true);
    assert.deepEqual(
      report.stages.map(({ name }) => name),
      ["stack", "up", "activity", "history", "delivery", "questions", "checks", "undo", "destroy"],
    );
    assert.deepEqual(await leftovers(rootClients(target)), []);
  });

  it("takes everything down when an activity fails, and throws that failure", async () => {
    const broken = failing({ run: () => Promise.reject(new Error("on purpose")) });
    await assert.rejects(run({ activities: [...activities.slice(0, 5), broken] }), { message: "on purpose" });
    assert.deepEqual(await leftovers(rootClients(target)), []);
  });

  it("the run's own error wins over a clean-up error, which is told", async () => {
    const told: string[] = [];
    const broken = failing({
      run: () => Promise.reject(new Error("first")),
      undo: () => Promise.reject(new Error("second")),
    });
    await assert.rejects(run({ activities: [broken] }, told), { message: "first" });
    assert.match(told.join(), /undoing the activity failed as well: .*second/);
    assert.deepEqual(await leftovers(rootClients(target)), []);
  });

  it("a clean-up error alone fails the run", async () => {
    const broken = failing({ undo: () => Promise.reject(new Error("second")) });
    await assert.rejects(run({ activities: [...activities, broken] }), { message: /second/ });
    assert.deepEqual(await leftovers(rootClients(target)), []);
  });

  it("says which events the trail never showed", async () => {
    const silent = failing({
      expects: () => [{ eventSource: "iam.amazonaws.com", eventName: "DeleteRole", user: "nobody" }],
    });
    const impatient = { ...target, patience: { ...target.patience, history: 300 } };
    await assert.rejects(
      run({ activities: [silent] }, [], impatient),
      /the event history to show DeleteRole by nobody/,
    );
    assert.deepEqual(await leftovers(rootClients(target)), []);
  });

  it("fails when an answer shows no call of this run", async () => {
    const harmless = activities.filter(({ id }) => ["two-users", "lab-calls"].includes(id));
    await assert.rejects(run({ activities: harmless }), {
      name: "UnansweredError",
      message: /Policies attached to users/,
    });
  });

  it("an abort in the middle takes everything down", async () => {
    const controller = new AbortController();
    const last = failing({
      run: () => Promise.resolve(controller.abort(new Error("interrupted by SIGINT"))),
    });
    await assert.rejects(
      run({
        signal: controller.signal,
        activities: [...activities.slice(0, 3), last, ...activities.slice(3)],
      }),
      { message: "interrupted by SIGINT" },
    );
    assert.deepEqual(await leftovers(rootClients(target)), []);
  });
});
