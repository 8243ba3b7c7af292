import { dirname, join } from "node:path";
import { installEmulator } from "../sandbox/emulator/installEmulator";
import { isExecutable, onPath } from "../sandbox/onPath";
import { SetupError } from "../sandbox/setupError";
import type { Progress } from "../sandbox/progress";

/**
 * The AWS CLI: the one on PATH, or the one that comes with the emulator.
 *
 * @throws SetupError when there is neither
 */
export async function findAwsCli(progress: Progress, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const [own] = onPath("aws", env);
  if (own) return own;
  const brought = join(dirname(await installEmulator(progress, env)), "aws");
  if (isExecutable(brought)) return brought;
  throw new SetupError(
    `There is no AWS CLI: neither on PATH nor at ${brought}.`,
    "install it: https://docs.aws.amazon.com/cli/, or unset AUDIT_TRAIL_EMULATOR_PYTHON to have one installed",
  );
}
