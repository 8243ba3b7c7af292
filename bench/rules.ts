// The matcher on a large trail on disk with 100 rules and with 1,000, against reading and parsing that trail.
import { join } from "node:path";
import { describeMachine, load } from "./machine";
import type { Measurement } from "./measurement";
import { median } from "./median";
import type { MatchingTimes } from "./rulesWorker";
import { runBench, say } from "./runBench";
import { runTimed } from "./runTimed";
import { showResults } from "./showResults";
import { wholeNumber } from "./wholeNumber";
import { withSyntheticTrail } from "./withSyntheticTrail";

const help = `bench/rules.ts [--events N] [--rounds N] [--json]

Writes a day of log files, then reads them in turns: only unpacked and parsed, and asked of 100 and of 1,000 rules, each
in a process of its own.

  --events N  how many events the trail has, default 200000
  --rounds N  how many rounds to measure, default 3; the medians count
  --json      everything that was measured, as JSON`;

const COUNTS = [0, 100, 1000] as const;
const MOST: Readonly<Record<number, number>> = { 100: 1.5, 1000: 2 };

/** One reading without rules and one with each number of rules, one right after the other. */
interface Round {
  runs: Record<number, MatchingTimes & { memory?: number }>;
  /** The load average as the round began. */
  load: number;
}

const options = {
  events: { type: "string", default: "200000" },
  rounds: { type: "string", default: "3" },
  json: { type: "boolean", default: false },
} as const;

async function main(values: { events: string; rounds: string; json: boolean }): Promise<number> {
  const [events, count] = [
    wholeNumber("events", values.events, 1000),
    wholeNumber("rounds", values.rounds, 1),
  ];
  const machine = describeMachine(`bench/rules.ts --events ${events} --rounds ${count}`);
  return withSyntheticTrail(events, async (folder, trail) => {
    const rounds: Round[] = [];
    for (let index = 0; index < count; index++) {
      const round = await runRound(folder, events, index % 2 === 0 ? COUNTS : [...COUNTS].reverse());
      const seconds = COUNTS.map((rules) => `${rules} rules ${round.runs[rules]!.seconds.toFixed(1)} s`);
      say(`round ${index + 1} of ${count}: ${seconds.join(", ")}, load ${round.load}`);
      rounds.push(round);
    }
    return showResults(
      { machine, measurements: measurements(rounds, events), details: { trail, rounds } },
      values.json,
    );
  });
}

async function runRound(folder: string, events: number, counts: readonly number[]): Promise<Round> {
  const begun = load();
  const runs: Round["runs"] = {};
  for (const rules of counts) {
    const worker = join(__dirname, "rulesWorker.ts");
    const args = ["-r", "tsx/cjs", worker, folder, String(rules)];
    const { stdout, memory } = await runTimed(process.execPath, args, { env: process.env });
    const times = JSON.parse(stdout) as MatchingTimes;
    // A comparison counts only where everything was read, and asked of all rules.
    if (times.records !== events || times.rules !== rules)
      throw new Error(`${times.records} records of ${events} were asked of ${times.rules} rules of ${rules}`);
    runs[rules] = { ...times, ...(memory?.node !== undefined && { memory: memory.node }) };
  }
  return { runs, load: begun };
}

function measurements(rounds: readonly Round[], events: number): Measurement[] {
  const of = (rules: number) => rounds.map(({ runs }) => runs[rules]!);
  const seconds = (rules: number) => median(of(rules).map((run) => run.seconds));
  const lines = COUNTS.map((rules): Measurement => {
    const measured = seconds(rules);
    const rate = `${Math.round(events / measured / 1000)},000 records/s`;
    if (rules === 0) return { what: `reading ${events} records: ${rate}`, unit: "s", measured };
    const [{ own, matches }] = of(rules) as [MatchingTimes];
    return {
      what: `${rules} rules${own < rules ? ` (${own}, and copies)` : ""}, ${matches} matches: ${rate}; peer: reading`,
      unit: "s",
      measured,
      peer: seconds(0),
      target: { of: "ratio", atMost: MOST[rules]! },
    };
  });
  const compile = median(of(1000).map((run) => run.compileSeconds));
  lines.push({ what: "compiling 1000 rules, part of their line", unit: "s", measured: compile });
  for (const rules of COUNTS) {
    const peaks = of(rules).flatMap(({ memory }) => (memory === undefined ? [] : [memory]));
    if (peaks.length > 0)
      lines.push({ what: `peak memory, ${rules} rules`, unit: "MB", measured: Math.max(...peaks) });
  }
  return lines;
}

runBench(help, options, main);
