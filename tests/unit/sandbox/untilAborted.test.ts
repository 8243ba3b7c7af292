import assert from "node:assert/strict";
import { untilAborted } from "../../../sandbox/untilAborted";

describe("untilAborted", () => {
  const reason = new Error("interrupted by SIGINT");
  const isReason = (error: unknown) => error === reason;

  it("hands on what the work answers or throws", async () => {
    const { signal } = new AbortController();
    assert.equal(await untilAborted(Promise.resolve(7), signal), 7);
    await assert.rejects(untilAborted(Promise.reject(new Error("work")), signal), { message: "work" });
    assert.equal(await untilAborted(Promise.resolve(7)), 7);
  });

  it("does not wait for work that hangs", async () => {
    const controller = new AbortController();
    const waiting = untilAborted(new Promise(() => {}), controller.signal);
    controller.abort(reason);
    await assert.rejects(waiting, isReason);
    await assert.rejects(untilAborted(new Promise(() => {}), controller.signal), isReason);
  });
});
