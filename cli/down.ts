import {
  endKeptSandbox,
  findKeptSandbox,
  isKept,
  keptStack,
  keptStackFolder,
  StageLog,
  takeDown,
} from "../harness";
import program from "../index";
import { consent, findPlace, stackName, type PlaceOptions } from "./keptPlace";
import { interruption } from "./interruption";
import { Terminal } from "./terminal";

/** Destroys the stack that `up` left, and ends the sandbox with it. */
export async function down(options: PlaceOptions, env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const terminal = new Terminal();
  const { signal, release } = interruption(terminal);
  try {
    const log = new StageLog(terminal);
    const target = await findPlace(options, log, env, signal);
    if (!target) {
      terminal.note("no sandbox goes on, so nothing is up in one");
      await endKeptSandbox(env);
      return 0;
    }
    try {
      const folder = await keptStackFolder(target, stackName(options), env);
      if (!(await isKept(folder))) {
        terminal.note(`no stack "${stackName(options)}" is up in ${target.description}`);
      } else {
        if (!(await consent(options, `This destroys the stack in ${target.description}.`))) return 1;
        await takeDown(target, log, await keptStack(target, program, folder));
      }
    } finally {
      await target.close();
    }
    if ((await findKeptSandbox(env))?.endpoint === target.endpoint) {
      await log.run(
        "emulator",
        () => endKeptSandbox(env),
        () => "ended",
      );
      if (env.AWS_ENDPOINT_URL === target.endpoint) {
        terminal.note(
          "this shell still has its settings: unset AWS_ENDPOINT_URL AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_REGION AWS_DEFAULT_REGION",
        );
      }
    }
    return 0;
  } finally {
    release();
  }
}
