import assert from "node:assert/strict";
import { incidentText } from "../../../cli/incidentText";
import type { Coverage, Finding, Timeline } from "../../../detective";

const coverage: Coverage = { source: "s", regions: [], events: 3, complete: true, gaps: [] };
const finding = (more: Partial<Finding>): Finding => ({
  kind: "k",
  level: "low",
  title: "a title",
  why: "why",
  who: "eve",
  from: ["192.0.2.1"],
  outcome: "denied",
  first: "2026-01-31T10:00:00Z",
  last: "2026-01-31T10:00:00Z",
  attack: [],
  evidence: [],
  ...more,
});
const timeline = {
  start: { kind: "user", value: "eve" },
  story: { what: "3 calls in 1 session belong to it, none of them denied. It begins where …" },
} as unknown as Timeline;

describe("the incident in a few lines", () => {
  it("is the story's first sentence and a line for each finding, the worst first", () => {
    const findings = [
      finding({ title: `eve stopped\u001b[2J ${"x".repeat(60)}`, outcome: "success" }),
      finding({ level: "critical", title: "eve attached AdministratorAccess", outcome: "success" }),
      finding({ level: "high", who: "root" }),
    ];
    assert.deepEqual(incidentText({ timeline, findings, coverage }, { width: 70 }).split("\n"), [
      "Incident around the user eve",
      "3 calls in 1 session belong to it, none of them denied.",
      "Level     Finding                                        Who   Outcome",
      "────────  ─────────────────────────────────────────────  ────  ───────",
      "critical  eve attached AdministratorAccess               eve   success",
      "high      a title                                        root  denied",
      "low       eve stopped\ufffd[2J xxxxxxxxxxxxxxxxxxxxxxxxxxxx…  eve   success",
    ]);
  });

  it("says when there is none; what was not read is said below", () => {
    const gaps = [{ reason: "cut", inherent: false, detail: "Cut after the newest 3." }] as const;
    assert.equal(
      incidentText({ timeline, findings: [], coverage: { ...coverage, gaps } }, { width: 40 }),
      [
        "Incident around the user eve",
        "3 calls in 1 session belong to it, none",
        "of them denied.",
        "(nothing that accuses anybody)",
      ].join("\n"),
    );
  });
});
