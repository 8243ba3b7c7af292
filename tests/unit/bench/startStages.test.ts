import assert from "node:assert/strict";
import { startStages } from "../../../bench/startStages";

describe("where the seconds of npm start go", () => {
  const stage = (
    name: string,
    begun: number,
    ended: number,
    steps: { line: string; begun: number }[] = [],
  ) => ({
    name,
    begun,
    ended,
    outcome: "done" as const,
    steps,
  });

  it("leaves none out: before, between and after the stages as well", () => {
    const pieces = startStages(
      {
        startedAt: 1_000_500,
        begun: 2,
        stages: [stage("engine", 2, 3), stage("emulator", 3.01, 5), stage("up", 6, 8)],
        ended: 9,
      },
      { startedAt: 1_000_000, seconds: 10 },
    );
    assert.deepEqual(
      pieces.map(({ name, begun, ended }) => [name, begun, ended]),
      [
        ["npm, dependencies", 0, 0.5],
        ["start Node, load the code", 0.5, 2.5],
        ["engine", 2.5, 3.5],
        ["emulator", 3.51, 5.5],
        ["between, before up", 5.5, 6.5],
        ["up", 6.5, 8.5],
        ["close, write the report", 8.5, 9.5],
        ["end the processes", 9.5, 10],
      ],
    );
  });

  it("names the steps of a stage that took long, each until the next", () => {
    const steps = [
      { line: "downloading", begun: 1 },
      { line: "unpacking", begun: 4 },
      { line: "compiling", begun: 5 },
    ];
    const pieces = startStages(
      { startedAt: 0, begun: 1, stages: [stage("engine", 1, 9, steps)], ended: 9 },
      { startedAt: 0, seconds: 9 },
    );
    assert.deepEqual(pieces[2]?.steps, [
      { line: "downloading", begun: 1, ended: 4 },
      { line: "compiling", begun: 5, ended: 9 },
    ]);
  });
});
