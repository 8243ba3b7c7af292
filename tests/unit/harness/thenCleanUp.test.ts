import assert from "node:assert/strict";
import { thenCleanUp } from "../../../harness/thenCleanUp";

describe("thenCleanUp", () => {
  const fails = (message: string) => () => Promise.reject(new Error(message));
  const cases: [string, boolean, boolean, string | undefined, string[]][] = [
    ["both go well", true, true, undefined, []],
    ["the run fails", false, true, "run", []],
    ["the clean-up fails", true, false, "clean-up", []],
    ["both fail: the run's error wins and the other is told", false, false, "run", ["Error: clean-up"]],
  ];
  for (const [name, runs, cleans, thrown, expected] of cases) {
    it(name, async () => {
      const told: string[] = [];
      let cleaned = 0;
      const result = thenCleanUp(
        runs ? () => Promise.resolve("result") : fails("run"),
        () => {
          cleaned++;
          return cleans ? Promise.resolve() : fails("clean-up")();
        },
        (error) => told.push(String(error)),
      );
      if (thrown) await assert.rejects(result, { message: thrown });
      else assert.equal(await result, "result");
      assert.equal(cleaned, 1);
      assert.deepEqual(told, expected);
    });
  }
});
