import assert from "node:assert/strict";
import { missionScore } from "../../../../detective/posture/score";
import { byPillar, coverageWords, lineWords, totalSeconds } from "../../../../detective/report/words";
import { count } from "../../../../detective/wording";
import { coverage } from "../support/events";

describe("the report's words", () => {
  it("say one and many", () => {
    assert.deepEqual(
      [count(0, "fact"), count(1, "fact"), count(2, "fact")],
      ["0 facts", "1 fact", "2 facts"],
    );
  });

  const spans: [Parameters<typeof coverageWords>[0], string][] = [
    [{ ...coverage, events: 1 }, "1 event was read by test from us-east-1."],
    [
      {
        ...coverage,
        regions: ["us-east-1", "eu-west-1"],
        from: "2026-01-31T12:00:00.000Z",
        to: "2026-01-31T12:05:00Z",
      },
      "0 events were read by test from us-east-1, eu-west-1, from 2026-01-31 12:00:00 UTC to 2026-01-31 12:05:00 UTC.",
    ],
    [
      { ...coverage, regions: [], to: "2026-01-31T12:05:00Z" },
      "0 events were read by test from no Region, to 2026-01-31 12:05:00 UTC.",
    ],
    [{ ...coverage, from: "?" }, "0 events were read by test from us-east-1, from unknown."],
  ];
  for (const [covered, words] of spans) {
    it(`say of a reading: ${words}`, () => assert.equal(coverageWords(covered), words));
  }

  it("say of a score's line what it needs, and what it rests on where a run showed it", () => {
    const plan = [{ id: "a", title: "A", pillar: "response", points: 1, needs: "a run" }] as const;
    const words = (status?: "pass" | "fail" | "unknown") =>
      missionScore([], plan, status ? [{ id: "a", status, evidence: "two files" }] : []).lines.map(lineWords);
    assert.deepEqual(
      [undefined, "pass", "fail", "unknown"].map((status) => words(status as "pass" | undefined)[0]),
      ["not yet earned: needs a run", "earned: two files", "failed: two files", "unknown: two files"],
    );
  });

  it("put a score's lines to their pillars, however the plan is sorted", () => {
    const plan = [
      { id: "a", title: "A", pillar: "response", points: 1, needs: "a" },
      { id: "b", title: "B", pillar: "data", points: 1, needs: "b" },
      { id: "c", title: "C", pillar: "response", points: 1, needs: "c" },
    ] as const;
    const sorted = byPillar(missionScore([], plan)).map(({ pillar, lines }) => [
      pillar.pillar,
      lines.map(({ id }) => id).join(),
    ]);
    assert.deepEqual(sorted, [
      ["identity", ""],
      ["data", "b"],
      ["detection", ""],
      ["infrastructure", ""],
      ["response", "a,c"],
    ]);
  });

  it("add up the stages", () => {
    const stages = [
      { name: "up", seconds: 1.5 },
      { name: "destroy", seconds: 2.25 },
    ];
    assert.equal(totalSeconds({ stages }), 3.75);
  });
});
