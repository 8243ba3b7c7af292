import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { writeReport } from "../../../harness/writeReport";
import { reportOf } from "../detective/report/reportOf";

describe("writeReport", () => {
  it("writes the three forms side by side, and leaves nothing half written", async () => {
    const folder = await mkdtemp(join(tmpdir(), "audit-trail-report-"));
    try {
      const report = { ...(await reportOf("x")), correlationId: "audit-trail-exercise-0123456789ab" };
      const written = await writeReport(report, join(folder, "reports"));
      const stem = "exercise-2026-01-31T12-00-00-6789ab";
      assert.deepEqual(
        [written.html, written.markdown, written.json].map((path) => basename(path)),
        [`${stem}.html`, `${stem}.md`, `${stem}.json`],
      );
      assert.deepEqual((await readdir(join(folder, "reports"))).sort(), [
        `${stem}.html`,
        `${stem}.json`,
        `${stem}.md`,
      ]);
      assert.match(await readFile(written.html, "utf8"), /^<!doctype html>/);
      assert.match(await readFile(written.markdown, "utf8"), /^# x\n/);
      assert.equal((JSON.parse(await readFile(written.json, "utf8")) as { version: number }).version, 1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
