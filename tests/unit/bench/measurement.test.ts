import assert from "node:assert/strict";
import { judge } from "../../../bench/measurement";
import { median } from "../../../bench/median";

describe("a benchmark's measurement", () => {
  const base = { what: "up", unit: "s" as const };

  it("meets a target of the ratio up to the limit itself", () => {
    const target = { of: "ratio", atMost: 0.6 } as const;
    assert.deepEqual(judge({ ...base, measured: 6, peer: 10, target }), {
      ...base,
      measured: 6,
      peer: 10,
      target,
      ratio: 0.6,
      met: true,
    });
    assert.equal(judge({ ...base, measured: 6.1, peer: 10, target }).met, false);
  });

  it("holds a target of the measured value against that, whatever the ratio", () => {
    const target = { of: "measured", atMost: 5 } as const;
    assert.equal(judge({ ...base, measured: 5, peer: 1, target }).met, true);
    assert.equal(judge({ ...base, measured: 5.1, peer: 100, target }).met, false);
  });

  it("never takes a ratio that was not measured for a good one", () => {
    assert.equal(judge({ ...base, measured: 1, target: { of: "ratio", atMost: 0.6 } }).met, false);
    assert.equal(judge({ ...base, measured: NaN, target: { of: "measured", atMost: 5 } }).met, false);
  });

  it("says nothing about a target where there is none", () => {
    assert.deepEqual(judge({ ...base, measured: 1 }), { ...base, measured: 1 });
  });
});

describe("the median", () => {
  it("is the middle number, of an even count the mean of the two in the middle", () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([10, 1, 2, 3]), 2.5);
    assert.equal(median([7]), 7);
  });

  it("of no numbers is refused", () => {
    assert.throws(() => median([]), {
      name: "RangeError",
      message: "the median of no numbers; give one or more",
    });
  });
});
