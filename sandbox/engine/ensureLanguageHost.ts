import { rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { installOnce } from "../installOnce";
import { isExecutable, onPath } from "../onPath";
import { Progress, silent } from "../progress";
import { Engine, engineFolder, languageHostBinary } from "./engine";
import { goBuild } from "./goBuild";

/** The last version that lies inside the published module `sdk/v3`; it serves today's engine. */
const LANGUAGE_HOST = "3.48.0";

export interface LanguageHost {
  readonly binary: string;
  /** Belongs on the PATH of `pulumi` when the CLI runs a Node program (the automation API's inline programs need none). */
  readonly folder: string;
}

/**
 * Finds Pulumi's Node language host for the CLI path: beside the engine (the vendor's download has it), on PATH,
 * else builds it (half a minute) and links it beside an engine that we built ourselves.
 *
 * What `pulumi` needs then: `PULUMI_BACKEND_URL`, `PULUMI_CONFIG_PASSPHRASE`, and a node_modules with
 * `@pulumi/pulumi` at or above the program's folder. A host beside the engine is found without being on PATH.
 * The helper programs that the vendor ships with the host (dynamic providers, policy packs) are not built.
 *
 * This old host runs programs (`pulumi up`, `preview`, `destroy`) but no plugins: `pulumi package get-schema <folder>`
 * with `runtime: nodejs` answers "not supported". An executable named `pulumi-resource-<name>` that starts the
 * component provider does not need the host and works.
 *
 * @throws SetupError when it has to be built and can't be
 */
export async function ensureLanguageHost(
  engine: Engine,
  { progress = silent, env = process.env }: { progress?: Progress; env?: NodeJS.ProcessEnv } = {},
): Promise<LanguageHost> {
  const beside = languageHostBinary(engine.root);
  const found = isExecutable(beside) ? beside : onPath("pulumi-language-nodejs", env)[0];
  if (found) return { binary: found, folder: dirname(found) };

  const root = engineFolder(`language-host-${LANGUAGE_HOST}`, env);
  const binary = languageHostBinary(root);
  await installOnce(
    root,
    (_, temporary) =>
      goBuild(
        {
          title: "the Node language host",
          moduleFolder: join(__dirname, "languagehost"),
          package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
          version: LANGUAGE_HOST,
          output: binary,
        },
        { ...env, ...temporary },
        progress,
      ),
    { progress, isComplete: () => isExecutable(binary) },
  );
  if (engine.origin === "build") link(binary, beside);
  return { binary, folder: dirname(binary) };
}

/** Two runs may link at the same time: whoever comes second finds the same link there. */
function link(target: string, path: string): void {
  try {
    if (!isExecutable(path)) rmSync(path, { force: true });
    symlinkSync(target, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
