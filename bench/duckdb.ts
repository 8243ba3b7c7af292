// The catalogue in DuckDB on a large trail on disk, against the same rules in process.
import { join } from "node:path";
import type { EngineTimes } from "./duckdbWorker";
import { describeMachine, load } from "./machine";
import type { Measurement } from "./measurement";
import { median } from "./median";
import { runBench, say } from "./runBench";
import { runTimed } from "./runTimed";
import { showResults } from "./showResults";
import { wholeNumber } from "./wholeNumber";
import { withSyntheticTrail } from "./withSyntheticTrail";

const help = `bench/duckdb.ts [--events N] [--rounds N] [--json]

Writes a day of log files, then asks the whole catalogue of them in turns: in DuckDB, and in process, each in a process
of its own. Both must find the same.

  --events N  how many events the trail has, default 200000
  --rounds N  how many rounds to measure, default 1; the medians count
  --json      everything that was measured, as JSON`;

const ENGINES = ["duckdb", "memory"] as const;
type Engine = (typeof ENGINES)[number];
/** Of the whole process, DuckDB in it. */
const MOST_MEMORY_MB = 2000;

/** One run of each engine, one right after the other. */
interface Round {
  runs: Record<Engine, EngineTimes & { memory?: number }>;
  /** The load average as the round began. */
  load: number;
}

const options = {
  events: { type: "string", default: "200000" },
  rounds: { type: "string", default: "1" },
  json: { type: "boolean", default: false },
} as const;

async function main(values: { events: string; rounds: string; json: boolean }): Promise<number> {
  const [events, count] = [
    wholeNumber("events", values.events, 1000),
    wholeNumber("rounds", values.rounds, 1),
  ];
  const machine = describeMachine(`bench/duckdb.ts --events ${events} --rounds ${count}`);
  return withSyntheticTrail(events, async (folder, trail) => {
    const rounds: Round[] = [];
    for (let index = 0; index < count; index++) {
      const round = await runRound(folder, events);
      const seconds = ENGINES.map((engine) => `${engine} ${round.runs[engine].seconds.toFixed(1)} s`);
      say(`round ${index + 1} of ${count}: ${seconds.join(", ")}, load ${round.load}`);
      rounds.push(round);
    }
    return showResults(
      { machine, measurements: measurements(rounds, events), details: { trail, rounds } },
      values.json,
    );
  });
}

async function runRound(folder: string, events: number): Promise<Round> {
  const begun = load();
  const [duckdb, memory] = [await run("duckdb"), await run("memory")];
  // A comparison counts only where everything was read, and both found the same.
  if (duckdb.records !== events || memory.records !== events || duckdb.matches !== memory.matches)
    throw new Error(
      `of ${events} records DuckDB read ${duckdb.records} and found ${duckdb.matches} matches, in process ${memory.records} and ${memory.matches}`,
    );
  return { runs: { duckdb, memory }, load: begun };

  async function run(engine: Engine): Promise<Round["runs"][Engine]> {
    const args = ["-r", "tsx/cjs", join(__dirname, "duckdbWorker.ts"), folder, engine];
    const { stdout, memory: peak } = await runTimed(process.execPath, args, { env: process.env });
    const times = JSON.parse(stdout) as EngineTimes;
    return { ...times, ...(peak?.node !== undefined && { memory: peak.node }) };
  }
}

function measurements(rounds: readonly Round[], events: number): Measurement[] {
  const of = (engine: Engine, value: (run: Round["runs"][Engine]) => number) =>
    median(rounds.map(({ runs }) => value(runs[engine])));
  const [{ runs }] = rounds as [Round];
  const rate = (engine: Engine) => {
    const perSecond = events / of(engine, ({ seconds }) => seconds);
    return `${Math.round(perSecond / 100) / 10} thousand/s`;
  };
  const lines: Measurement[] = [
    {
      what: `${runs.duckdb.rules} rules, ${events} records: ${rate("duckdb")}; in process ${rate("memory")}`,
      unit: "s",
      measured: of("duckdb", ({ seconds }) => seconds),
      peer: of("memory", ({ seconds }) => seconds),
    },
    {
      what: `CPU time of all threads; ${runs.duckdb.matches} matches each`,
      unit: "s",
      measured: of("duckdb", ({ cpuSeconds }) => cpuSeconds),
      peer: of("memory", ({ cpuSeconds }) => cpuSeconds),
    },
    {
      what: "making the rules ready in DuckDB, once",
      unit: "s",
      measured: of("duckdb", ({ prepareSeconds }) => prepareSeconds),
    },
  ];
  const peaks = rounds.flatMap((round) => round.runs.duckdb.memory ?? []);
  // What was not measured is not fine, and not shown as a number either.
  if (peaks.length > 0)
    lines.push({
      what: "peak memory of the process, DuckDB in it",
      unit: "MB",
      measured: Math.max(...peaks),
      target: { of: "measured", atMost: MOST_MEMORY_MB },
    });
  return lines;
}

runBench(help, options, main);
