import assert from "node:assert/strict";
import { StageLog } from "../../../harness";

describe("StageLog", () => {
  it("tells of each stage and keeps how long it took, also of one that fails", async () => {
    const heard: unknown[] = [];
    const log = new StageLog({
      stageStarted: (name) => heard.push(["started", name]),
      progress: (line) => heard.push(["progress", line]),
      stageEnded: (name, seconds, outcome, summary) => {
        assert.ok(seconds >= 0);
        heard.push(["ended", name, outcome, summary]);
      },
      note: (text) => heard.push(["note", text]),
    });
    const result = await log.run(
      "up",
      (progress) => {
        progress("half way");
        return Promise.resolve(13);
      },
      (count) => `${count} resources`,
    );
    assert.equal(result, 13);
    await assert.rejects(
      log.run("destroy", () => Promise.reject(new Error("no"))),
      /no/,
    );
    assert.deepEqual(heard, [
      ["started", "up"],
      ["progress", "half way"],
      ["ended", "up", "done", "13 resources"],
      ["started", "destroy"],
      ["ended", "destroy", "failed", undefined],
    ]);
    assert.deepEqual(
      log.stages.map(({ name }) => name),
      ["up", "destroy"],
    );
  });
});
