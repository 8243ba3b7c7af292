import assert from "node:assert/strict";
import { TargetEndedError } from "../../../harness";

describe("TargetEndedError", () => {
  it("leads with the emulator's end, and gives its last lines and what broke", () => {
    const cause = new Error("connect ECONNREFUSED 127.0.0.1:4001");
    const target = { description: "AWS emulator at http://127.0.0.1:4001", recentLog: () => "one\ntwo" };
    const error = new TargetEndedError(target, cause);
    assert.deepEqual(error.message.split("\n").slice(0, 4), [
      "the emulator ended in the middle of the run (AWS emulator at http://127.0.0.1:4001); its last lines:",
      "one",
      "two",
      "What that broke: connect ECONNREFUSED 127.0.0.1:4001",
    ]);
    assert.equal(error.cause, cause);
  });
});
