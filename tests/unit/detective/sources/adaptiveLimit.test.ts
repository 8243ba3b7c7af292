import assert from "node:assert/strict";
import { AdaptiveLimit } from "../../../../detective/sources/adaptiveLimit";

/** A service in made-up time: each call takes `latencyMs`, and no more than `perSecond` are done a second. */
function service(limit: (now: () => number) => AdaptiveLimit) {
  let time = 0;
  const ends: { at: number; end: () => void }[] = [];
  let free = 0;
  const under = limit(() => time);
  return {
    under,
    calls: async (
      count: number,
      { latencyMs, perSecond = Infinity, bytes = 0, overloadAbove = Infinity }: Service,
    ) => {
      const found: number[] = [];
      let running = 0;
      const all = Array.from({ length: count }, () =>
        under.run(bytes, async (overloaded) => {
          running++;
          if (running > overloadAbove) overloaded();
          free = Math.max(free, time) + 1000 / perSecond;
          const at = Math.max(time + latencyMs, free);
          await new Promise<void>((end) => ends.push({ at, end }));
          running--;
          found.push(under.current);
        }),
      );
      let done = false;
      void Promise.all(all).then(() => (done = true));
      while (!done) {
        for (let turn = 0; turn < 20; turn++) await Promise.resolve();
        ends.sort((a, b) => a.at - b.at);
        const next = ends.shift();
        if (!next) continue;
        time = Math.max(time, next.at);
        next.end();
      }
      return found;
    },
  };
}

interface Service {
  latencyMs: number;
  perSecond?: number;
  bytes?: number;
  overloadAbove?: number;
}

describe("AdaptiveLimit", () => {
  it("doubles up to its most where each further call brings as much as the one before", async () => {
    const { under, calls } = service((now) => new AdaptiveLimit({ now }));
    const found = await calls(500, { latencyMs: 20 });
    assert.deepEqual([found[0], under.current, under.highest], [8, 64, 64]);
  });

  it("stays where more calls bring nothing", async () => {
    const { under, calls } = service((now) => new AdaptiveLimit({ now }));
    // 20 ms and 600 a second: 12 at a time do all that can be done.
    await calls(3000, { latencyMs: 20, perSecond: 600 });
    assert.ok(under.current >= 8 && under.current <= 24, `${under.current}`);
    assert.ok(under.highest <= 32, `${under.highest}`);
  });

  it("halves once for all the calls that were on their way when it was too much, and grows again by eighths", async () => {
    const { under, calls } = service((now) => new AdaptiveLimit({ now, start: 32 }));
    const found = await calls(2000, { latencyMs: 20, overloadAbove: 20 });
    assert.ok(found.includes(16), "halved to 16");
    assert.ok(Math.min(...found) >= 8, `never below 8: ${Math.min(...found)}`);
    assert.ok(under.current <= 32, `${under.current}`);
    const whole = service((now) => new AdaptiveLimit({ now, start: 4 }));
    await whole.calls(40, { latencyMs: 20, overloadAbove: 0 });
    assert.equal(whole.under.current, 1, "one goes always");
  });

  it("keeps the bytes on their way within bounds, and lets a larger one go alone", async () => {
    const MB = 1024 * 1024;
    const few = service((now) => new AdaptiveLimit({ now, mostBytes: 10 * MB }));
    await few.calls(50, { latencyMs: 20, bytes: 3 * MB });
    assert.equal(few.under.highest, 3);
    const large = service((now) => new AdaptiveLimit({ now, mostBytes: 10 * MB }));
    await large.calls(5, { latencyMs: 20, bytes: 50 * MB });
    assert.equal(large.under.highest, 1);
  });

  it("hands on what a call returns and throws, and goes on", async () => {
    const limit = new AdaptiveLimit({ start: 1 });
    const failed = limit.run(0, () => Promise.reject(new Error("no")));
    const fine = limit.run(0, () => Promise.resolve("yes"));
    await assert.rejects(failed, /^Error: no$/);
    assert.equal(await fine, "yes");
  });
});
