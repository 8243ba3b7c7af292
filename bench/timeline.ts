// The timeline of one session out of a large trail on disk, against reading that trail once.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Thread } from "../detective";
import { describeMachine, load } from "./machine";
import type { Measurement } from "./measurement";
import { median } from "./median";
import { runBench, say } from "./runBench";
import { runTimed } from "./runTimed";
import { showResults } from "./showResults";
import type { SyntheticTrail } from "./syntheticTrail";
import type { ReadingTimes } from "./timelineWorker";
import { wholeNumber } from "./wholeNumber";
import { withSyntheticTrail } from "./withSyntheticTrail";

const help = `bench/timeline.ts [--events N] [--pairs N] [--json]

Writes a day of log files with an incident in it, then reads them once and follows the incident, in turns, each in a
process of its own. Where there is a Python, it reads them too, the plain way.

  --events N  how many events the trail has, default 200000
  --pairs N   how many pairs to measure, default 3; the medians count
  --json      everything that was measured, as JSON`;

/** One reading, one timeline, and Python's reading, one right after the other. */
interface Round {
  read: ReadingTimes;
  timeline: ReadingTimes;
  python?: ReadingTimes;
  /** The highest resident memory of Node, in MB; undefined where that can't be told. */
  memory?: { read?: number; timeline?: number };
  /** The load average as the round began. */
  load: number;
}

const options = {
  events: { type: "string", default: "200000" },
  pairs: { type: "string", default: "3" },
  json: { type: "boolean", default: false },
} as const;

async function main(values: { events: string; pairs: string; json: boolean }): Promise<number> {
  const [events, pairs] = [wholeNumber("events", values.events, 1000), wholeNumber("pairs", values.pairs, 1)];
  const machine = describeMachine(`bench/timeline.ts --events ${events} --pairs ${pairs}`);
  return withSyntheticTrail(events, async (folder, trail) => {
    const python = findPython();
    if (!python) say("no Python here: read without a peer");
    const rounds: Round[] = [];
    for (let index = 0; index < pairs; index++) {
      const round = await runRound(folder, trail, python, index % 2 === 0);
      say(
        `pair ${index + 1} of ${pairs}: read ${round.read.seconds.toFixed(1)} s, timeline ${round.timeline.seconds.toFixed(1)} s, load ${round.load}`,
      );
      rounds.push(round);
    }
    return showResults(
      { machine, measurements: measurements(rounds, trail), details: { trail, python, rounds } },
      values.json,
    );
  });
}

function findPython(): string | undefined {
  return ["python3", "python"].find((name) => spawnSync(name, ["-c", "import gzip, json"]).status === 0);
}

async function runRound(
  folder: string,
  { events, incident }: SyntheticTrail,
  python: string | undefined,
  readFirst: boolean,
): Promise<Round> {
  const begun = load();
  const thread: Thread = { kind: "access-key", value: incident.accessKeyId };
  const work = {
    read: () => inNode([folder]),
    timeline: () => inNode([folder, JSON.stringify(thread)]),
  };
  let read = readFirst ? await work.read() : undefined;
  const timeline = await work.timeline();
  read ??= await work.read();
  const peer =
    python && (await runTimed(python, [join(__dirname, "readLogs.py"), folder], { env: process.env }));
  const times = peer ? (JSON.parse(peer.stdout) as ReadingTimes) : undefined;
  // A comparison counts only where everything was read, and found.
  for (const [who, found, least] of [
    ["reading once", read.times.events, events],
    ["the timeline", timeline.times.events, incident.events],
    ["Python", times?.events ?? events, events],
  ] as const)
    if (found < least) throw new Error(`${who} found ${found} events of ${least}`);
  return {
    read: read.times,
    timeline: timeline.times,
    ...(times && { python: times }),
    memory: { read: read.memory, timeline: timeline.memory },
    load: begun,
  };
}

async function inNode(args: string[]): Promise<{ times: ReadingTimes; memory?: number }> {
  const worker = join(__dirname, "timelineWorker.ts");
  const { stdout, memory } = await runTimed(process.execPath, ["-r", "tsx/cjs", worker, ...args], {
    env: process.env,
  });
  return { times: JSON.parse(stdout) as ReadingTimes, memory: memory?.node };
}

function measurements(rounds: readonly Round[], trail: SyntheticTrail): Measurement[] {
  const of = (value: (round: Round) => number) => median(rounds.map(value));
  const read = of((round) => round.read.seconds);
  const rate = `${Math.round(trail.events / read / 1000)},000 events/s, ${Math.round(trail.unpackedBytes / 1e6 / read)} MB/s unpacked`;
  const peaks = (what: "read" | "timeline") =>
    rounds.flatMap(({ memory }) => (memory?.[what] === undefined ? [] : [memory[what]]));
  return [
    {
      what: `timeline of a stolen key in ${trail.events} events; peer: reading them once`,
      unit: "s",
      measured: of(({ timeline }) => timeline.seconds),
      peer: read,
      target: { of: "ratio", atMost: 2 },
    },
    {
      what: `reading once: ${rate}${rounds[0]?.python ? "; peer: Python, gzip and json" : ""}`,
      unit: "s",
      measured: read,
      ...(rounds[0]?.python && { peer: of(({ python }) => python?.seconds ?? 0) }),
    },
    ...(["read", "timeline"] as const).flatMap((what): Measurement[] =>
      peaks(what).length === 0
        ? []
        : [
            {
              what: `peak memory, ${what === "read" ? "reading once" : "timeline"}`,
              unit: "MB",
              measured: Math.max(...peaks(what)),
            },
          ],
    ),
  ];
}

runBench(help, options, main);
