import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import {
  activities,
  endpointsOf,
  exercise,
  nobody,
  openSandbox,
  StageLog,
  type Activity,
  type Target,
} from "../../../harness";
import program from "../../../index";
import { faultProxy } from "../../support/faultProxy";
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

  it("finds all that it did, is told of it, passes seven checks, scores 38 and leaves nothing", async () => {
    const report = await run();
    assert.deepEqual(
      report.answers.map(({ id }) => id),
      ["detections", "recentEvents", "iamEvents", "failedEvents", "policyAttachments", "bucketEvents"],
    );
    const [detections, , , failed, attachments, bucket] = report.answers;
    const of = (answer: typeof failed, field: string) =>
      answer?.rows.map((row) => (row as Record<string, string>)[field]);
    assert.ok(of(detections, "what")?.includes("A trail was stopped or deleted"));
    assert.ok(!of(detections, "level")?.some((level) => level === "low" || level === "informational"));
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
    assert.equal(report.score?.total, 38);
    const [, trailName = ""] =
      /rule (security-audit-trail-\w+)-trail-stopped/.exec(report.notes[0] ?? "") ?? [];
    assert.deepEqual(
      report.integrity
        ?.map(({ what, verdict }) => `${verdict} ${what}`)
        .filter((row) => !row.includes("While")),
      [
        `valid Log files of ${trailName} in us-east-1`,
        "invalid The same, after the record of StopLogging was cut out",
      ],
    );
    assert.match(report.integrity?.at(-1)?.detail ?? "", /\.json\.gz was modified: its hash is not/);
    assert.match(
      report.notes[0] ?? "",
      /^The alarm rang: "A trail was stopped or deleted" \(high, rule security-audit-trail-\w+-trail-stopped-or-deleted\) lay in the queue security-audit-trail-\w+-alerts \d+ s after StopLogging by arn:aws:iam::\d+:user\/newcomer-\w+, event [0-9a-f-]{36}\.$/,
    );
    assert.equal(report.coverage.complete, true);
    const told =
      report.findings?.map(({ level, kind, who }) => [level, kind, who.split("-")[0]].join(" ")) ?? [];
    assert.equal(told[0], "critical privilege-escalation newcomer");
    assert.ok(told.includes("high trail-tampering newcomer"), told.join(", "));
    assert.ok(!told.some((each) => each.endsWith("auditor")), told.join(", "));
    const marks = new Set(report.timeline?.entries.flatMap((entry) => entry.marks));
    for (const mark of ["first-contact", "denied", "escalation", "tracks-covered"] as const)
      assert.ok(marks.has(mark), mark);
    for (const id of report.findings?.flatMap(({ evidence }) => evidence) ?? [])
      assert.ok(report.records?.has(id), id);
    assert.deepEqual(
      report.stages.map(({ name }) => name),
      [
        "stack",
        "up",
        "activity",
        "alert",
        "history",
        "delivery",
        "questions",
        "detections",
        "integrity",
        "timeline",
        "checks",
        "undo",
        "destroy",
      ],
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
    assert.deepEqual(await leftovers(rootClients(target)), []);
  });

  it("a destroy that fails says how to finish, and doing just that is enough", async () => {
    const proxy = await faultProxy(target.endpoint ?? "");
    try {
      proxy.failWhen = (operation) => operation === "DeleteTrail";
      const { providerCommand: _running, ...rest } = target;
      const awsConfig = {
        ...target.awsConfig,
        "aws:endpoints": JSON.stringify([endpointsOf(proxy.endpoint)]),
      };
      const told: string[] = [];
      const broken = failing({ run: () => Promise.reject(new Error("on purpose")) });
      await assert.rejects(run({ activities: [broken] }, told, { ...rest, awsConfig, outlivesRun: true }), {
        message: "on purpose",
      });
      const [what = "", how = ""] = (told.find((note) => note.includes("finishes it")) ?? "").split(
        "this finishes it:\n",
      );
      assert.match(what, /^stack exercise-[0-9a-f]{8} could not be destroyed; .* AWS emulator at http/);
      const folder = /its state in\s+(\S+)\./.exec(what)?.[1] ?? "";
      assert.equal(existsSync(folder), true, what);
      assert.match(how, /^export PULUMI_BACKEND_URL=file:\/\/\S+$/m);
      assert.match(how, /^export PULUMI_CONFIG_PASSPHRASE=[0-9a-f]{32}$/m);
      assert.deepEqual(
        told.filter((note) => note.startsWith("taking the stack down failed as well")).length,
        1,
        told.join("\n"),
      );
      assert.notDeepEqual(await leftovers(rootClients(target)), []);
      proxy.failWhen = () => false;
      // In a shell that knows nothing else.
      await promisify(execFile)("sh", ["-ec", how], { cwd: "/", env: { PATH: process.env.PATH } });
      assert.equal(existsSync(folder), false);
      assert.deepEqual(await leftovers(rootClients(target)), []);
    } finally {
      await proxy.close();
    }
  });

  for (const stage of ["delivery", "checks"]) {
    it(`an abort that comes with the end of ${stage} begins nothing more, and takes everything down`, async () => {
      const controller = new AbortController();
      const log = new StageLog({
        ...nobody,
        stageEnded: (name) => {
          if (name === stage) controller.abort(new Error("interrupted by SIGINT"));
        },
      });
      let waited = false;
      const beforeDestroy = () => Promise.resolve(void (waited = true));
      await assert.rejects(exercise(target, log, { program, signal: controller.signal, beforeDestroy }), {
        message: "interrupted by SIGINT",
      });
      assert.equal(waited, false);
      assert.deepEqual(
        log.stages.map(({ name }) => name).slice(log.stages.findIndex(({ name }) => name === stage)),
        [stage, "undo", "destroy"],
      );
      assert.deepEqual(await leftovers(rootClients(target)), []);
    });
  }

  it("an abort before it begins makes nothing", async () => {
    const signal = AbortSignal.abort(new Error("interrupted by SIGINT"));
    const log = new StageLog(nobody);
    await assert.rejects(exercise(target, log, { program, signal }), { message: "interrupted by SIGINT" });
    assert.deepEqual(log.stages, []);
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
