import assert from "node:assert/strict";
import { scoreLines, scoreText } from "../../../cli/scoreText";
import { missionScore } from "../../../detective";

const passed = { title: "", why: "", weight: 0, pillar: "data", status: "pass", evidence: [] } as const;
const plan = [
  { id: "a", title: "A", pillar: "data", points: 3 },
  { id: "b", title: "B", pillar: "data", points: 2 },
  { id: "c", title: "C", pillar: "response", points: 14, needs: "a long walk through all of it, and back" },
] as const;
const bars = [
  "Mission score: 3/19",
  "  identity        0/0",
  "  data           ███░░ 3/5",
  "  detection       0/0",
  "  infrastructure  0/0",
  "  response       ░░░░░░░░░░░░░░ 0/14",
];

describe("scoreText", () => {
  it("shows the total, each pillar as a bar, and how much is open", () => {
    assert.deepEqual(scoreText(missionScore([{ ...passed, id: "a" }], plan)).split("\n"), [
      ...bars,
      "  2 of 3 things have not earned their points; `audit-trail score` lists them.",
    ]);
  });

  it("lists what is open, with why or with what would earn it", () => {
    const score = missionScore(
      [
        { ...passed, id: "a" },
        { ...passed, id: "b", status: "unknown" },
      ],
      plan,
    );
    assert.deepEqual(scoreLines(score, 50).split("\n"), [
      ...bars,
      "",
      "Not earned yet",
      "   2  B (data): unknown",
      "  14  C (response): not yet earned: needs a long",
      "      walk through all of it, and back",
      "",
      "`audit-trail verify` says for each check what was found, and what mends it.",
    ]);
  });

  it("ends where everything is earned", () => {
    const score = missionScore([{ ...passed, id: "a" }], plan.slice(0, 1));
    assert.equal(scoreLines(score, 50).split("\n").at(-1), "  response        0/0");
  });
});
