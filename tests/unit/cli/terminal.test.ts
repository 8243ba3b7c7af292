import assert from "node:assert/strict";
import { mock } from "node:test";
import { Terminal } from "../../../cli/terminal";
import { Screen } from "./screen";

const arn = "arn:aws:cloudtrail:us-east-1:000000000000:trail/security-audit-trail-0483b9ce";

/** Lets time go by, the frames drawn in it included. */
function pass(milliseconds: number): void {
  for (let gone = 0; gone < milliseconds; gone += 80) mock.timers.tick(80);
}

describe("Terminal", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setInterval", "setImmediate", "Date"] }));
  afterEach(() => mock.timers.reset());

  it("draws the running stage in one line and leaves only how it ended", () => {
    const screen = new Screen(80);
    const terminal = new Terminal(screen.stream, {});
    terminal.stageStarted("up");
    terminal.progress("8 done, create audit-bucket (Bucket)");
    pass(2000);
    assert.deepEqual(screen.lines, ["⠼ up             2 s  8 done, create audit-bucket (Bucket)"]);
    terminal.stageEnded("up", 2.04, "done", "14 resources");
    pass(400);
    assert.deepEqual(screen.lines, ["✓ up           2.0 s  14 resources"]);
  });

  for (const columns of [20, 40, 80, 160, undefined]) {
    it(`never wraps a line that is too long, on ${columns ?? "an unknown number of"} columns`, () => {
      const screen = new Screen(columns);
      const terminal = new Terminal(screen.stream, {});
      terminal.stageStarted("up");
      terminal.progress(`create ${"x".repeat(300)}`);
      pass(800);
      assert.equal(screen.lines.length, 1);
      assert.equal(screen.lines[0]?.length, (columns ?? 80) - 1);
      assert.ok(screen.lines[0]?.endsWith("…"));
    });
  }

  it("counts wide characters as two columns", () => {
    const screen = new Screen(40);
    const terminal = new Terminal(screen.stream, {});
    terminal.stageStarted("up");
    terminal.progress("日本語日本語日本語日本語");
    pass(80);
    assert.equal(screen.lines[0], "⠋ up             0 s  日本語日本語日本…");
  });

  it("leaves no rests when the terminal is made narrower", () => {
    const screen = new Screen(100);
    const terminal = new Terminal(screen.stream, {});
    terminal.note("before");
    terminal.stageStarted("up");
    terminal.progress("x".repeat(200));
    for (const columns of [60, 25, 24]) {
      pass(160);
      screen.narrow(columns);
    }
    pass(80);
    assert.deepEqual(screen.lines, ["! before", "⠦ up             1 s  …"]);
    terminal.stageEnded("up", 1, "done");
    assert.deepEqual(screen.lines, ["! before", "✓ up           1.0 s"]);
  });

  it("shows no control characters and no second line of what a stage says", () => {
    const screen = new Screen(80);
    const terminal = new Terminal(screen.stream, {});
    terminal.stageStarted("emulator");
    terminal.progress("\u001b[31memulator: star\u0007ting\u001b[0m\nand more");
    pass(80);
    assert.deepEqual(screen.lines, ["⠋ emulator       0 s  star\ufffdting and more"]);
  });

  it("does not repeat the stage's name", () => {
    const screen = new Screen(80);
    const terminal = new Terminal(screen.stream, {});
    terminal.stageStarted("emulator");
    terminal.progress("emulator: starting");
    pass(80);
    assert.deepEqual(screen.lines, ["⠋ emulator       0 s  starting"]);
  });

  it("breaks a long summary below itself, and puts an ARN on a line of its own", () => {
    const screen = new Screen(80);
    const terminal = new Terminal(screen.stream, {});
    const words = "two-users, lab-calls, denied-call, failed-call, escalation, bucket-access, stop-and-start";
    terminal.stageEnded("activity", 1.6, "done", words);
    terminal.stageEnded("up", 8.9, "done", arn);
    assert.deepEqual(screen.lines, [
      "✓ activity     1.6 s  two-users, lab-calls, denied-call, failed-call,",
      "                      escalation, bucket-access, stop-and-start",
      "✓ up           8.9 s",
      `  ${arn}`,
    ]);
  });

  it("keeps a note's lines apart and goes on with the stage", () => {
    const screen = new Screen(40);
    const terminal = new Terminal(screen.stream, {});
    terminal.stageStarted("up");
    pass(80);
    terminal.note("warning: a second copy of management events\r\ncosts money\n");
    pass(80);
    assert.deepEqual(screen.lines, [
      "! warning: a second copy of management",
      "  events",
      "  costs money",
      "⠙ up             0 s",
    ]);
  });

  it("shows the last progress of a stage that failed", () => {
    const screen = new Screen(80);
    const terminal = new Terminal(screen.stream, {});
    terminal.stageStarted("up");
    terminal.progress("8 done, create audit (Trail)");
    terminal.stageEnded("up", 3, "failed");
    assert.deepEqual(screen.lines, ["✗ up           3.0 s  8 done, create audit (Trail)"]);
  });

  it("colours marks and times, but not with NO_COLOR", () => {
    const written = (env: NodeJS.ProcessEnv) => {
      const screen = new Screen(80);
      new Terminal(screen.stream, env).stageEnded("up", 3, "done", "x");
      return screen.written;
    };
    assert.equal(written({}), "\u001b[32m✓\u001b[39m up        \u001b[2m   3.0 s\u001b[22m  x\n");
    assert.equal(written({ NO_COLOR: "1" }), "✓ up           3.0 s  x\n");
  });

  const plain: [string, Partial<Screen>, NodeJS.ProcessEnv][] = [
    ["no terminal", { isTTY: undefined }, {}],
    ["a dumb terminal", {}, { TERM: "dumb" }],
  ];
  for (const [what, fields, env] of plain) {
    it(`writes plain lines to ${what}, and every 15 seconds how far a stage is`, () => {
      const screen = Object.assign(new Screen(80), fields);
      const terminal = new Terminal(screen.stream, env);
      terminal.stageStarted("engine");
      mock.timers.tick(15_000);
      terminal.progress("engine: \u001b[1mbuilding\u001b[0m");
      mock.timers.tick(14_999);
      assert.equal(screen.written, "  … engine 15 s\n");
      mock.timers.tick(1);
      terminal.note("slow\nvery");
      terminal.stageEnded("engine", 30.123, "done", `${arn} ${arn}`);
      mock.timers.tick(60_000);
      assert.deepEqual(screen.written.split("\n"), [
        "  … engine 15 s",
        "  … engine 30 s: building",
        "! slow",
        "  very",
        `✓ engine      30.1 s  ${arn} ${arn}`,
        "",
      ]);
    });
  }
});
