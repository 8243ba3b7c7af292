// One line a suite and every failure at once, so that the report of thousands of tests can be read, and kept, whole;
// the counts and the failures go to the file that AUDIT_TRAIL_COUNTS names.
import { writeFileSync } from "node:fs";
import mocha from "mocha";

const { Base } = mocha.reporters;
const {
  EVENT_HOOK_END,
  EVENT_RUN_END,
  EVENT_SUITE_BEGIN,
  EVENT_SUITE_END,
  EVENT_TEST_END,
  EVENT_TEST_FAIL,
  EVENT_TEST_PASS,
  EVENT_TEST_PENDING,
} = mocha.Runner.constants;
const NONE = { passed: 0, failed: 0, skipped: 0, ms: 0 };

export default class CountingReporter extends Base {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.AUDIT_TRAIL_COUNTS;
    const failures = [];
    let done = { ...NONE };
    let depth = 0;
    // What a process beside this one has run is told at once, when a file is done: the clock says nothing.
    const took = ({ duration }) => (done.ms += duration ?? 0);
    runner.on(EVENT_TEST_END, took);
    runner.on(EVENT_HOOK_END, took);
    runner.on(EVENT_SUITE_BEGIN, ({ root }) => root || depth++);
    runner.on(EVENT_TEST_PASS, () => done.passed++);
    runner.on(EVENT_TEST_PENDING, (test) => {
      done.skipped++;
      Base.consoleLog(Base.color("pending", `  - ${test.fullTitle()}`));
    });
    runner.on(EVENT_TEST_FAIL, (test, error) => {
      done.failed++;
      failures.push({ title: test.fullTitle(), message: firstLine(error) });
      Base.consoleLog(Base.color("fail", `  FAILED ${test.fullTitle()}: ${firstLine(error)}`));
    });
    runner.on(EVENT_SUITE_END, (suite) => {
      if (suite.root || --depth > 0) return;
      const { passed, failed, skipped, ms } = done;
      const sign =
        failed > 0 ? Base.color("fail", Base.symbols.err) : Base.color("checkmark", Base.symbols.ok);
      const seconds = (ms / 1000).toFixed(1);
      const counts = `${passed}${failed > 0 ? `, ${failed} failed` : ""}${skipped > 0 ? `, ${skipped} skipped` : ""}`;
      Base.consoleLog(`  ${sign} ${suite.title} (${counts}; ${seconds} s)`);
      done = { ...NONE };
    });
    runner.once(EVENT_RUN_END, () => {
      const { passes, failures: failed, pending } = runner.stats;
      const counts = { passed: passes, failed, skipped: pending, failures };
      if (file) writeFileSync(file, JSON.stringify(counts));
      this.epilogue();
    });
  }
}

function firstLine(error) {
  return String(error?.message ?? error).split("\n", 1)[0];
}
