import assert from "node:assert/strict";
import fc from "fast-check";
import { runChecks } from "../../../detective/posture/check";
import { trailChecks } from "../../../detective/posture/trailChecks";
import { recentEvents } from "../../../detective/questions/recentEvents";
import { answerTable, checksTable, table } from "../../../detective/table";
import { FakeAccount } from "./support/account";
import { coverage, event, eventSet } from "./support/events";

const columns = [
  { key: "a", title: "First" },
  { key: "b", title: "Second" },
];

describe("table", () => {
  it("lines the columns up", () => {
    assert.equal(
      table(columns, [
        { a: "1", b: "two" },
        { a: "longer text", b: "x" },
      ]),
      ["First        Second", "───────────  ──────", "1            two", "longer text  x"].join("\n"),
    );
  });

  it("cuts the widest column with … to fit the width", () => {
    const lines = table(columns, [{ a: "short", b: "x".repeat(50) }], { width: 20 }).split("\n");
    assert.deepEqual(lines, ["First  Second", "─────  ─────────────", `short  ${"x".repeat(12)}…`]);
  });

  it("counts wide characters as two and combining marks as none", () => {
    assert.deepEqual(
      table(columns, [{ a: "日本", b: "é" }])
        .split("\n")
        .slice(2),
      ["日本   é"],
    );
    const cutWide = table([columns[0]!], [{ a: "日本日本日本" }], { width: 8 }).split("\n");
    assert.equal(cutWide[2], "日本日…");
  });

  it("shows control characters instead of sending them", () => {
    const text = table([columns[0]!], [{ a: "\u001b[2Jgone\u0007\u202eback\nline\u009b1m" }]);
    assert.equal(text.split("\n")[2], "\ufffd[2Jgone\ufffd\ufffdback line\ufffd1m");
  });

  it("never sends a control character, nor a line wider than the terminal", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.string(),
        fc.integer({ min: 20, max: 80 }),
        (a, b, width) => {
          const lines = table(columns, [{ a, b }], { width }).split("\n");
          assert.equal(lines.length, 3);
          for (const line of lines) {
            assert.doesNotMatch(line, /\p{Cc}/u);
            assert.ok(Array.from(line.replace(/\p{M}/gu, "")).length <= width, line);
          }
        },
      ),
    );
  });
});

describe("answerTable", () => {
  it("has a title, the rows, and what is missing; nothing of what can never be there", () => {
    const gaps = [
      { reason: "data-events", inherent: true, detail: "never" },
      { reason: "failed-region", inherent: false, detail: "eu-west-1 failed" },
    ] as const;
    const answer = recentEvents({ events: [event(1)], coverage: { ...coverage, gaps } });
    assert.equal(
      answerTable(answer),
      [
        "The 10 most recent events",
        "Time                  Event      Source",
        "────────────────────  ─────────  ─────────────────",
        "2026-01-31T12:00:01Z  ListUsers  iam.amazonaws.com",
        "! eu-west-1 failed",
      ].join("\n"),
    );
  });

  it("says so when there is nothing", () => {
    assert.equal(answerTable(recentEvents(eventSet())), "The 10 most recent events\n(no such event)");
  });

  it("colours only when asked", () => {
    const text = answerTable(recentEvents(eventSet(event(1))), { colour: true });
    assert.ok(text.startsWith("\u001b[1mThe 10 most recent events\u001b[0m\n"));
  });
});

describe("checksTable", () => {
  it("has a line a check, and the reasons below what did not pass, within the width", async () => {
    const account = new FakeAccount();
    account.publicAccessBlock = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true };
    account.drop("bucketPolicy", "Write");
    const lines = checksTable(runChecks(trailChecks, await account.facts()), { width: 60 }).split("\n");
    assert.ok(lines.every((line) => Array.from(line).length <= 60));
    assert.equal(lines[2], "FAIL     All four public access blocks are on");
    assert.equal(lines[3], "         RestrictPublicBuckets is off");
    assert.equal(lines.filter((line) => line.startsWith("PASS")).length, 5);
  });
});
