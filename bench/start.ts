// `npm start` as a person runs it: where each second goes.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StageFileContent } from "../cli/stageFile";
import { table, type Row } from "../detective";
import { freshPlace } from "./freshPlace";
import { describeMachine, load } from "./machine";
import type { Measurement } from "./measurement";
import { runBench, say } from "./runBench";
import { ROOT, runTimed, type TimedRun } from "./runTimed";
import { showResults } from "./showResults";
import { startStages, type Piece } from "./startStages";

const help = `bench/start.ts [--first] [--json]

Runs npm start twice, the second time with everything cached, and shows where each second of the second run goes.

  --first  in a copy of this project with nothing installed and with an empty home folder; shows the first run as well
  --json   everything that was measured, as JSON`;

/** One `npm start`. */
interface StartRun {
  run: TimedRun;
  pieces: Piece[];
  /** The load average as it began. */
  load: number;
}

const options = {
  first: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

async function main(values: { first: boolean; json: boolean }): Promise<number> {
  const machine = describeMachine(`bench/start.ts${values.first ? " --first" : ""}`);
  const place = values.first ? await freshPlace() : { folder: ROOT, env: process.env, remove: () => {} };
  try {
    const first = await start("first run", place);
    const second = await start("second run", place);
    if (!values.json) {
      if (values.first) showPieces("First run, nothing installed", first);
      showPieces("Second run, everything cached", second);
    }
    return showResults(
      {
        machine,
        measurements: [
          ...(values.first
            ? [{ what: "npm start, first run", unit: "s" as const, measured: first.run.seconds }]
            : []),
          {
            what: "npm start, second run",
            unit: "s",
            measured: second.run.seconds,
            target: { of: "measured", atMost: 40 },
          },
          ...memory(second.run),
        ],
        details: { ...(values.first && { first }), second },
      },
      values.json,
    );
  } finally {
    place.remove();
  }
}

async function start(what: string, { folder, env }: { folder: string; env: NodeJS.ProcessEnv }) {
  const scratch = await mkdtemp(join(tmpdir(), "audit-trail-bench-"));
  const stagesFile = join(scratch, "stages.json");
  const begun = load();
  try {
    say(`${what}, load ${begun}`);
    const run = await runTimed("npm", ["start", "--", "--report", scratch, "--stages", stagesFile], {
      env,
      cwd: folder,
    });
    say(`${what} took ${run.seconds.toFixed(1)} s`);
    const file = JSON.parse(await readFile(stagesFile, "utf8")) as StageFileContent;
    return { run, pieces: startStages(file, run), load: begun } satisfies StartRun;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function showPieces(title: string, { run, pieces, load: begun }: StartRun): void {
  const row = (what: string, begin: number, end: number): Row => ({
    what,
    begins: `${begin.toFixed(1)} s`,
    takes: `${(end - begin).toFixed(2)} s`,
    share: `${((100 * (end - begin)) / run.seconds).toFixed(0)} %`,
  });
  const rows = pieces.flatMap((piece) => [
    row(piece.name, piece.begun, piece.ended),
    ...piece.steps.map((step) => row(`  ${step.line}`, step.begun, step.ended)),
  ]);
  const columns = ["What", "Begins", "Takes", "Share"].map((name) => ({
    key: name.toLowerCase(),
    title: name,
  }));
  process.stdout.write(
    `${title} (load ${begun}): ${run.seconds.toFixed(1)} s\n\n${table(columns, rows, { width: 120 })}\n\n`,
  );
}

/** The emulator is not counted, and where there is no /proc nothing is. */
function memory({ memory: peaks }: TimedRun): Measurement[] {
  if (peaks?.node === undefined) return [];
  const engine = peaks.pulumi ?? 0;
  return [
    { what: "peak memory, harness (largest Node process)", unit: "MB", measured: peaks.node },
    { what: "peak memory, engine (largest process)", unit: "MB", measured: engine },
    {
      what: "peak memory, both",
      unit: "MB",
      measured: peaks.node + engine,
      target: { of: "measured", atMost: 500 },
    },
    ...(peaks.python === undefined
      ? []
      : [{ what: "peak memory, emulator (not counted)", unit: "MB" as const, measured: peaks.python }]),
  ];
}

runBench(help, options, main);
