// `up` of the whole stack against the labs' own way: a shell script with one AWS CLI command after the other.
import { join } from "node:path";
import { gatherTrailFacts, runChecks, trailChecks } from "../detective";
import { childrenCpuSeconds } from "./cpuTime";
import { findAwsCli } from "./findAwsCli";
import { withFreshEmulator, type FreshEmulator } from "./freshEmulator";
import { labNames, type LabNames } from "./labNames";
import { describeMachine, load } from "./machine";
import type { Measurement } from "./measurement";
import { median } from "./median";
import { runBench, say } from "./runBench";
import { runTimed, type TimedRun } from "./runTimed";
import { showResults } from "./showResults";
import type { UpTimes } from "./upWorker";
import { wholeNumber } from "./wholeNumber";

const help = `bench/up.ts [--pairs N] [--json]

Brings the stack up and makes the same with a script of AWS CLI commands, in turns, each on an emulator of its own.

  --pairs N  how often each is run (default: 3); the medians count
  --json     everything that was measured, as JSON`;

/** One run of each. */
interface Pair {
  script: number;
  /** CPU time of the script's commands, in seconds. */
  scriptCpu: number;
  /** From the start of the process until the first `up` is done. */
  whole: number;
  times: UpTimes;
  memory: TimedRun["memory"];
  /** The load average as the pair began. */
  load: number;
}

const options = {
  pairs: { type: "string", default: "3" },
  json: { type: "boolean", default: false },
} as const;

async function main(values: { pairs: string; json: boolean }): Promise<number> {
  const count = wholeNumber("pairs", values.pairs);
  const machine = describeMachine(`bench/up.ts --pairs ${count}`);
  const awsCli = await findAwsCli(say);
  const pairs: Pair[] = [];
  for (let index = 0; index < count; index++) {
    say(`pair ${index + 1} of ${count}`);
    const pair = await runPair(awsCli, index % 2 === 0);
    say(`script ${pair.script.toFixed(1)} s, up ${pair.whole.toFixed(1)} s, load ${pair.load}`);
    pairs.push(pair);
  }
  return showResults({ machine, measurements: measurements(pairs), details: { awsCli, pairs } }, values.json);
}

async function runPair(awsCli: string, scriptFirst: boolean): Promise<Pair> {
  const begun = load();
  let script = scriptFirst ? await runScript(awsCli) : undefined;
  const { run, times } = await runUp();
  script ??= await runScript(awsCli);
  const whole = (times.upDoneAt - run.startedAt) / 1000;
  return {
    script: script.seconds,
    scriptCpu: script.cpu,
    whole,
    times,
    memory: run.memory,
    load: begun,
  };
}

function runScript(awsCli: string): Promise<{ seconds: number; cpu: number }> {
  return withFreshEmulator(say, async (emulator) => {
    const names = labNames();
    const script = join(__dirname, "labSetup.sh");
    const { seconds, stdout } = await runTimed("bash", ["-ec", 'bash "$0"; times', script], {
      env: {
        ...emulator.env,
        AWS_CLI: awsCli,
        TRAIL_NAME: names.trailName,
        BUCKET_NAME: names.bucketName,
        KEY_ALIAS: names.keyAlias,
      },
    });
    await mustPass("the script", emulator, names);
    return { seconds, cpu: childrenCpuSeconds(stdout) };
  });
}

function runUp(): Promise<{ run: TimedRun; times: UpTimes }> {
  return withFreshEmulator(say, async (emulator) => {
    const names = labNames();
    const run = await runTimed(
      process.execPath,
      ["-r", "tsx/cjs", join(__dirname, "upWorker.ts"), JSON.stringify(names)],
      { env: emulator.env },
    );
    const times = JSON.parse(run.stdout) as UpTimes;
    if (times.changedAgain > 0)
      throw new Error(`the second up changed ${times.changedAgain} resources; it must change none`);
    await mustPass("up", emulator, names);
    return { run, times };
  });
}

/** A comparison counts only between two ways to the same: the seven checks pass on what either made. */
async function mustPass(who: string, { clients }: FreshEmulator, names: LabNames): Promise<void> {
  const verdicts = runChecks(trailChecks, await gatherTrailFacts(clients, names));
  const wrong = verdicts.filter(({ status }) => status !== "pass");
  if (wrong.length === 0) return;
  const reasons = wrong.map(({ title, status, evidence }) => `${status}: ${title}: ${evidence.join("; ")}`);
  throw new Error(`what ${who} made does not pass the checks:\n${reasons.join("\n")}`);
}

function measurements(pairs: readonly Pair[]): Measurement[] {
  const of = (value: (pair: Pair) => number) => median(pairs.map(value));
  const script = of((pair) => pair.script);
  const peak = (value: (pair: Pair) => number) => Math.max(...pairs.map(value));
  // Without /proc a process can tell its own memory alone, and the engine is not counted.
  const node = ({ memory, times }: Pair) => memory?.node ?? times.memory;
  const engine = ({ memory }: Pair) => memory?.pulumi ?? 0;
  const engineKnown = pairs.some((pair) => engine(pair) > 0);
  return [
    {
      what: "up, from the start of the process; peer: script with AWS CLI",
      unit: "s",
      measured: of(({ whole }) => whole),
      peer: script,
      target: { of: "ratio", atMost: 0.6 },
    },
    { what: "  start Node, load the code", unit: "s", measured: of(({ times }) => times.load) },
    { what: "  find engine and emulator", unit: "s", measured: of(({ times }) => times.open) },
    { what: "  make the stack", unit: "s", measured: of(({ times }) => times.stack) },
    { what: "  up", unit: "s", measured: of(({ times }) => times.up), peer: script },
    ...(pairs.every(({ times }) => times.cpu !== undefined)
      ? [
          {
            what: "CPU time of either, the emulator's not counted",
            unit: "s" as const,
            measured: of(({ times }) => times.cpu ?? 0),
            peer: of(({ scriptCpu }) => scriptCpu),
          },
        ]
      : []),
    {
      what: "second up, no change",
      unit: "s",
      measured: of(({ times }) => times.secondUp),
      target: { of: "measured", atMost: 5 },
    },
    { what: "peak memory, harness (Node)", unit: "MB", measured: peak(node) },
    ...(engineKnown
      ? ([{ what: "peak memory, engine (one process)", unit: "MB", measured: peak(engine) }] as const)
      : []),
    {
      what: engineKnown ? "peak memory, both" : "peak memory, harness; the engine not counted on this system",
      unit: "MB",
      measured: peak((pair) => node(pair) + engine(pair)),
      target: { of: "measured", atMost: 500 },
    },
  ];
}

runBench(help, options, main);
