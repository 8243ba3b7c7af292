import assert from "node:assert/strict";
import { runChecks } from "../../../../detective/posture/check";
import { missionScore } from "../../../../detective/posture/score";
import { PILLARS, PILLAR_POINTS, scorePlan } from "../../../../detective/posture/scorePlan";
import { trailChecks } from "../../../../detective/posture/trailChecks";
import { FakeAccount, awsError } from "../support/account";

describe("scorePlan", () => {
  it("has 100 points, 20 a pillar, and names each line once", () => {
    for (const pillar of PILLARS) {
      const points = scorePlan.filter((item) => item.pillar === pillar).map((item) => item.points);
      assert.equal(
        points.reduce((a, b) => a + b, 0),
        PILLAR_POINTS,
        pillar,
      );
    }
    assert.equal(new Set(scorePlan.map(({ id }) => id)).size, scorePlan.length);
  });

  it("gives the seven checks 25 points, in data and detection only", () => {
    const seven = scorePlan.slice(0, 7);
    assert.deepEqual(
      seven.map(({ id, points, pillar }) => [id, points, pillar]),
      trailChecks.map(({ id, weight, pillar }) => [id, weight, pillar]),
    );
    assert.equal(
      seven.reduce((sum, { points }) => sum + points, 0),
      25,
    );
    assert.deepEqual([...new Set(seven.map(({ pillar }) => pillar))], ["data", "detection"]);
  });

  it("says of what no check can earn yet what it needs", () => {
    const open = scorePlan.filter(({ needs }) => needs !== undefined);
    assert.deepEqual(
      open.map(({ id, points }) => `${id} ${points}`),
      ["rules-run 3", "integrity-proven 5", "timeline-exercised 5", "least-privilege 5"],
    );
  });
});

describe("missionScore", () => {
  it("gives 25 for all seven, and says of every other point why it isn't earned", async () => {
    const score = missionScore(runChecks(trailChecks, await new FakeAccount().facts()));
    assert.equal(score.total, 25);
    assert.equal(score.outOf, 100);
    assert.deepEqual(score.pillars, [
      { pillar: "identity", earned: 0, outOf: 20 },
      { pillar: "data", earned: 13, outOf: 20 },
      { pillar: "detection", earned: 12, outOf: 20 },
      { pillar: "infrastructure", earned: 0, outOf: 20 },
      { pillar: "response", earned: 0, outOf: 20 },
    ]);
    const open = score.lines.filter(({ status }) => status !== "earned");
    assert.ok(
      open.every(({ status, earned, needs }) => earned === 0 && status === (needs ? "not-yet" : "not-run")),
    );
    assert.equal(
      open.reduce((sum, { points }) => sum + points, 0),
      75,
    );
  });

  it("gives points for what a run showed, and for nothing that a check has to tell", async () => {
    const judged = runChecks(trailChecks, await new FakeAccount().facts());
    const shown = (id: string, status: "pass" | "fail" | "unknown") => ({ id, status, evidence: id });
    const score = missionScore(judged, scorePlan, [
      shown("integrity-proven", "pass"),
      shown("rules-run", "fail"),
      shown("timeline-exercised", "unknown"),
      shown("s3-write-events", "pass"),
    ]);
    assert.equal(score.total, 30);
    assert.equal(score.lines.find(({ id }) => id === "s3-write-events")?.status, "not-run");
    assert.deepEqual(
      score.lines
        .filter(({ needs }) => needs !== undefined)
        .map(({ id, status, earned, evidence }) => [id, status, earned, evidence]),
      [
        ["rules-run", "failed", 0, "rules-run"],
        ["integrity-proven", "earned", 5, "integrity-proven"],
        ["timeline-exercised", "unknown", 0, "timeline-exercised"],
        ["least-privilege", "not-yet", 0, undefined],
      ],
    );
  });

  it("gives nothing for what failed, is unknown, or wasn't run", async () => {
    const account = new FakeAccount();
    account.trail = { ...account.trail, IsMultiRegionTrail: false };
    account.publicAccessBlock = awsError("AccessDenied");
    const judged = runChecks(trailChecks, await account.facts()).filter(({ id }) => id !== "kms-key");
    const score = missionScore(judged);
    assert.equal(score.total, 25 - 4 - 3 - 4);
    assert.deepEqual(
      score.lines.slice(0, 8).map(({ id, status }) => `${id} ${status}`),
      [
        "kms-key not-run",
        "bucket-encryption earned",
        "public-access-block unknown",
        "bucket-policy earned",
        "multi-region failed",
        "log-file-validation earned",
        "encrypted-and-logging earned",
        "s3-write-events not-run",
      ],
    );
  });

  it("takes the points of the trail that earns most, never a mix of several", () => {
    const check = (id: string, status: "pass" | "fail", subject?: string) => ({
      ...{ id, status, title: "", why: "", weight: 0, pillar: "data" as const, evidence: [] },
      ...(subject !== undefined && { subject }),
    });
    const plan = ["a", "b", "c"].map((id) => ({ id, title: id, pillar: "data" as const, points: 2 }));
    const score = missionScore(
      [
        check("a", "pass", "one"),
        check("b", "fail", "one"),
        check("a", "fail", "two"),
        check("b", "pass", "two"),
        check("c", "pass"),
      ],
      plan,
    );
    assert.equal(score.total, 4);
    assert.equal(score.trail, "one");
    const better = missionScore(
      [check("a", "fail", "one"), check("a", "pass", "two"), check("c", "pass")],
      plan,
    );
    assert.deepEqual([better.trail, better.total], ["two", 4]);
  });
});
