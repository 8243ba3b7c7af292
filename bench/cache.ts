// SQL over log files and over a Parquet cache of them, against a question over the files.
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { ArchiveTimes } from "./archiveQuestions";
import { type ArchiveTrail, archiveTrail } from "./archiveTrail";
import type { CacheTimes } from "./cacheWorker";
import { describeMachine } from "./machine";
import type { Measurement } from "./measurement";
import { median } from "./median";
import { runBench, say } from "./runBench";
import { runTimed } from "./runTimed";
import { showResults } from "./showResults";
import { wholeNumber } from "./wholeNumber";

const help = `bench/cache.ts [--records N] [--rounds N] [--short] [--json]

Writes an archive of log files, once, and builds a Parquet cache of it; asks both the same. Then the same of an archive
with ten times as many records, which takes 2 GB and some minutes to write, once.

  --records N  how many records the archive has, default 1000000
  --rounds N   how many rounds to measure, default 3; the medians count
  --short      not of ten times as many records
  --json       everything that was measured, as JSON`;

const TIMES = 10;
const MOST_MEMORY_MB = 250;

type Timed<T> = T & { memory?: number };

/** Everything once, one right after the other. */
interface Round {
  /** Over the files, without SQL. */
  question: ArchiveTimes;
  files: Timed<CacheTimes>;
  build: Timed<CacheTimes>;
  cached: Timed<CacheTimes>;
}

const options = {
  records: { type: "string", default: "1000000" },
  rounds: { type: "string", default: "3" },
  short: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

async function main(values: {
  records: string;
  rounds: string;
  short: boolean;
  json: boolean;
}): Promise<number> {
  const records = wholeNumber("records", values.records, 1000);
  const count = wholeNumber("rounds", values.rounds, 1);
  const machine = describeMachine(`bench/cache.ts --records ${records} --rounds ${count}`);
  const trail = await archiveTrail(records);
  const rounds: Round[] = [];
  for (let index = 0; index < count; index++) {
    const round = await runRound(trail);
    say(`round ${index + 1} of ${count}: ${told(round)}`);
    rounds.push(round);
  }
  const long = values.short ? undefined : await runRound(await archiveTrail(TIMES * records));
  if (long) say(`${TIMES * records} records: ${told(long)}`);
  const measurements = [
    ...measured(rounds, trail.events, 8),
    ...(long ? measured([long], TIMES * records, 40) : []),
  ];
  return showResults({ machine, measurements, details: { trail, rounds, long } }, values.json);
}

async function runRound(trail: ArchiveTrail): Promise<Round> {
  const cache = `${trail.folder}-cache`;
  rmSync(cache, { recursive: true, force: true });
  try {
    const question = await run<ArchiveTimes>("archiveWorker.ts", [trail.folder, "names", "", ""]);
    const files = await run<CacheTimes>("cacheWorker.ts", ["files", trail.folder]);
    const build = await run<CacheTimes>("cacheWorker.ts", ["build", trail.folder, cache]);
    const cached = await run<CacheTimes>("cacheWorker.ts", ["cached", trail.folder, cache]);
    for (const { records } of [question, files, build, cached])
      if (records !== trail.events) throw new Error(`${records} records of ${trail.events} were read`);
    const [first, ...others] = [question, files, cached].map(({ answer }) => sorted(answer ?? {}));
    // A comparison counts only where all found the same.
    if (others.some((other) => other !== first))
      throw new Error(`not the same: ${first} and ${others.join(" and ")}`);
    return { question, files, build, cached };
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

async function run<T>(worker: string, given: readonly string[]): Promise<Timed<T>> {
  const args = ["-r", "tsx/cjs", join(__dirname, worker), ...given];
  const { stdout, memory } = await runTimed(process.execPath, args, { env: process.env });
  return { ...(JSON.parse(stdout) as T), ...(memory?.node !== undefined && { memory: memory.node }) };
}

function sorted(answer: Record<string, number>): string {
  return JSON.stringify(Object.entries(answer).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function told({ question, files, build, cached }: Round): string {
  const seconds = (value: number) => `${value.toFixed(2)} s`;
  return `question ${seconds(question.seconds)}, SQL ${seconds(files.seconds)}, build ${seconds(build.seconds)}, cached ${seconds(cached.again!)}`;
}

function measured(rounds: readonly Round[], records: number, times: number): Measurement[] {
  const of = (value: (round: Round) => number) => median(rounds.map(value));
  const question = of((round) => round.question.seconds);
  const megabytes = Math.round(rounds[0]!.build.bytes! / 1e6);
  const lines: Measurement[] = [
    {
      what: `${records} records: cache of the hot columns, ${megabytes} MB; peer: one question over the files`,
      unit: "s",
      measured: of(({ build }) => build.seconds),
      peer: question,
      target: { of: "ratio", atMost: 2 },
    },
    {
      what: `${records} records: the question again, with the cache; peer: over the files`,
      unit: "s",
      measured: of(({ cached }) => cached.again!),
      peer: question,
      target: { of: "ratio", atMost: 1 / times },
    },
    {
      what: "the same, first in a process, with DuckDB's start",
      unit: "s",
      measured: of(({ cached }) => cached.seconds),
      peer: question,
    },
    {
      what: `${records} records: the question in SQL, without a cache; peer: without SQL`,
      unit: "s",
      measured: of(({ files }) => files.seconds),
      peer: question,
    },
  ];
  for (const [what, pick] of [
    ["build", ({ build }: Round) => build.memory],
    ["SQL without a cache", ({ files }: Round) => files.memory],
    ["SQL with a cache", ({ cached }: Round) => cached.memory],
  ] as const) {
    const peaks = rounds.flatMap((round) => pick(round) ?? []);
    // What was not measured is not fine, and not shown as a number either.
    if (peaks.length > 0)
      lines.push({
        what: `peak memory, ${records} records, ${what}`,
        unit: "MB",
        measured: Math.max(...peaks),
        target: { of: "measured", atMost: MOST_MEMORY_MB },
      });
  }
  return lines;
}

runBench(help, options, main);
