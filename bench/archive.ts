// Questions over log files, against unpacking them in native code, DuckDB, and what people use.
import { join } from "node:path";
import { type ArchiveFloor, archiveFloor } from "./archiveFloor";
import { type ArchivePeer, archivePeers } from "./archivePeers";
import type { ArchiveQuestion, ArchiveTimes } from "./archiveQuestions";
import { type ArchiveTrail, archiveTrail, manyTimes } from "./archiveTrail";
import { describeMachine, load } from "./machine";
import type { Measurement } from "./measurement";
import { median } from "./median";
import { runBench, say } from "./runBench";
import { runTimed } from "./runTimed";
import { showResults } from "./showResults";
import { wholeNumber } from "./wholeNumber";

const help = `bench/archive.ts [--records N] [--rounds N] [--peers] [--json]

Writes an archive of log files, once, and asks it questions in turns with what they are compared to, each in a process of
its own: unpacking alone by libdeflate, and DuckDB. Then asks ten times as many files.

  --records N  how many records the archive has, default 1000000
  --rounds N   how many rounds to measure, default 3; the medians count
  --peers      compare with zcat | jq and with trailscraper as well, which takes minutes
  --json       everything that was measured, as JSON`;

const SINGLE = ["names", "denials", "user"] as const;
const TITLES = {
  names: "count by event name",
  denials: "denials by principal",
  user: "one user's events in a window",
} as const;
/** How many times as many files the long archive has. */
const TIMES = 10;
/** So that every file may hold something of it. */
const WINDOW = ["2026-01-30T12:00:00Z", "2026-01-31T02:00:00Z"] as const;
const MOST_MEMORY_MB = 250;
const RULES = 100;

type Asked = ArchiveTimes & { memory?: number };

/** Everything once, one right after the other. */
interface Round {
  floor?: ArchiveFloor;
  own: Record<ArchiveQuestion, Asked>;
  duckdb: Record<(typeof SINGLE)[number], Asked>;
  rules: Asked;
  /** The load average as the round began. */
  load: number;
}

const options = {
  records: { type: "string", default: "1000000" },
  rounds: { type: "string", default: "3" },
  peers: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

interface Values {
  records: string;
  rounds: string;
  peers: boolean;
  json: boolean;
}

async function main(values: Values): Promise<number> {
  const records = wholeNumber("records", values.records, 1000);
  const count = wholeNumber("rounds", values.rounds, 1);
  const machine = describeMachine(`bench/archive.ts --records ${records} --rounds ${count}`);
  const trail = await archiveTrail(records);
  const many = manyTimes(trail, TIMES);
  const floor = await archiveFloor();
  const rounds: Round[] = [];
  for (let index = 0; index < count; index++) {
    const round = await runRound(trail, floor);
    const own = SINGLE.map((question) => `${question} ${round.own[question].seconds.toFixed(2)} s`);
    const floorText = round.floor ? `${round.floor.seconds.toFixed(2)} s` : "not measured";
    say(`round ${index + 1} of ${count}: floor ${floorText}, ${own.join(", ")}, load ${round.load}`);
    rounds.push(round);
  }
  const long = await ask(many, "names");
  const peers = values.peers ? await archivePeers(trail) : [];
  return showResults(
    {
      machine,
      measurements: [
        ...measurements(rounds, trail),
        ...ofLong(rounds, long, records),
        ...ofPeers(rounds, peers),
      ],
      details: { trail, rounds, long, peers },
    },
    values.json,
  );
}

async function runRound(
  trail: ArchiveTrail,
  floor: ((folder: string) => Promise<ArchiveFloor>) | undefined,
): Promise<Round> {
  const begun = load();
  const unpacked = await floor?.(trail.folder);
  if (unpacked && unpacked.bytes !== trail.unpackedBytes)
    throw new Error(`the floor unpacked ${unpacked.bytes} bytes, not ${trail.unpackedBytes}`);
  const own: Partial<Round["own"]> = {};
  const duckdb: Partial<Round["duckdb"]> = {};
  for (const question of SINGLE) {
    own[question] = await ask(trail, question);
    duckdb[question] = await run("archiveDuckdb.ts", trail, question);
    // A comparison counts only where both found the same.
    const [ours, theirs] = [own[question].answer, duckdb[question].answer].map(sorted);
    if (ours !== theirs) throw new Error(`${question}: DuckDB found ${theirs}, this ${ours}`);
  }
  own.four = await ask(trail, "four");
  const rules = whole(await run("archiveRulesWorker.ts", trail, String(RULES)), trail);
  return { own, duckdb, rules, load: begun, ...(unpacked && { floor: unpacked }) } as Round;
}

async function ask(trail: ArchiveTrail, question: ArchiveQuestion): Promise<Asked> {
  return whole(await run("archiveWorker.ts", trail, question), trail);
}

/** A measurement counts only where everything was read. */
function whole(times: Asked, trail: ArchiveTrail): Asked {
  if (times.records !== trail.events || times.files !== trail.files)
    throw new Error(
      `${times.records} records of ${trail.events} were read, ${times.files} files of ${trail.files}`,
    );
  return times;
}

async function run(worker: string, trail: ArchiveTrail, question: string): Promise<Asked> {
  const args = ["-r", "tsx/cjs", join(__dirname, worker), trail.folder, question, ...WINDOW];
  const { stdout, memory } = await runTimed(process.execPath, args, { env: process.env });
  const times = JSON.parse(stdout) as ArchiveTimes;
  return { ...times, ...(memory?.node !== undefined && { memory: memory.node }) };
}

function sorted(answer: Record<string, number>): string {
  return JSON.stringify(Object.entries(answer).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function measurements(rounds: readonly Round[], trail: ArchiveTrail): Measurement[] {
  const of = (value: (round: Round) => number) => median(rounds.map(value));
  const own = (question: ArchiveQuestion) => of((round) => round.own[question].seconds);
  const isFloor = rounds.every(({ floor }) => floor !== undefined);
  const floor = isFloor ? of((round) => round.floor!.seconds) : undefined;
  const lines: Measurement[] = [];
  for (const question of SINGLE) {
    const measured = own(question);
    const size = `${trail.events} records, ${Math.round(trail.bytes / 1e6)} MB`;
    // Without a floor the line informs: a target that nobody could measure is no miss of ours.
    lines.push({
      what: `${TITLES[question]}, ${size}; peer: unpacking alone`,
      unit: "s",
      measured,
      ...(floor !== undefined && { peer: floor, target: { of: "ratio", atMost: 4 } }),
    });
    lines.push({
      what: `${TITLES[question]}; peer: DuckDB`,
      unit: "s",
      measured,
      peer: of((round) => round.duckdb[question].seconds),
      target: { of: "ratio", atMost: 1 },
    });
  }
  lines.push({
    what: "four questions in one pass; peer: the first",
    unit: "s",
    measured: own("four"),
    peer: own("names"),
    target: { of: "ratio", atMost: 1.3 },
  });
  lines.push({
    what: `${RULES} Sigma rules over the files; peer: the first question`,
    unit: "s",
    measured: of(({ rules }) => rules.seconds),
    peer: own("names"),
    target: { of: "ratio", atMost: 2.5 },
  });
  const peaks = rounds.flatMap(({ rules }) => rules.memory ?? []);
  if (peaks.length > 0) {
    const what = `peak memory, ${RULES} rules`;
    lines.push({
      what,
      unit: "MB",
      measured: Math.max(...peaks),
      target: { of: "measured", atMost: MOST_MEMORY_MB },
    });
  }
  return lines;
}

function ofLong(rounds: readonly Round[], long: Asked, records: number): Measurement[] {
  const lines: Measurement[] = [
    {
      what: `count by event name, ${TIMES * records} records; peer: ${records}`,
      unit: "s",
      measured: long.seconds,
      peer: median(rounds.map((round) => round.own.names.seconds)),
      target: { of: "ratio", atMost: TIMES * 1.1 },
    },
  ];
  const peaks = rounds.flatMap((round) => round.own.names.memory ?? []);
  // What was not measured is not fine, and not shown as a number either.
  if (peaks.length === 0 || long.memory === undefined) return lines;
  const memory = { unit: "MB", target: { of: "measured", atMost: MOST_MEMORY_MB } } as const;
  lines.push(
    { what: `peak memory, ${records} records`, measured: Math.max(...peaks), ...memory },
    { what: `peak memory, ${TIMES * records} records`, measured: long.memory, ...memory },
    {
      what: "the same, compared",
      unit: "MB",
      measured: long.memory,
      peer: median(peaks),
      target: { of: "ratio", atMost: 1.2 },
    },
  );
  return lines;
}

function ofPeers(rounds: readonly Round[], peers: readonly ArchivePeer[]): Measurement[] {
  return peers.map(({ what, question, seconds, atLeast }) => ({
    what: `${TITLES[question]}; peer: ${what}`,
    unit: "s",
    measured: median(rounds.map((round) => round.own[question].seconds)),
    peer: seconds,
    target: { of: "ratio", atMost: 1 / atLeast },
  }));
}

runBench(help, options, main);
