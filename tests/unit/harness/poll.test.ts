import assert from "node:assert/strict";
import { poll } from "../../../harness/poll";

describe("poll", () => {
  const after = (times: number) => {
    let asked = 0;
    return () => Promise.resolve(++asked > times ? `answer ${asked}` : undefined);
  };

  it("asks until there is an answer", async () => {
    assert.equal(await poll(after(3), { what: "it", deadline: 5000, interval: 1 }), "answer 4");
  });

  it("asks once even when the deadline is over already", async () => {
    assert.equal(await poll(after(0), { what: "it", deadline: 0 }), "answer 1");
  });

  it("says what it waited for and how long", async () => {
    const asked = poll(after(Infinity), { what: () => "the trail", deadline: 20, interval: 1 });
    await assert.rejects(asked, { name: "DeadlineError", message: "waited 0 s in vain for the trail" });
  });

  it("ends when it is aborted, also while it pauses", async () => {
    const controller = new AbortController();
    const asked = poll(after(Infinity), {
      what: "it",
      deadline: 60_000,
      interval: 60_000,
      signal: controller.signal,
    });
    setImmediate(() => controller.abort(new Error("enough")));
    await assert.rejects(asked, { message: "enough" });
    await assert.rejects(poll(after(0), { what: "it", deadline: 1, signal: controller.signal }), {
      message: "enough",
    });
  });

  it("passes on what asking throws", async () => {
    await assert.rejects(
      poll(() => Promise.reject(new Error("broken")), { what: "it", deadline: 1000 }),
      /broken/,
    );
  });
});
