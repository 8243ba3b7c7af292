// One `up` and a second one in a process of their own, as a person's would be; prints what they took as JSON.
import { isolatedStack, nobody, openSandbox, StageLog } from "../harness";
import program from "../index";
import { ownCpuSeconds } from "./cpuTime";
import type { LabNames } from "./labNames";

/** What `upWorker` prints; times in seconds unless they say otherwise. */
export interface UpTimes {
  /** From the start of Node until everything was loaded. */
  load: number;
  /** To find the engine and the emulator, and to start the provider. */
  open: number;
  /** To make the stack. */
  stack: number;
  /** `up` itself. */
  up: number;
  secondUp: number;
  /** When the first `up` was done, in ms since 1970. */
  upDoneAt: number;
  /** CPU time until then, of this process and of the engine's; left out where it can't be told. */
  cpu?: number;
  /** Resources that the first `up` created. */
  created: number;
  /** Whatever the second `up` did other than leave things the same. */
  changedAgain: number;
  /** The highest resident memory of this process, in MB. */
  memory: number;
}

async function main(names: LabNames): Promise<UpTimes> {
  const marks = [0];
  const lap = () => {
    marks.push(performance.now() / 1000);
    return marks.at(-1)! - marks.at(-2)!;
  };
  const load = lap();
  const target = await openSandbox(new StageLog(nobody));
  try {
    const open = lap();
    const { stack: pulumi, dispose } = await isolatedStack(target, program, () => ({
      ...names,
      ephemeral: true,
    }));
    try {
      const stack = lap();
      const first = await pulumi.up();
      const up = lap();
      const upDoneAt = Date.now();
      const cpu = ownCpuSeconds();
      const again = await pulumi.up();
      const { same: _same, ...changes } = again.summary.resourceChanges ?? {};
      return {
        ...{ load, open, stack, up, upDoneAt },
        ...(cpu !== undefined && { cpu }),
        secondUp: lap(),
        created: first.summary.resourceChanges?.create ?? 0,
        changedAgain: Object.values(changes).reduce((sum, count) => sum + (count ?? 0), 0),
        memory: (process.resourceUsage().maxRSS * 1024) / 1e6,
      };
    } finally {
      // What it made goes with the emulator.
      await dispose();
    }
  } finally {
    await target.close();
  }
}

main(JSON.parse(process.argv[2] ?? "{}") as LabNames).then(
  (times) => process.stdout.write(`${JSON.stringify(times)}\n`),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
