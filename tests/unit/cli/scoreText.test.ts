import assert from "node:assert/strict";
import { scoreText } from "../../../cli/scoreText";
import { missionScore } from "../../../detective";

describe("scoreText", () => {
  it("shows the total, each pillar as a bar, and how much is open", () => {
    const passed = { title: "", why: "", weight: 0, pillar: "data", status: "pass", evidence: [] } as const;
    const text = scoreText(
      missionScore(
        [{ ...passed, id: "a" }],
        [
          { id: "a", title: "A", pillar: "data", points: 3 },
          { id: "b", title: "B", pillar: "data", points: 2, needs: "b" },
          { id: "c", title: "C", pillar: "response", points: 4, needs: "c" },
        ],
      ),
    );
    assert.deepEqual(text.split("\n"), [
      "Mission score: 3/9",
      "  identity        0/0",
      "  data           ███░░ 3/5",
      "  detection       0/0",
      "  infrastructure  0/0",
      "  response       ░░░░ 0/4",
      "  2 things have not earned their points yet; the report lists what would.",
    ]);
  });
});
