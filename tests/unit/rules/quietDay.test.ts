import assert from "node:assert/strict";
import { join } from "node:path";
import { detect } from "../../../detective/detect/detect";
import { recordsOf } from "../../../detective/detect/recordsOf";
import { loadRules } from "../../../detective/sigma/load/loadRules";
import { quietDay } from "./quietDay/quietDay";

describe("the catalogue on a quiet day", () => {
  it("raises nothing high or critical, and medium seldom", async () => {
    const rules = await loadRules(join(__dirname, "../../../rules"));
    const counts = new Map<string, number>();
    for await (const { rule, why } of await detect(recordsOf(quietDay(), "quiet day"), rules, {
      level: "medium",
    })) {
      const what = `${rule.level}: ${rule.title}`;
      assert.ok(rule.level === "medium", `${what} (${why})`);
      counts.set(what, (counts.get(what) ?? 0) + 1);
    }
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    assert.ok(total <= 12, [...counts].map(([what, count]) => `${count} × ${what}`).join("\n"));
  });
});
