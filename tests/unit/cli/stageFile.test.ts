import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StageFile, type StageFileContent } from "../../../cli/stageFile";
import { StageLog } from "../../../harness";

describe("the stage file", () => {
  it("tells of each stage, also of one that failed, and hands everything on", async () => {
    const heard: string[] = [];
    const file = new StageFile({
      stageStarted: (name) => heard.push(`started ${name}`),
      progress: (line) => heard.push(line),
      stageEnded: (name, _seconds, outcome, summary) => heard.push(`${name} ${outcome} ${summary ?? ""}`),
      note: (text) => heard.push(text),
    });
    const log = new StageLog(file);
    await log.run(
      "engine",
      (progress) => {
        progress("compiling 1 of 20");
        progress("compiling 2 of 20");
        progress("linking");
        return Promise.resolve();
      },
      () => "built",
    );
    await assert.rejects(log.run("up", () => Promise.reject(new Error("no"))));
    file.note("careful");
    const folder = mkdtempSync(join(tmpdir(), "audit-trail-stages-"));
    try {
      file.write(join(folder, "stages.json"));
      const { stages, begun, ended, startedAt } = JSON.parse(
        readFileSync(join(folder, "stages.json"), "utf8"),
      ) as StageFileContent;
      assert.deepEqual(
        stages.map(({ name, outcome, steps }) => [name, outcome, steps.map(({ line }) => line)]),
        [
          ["engine", "done", ["compiling 1 of 20", "linking"]],
          ["up", "failed", []],
        ],
      );
      const times = [begun, ...stages.flatMap((stage) => [stage.begun, stage.ended]), ended];
      assert.deepEqual(
        times,
        [...times].sort((a, b) => a - b),
      );
      assert.equal(startedAt, performance.timeOrigin);
    } finally {
      rmSync(folder, { recursive: true });
    }
    assert.deepEqual(heard, [
      "started engine",
      "compiling 1 of 20",
      "compiling 2 of 20",
      "linking",
      "engine done built",
      "started up",
      "up failed ",
      "careful",
    ]);
  });
});
