import { join } from "node:path";
import { installOnce } from "../installOnce";
import { isExecutable } from "../onPath";
import { Progress } from "../progress";
import { Engine, engineBinary, pinnedEngineRoot } from "./engine";
import { PINNED_ENGINE } from "./engineVersion";
import { goBuild } from "./goBuild";
import { installedVersion } from "./installedVersion";

/**
 * Builds the pinned engine from its published Go modules into the cache: 4 minutes on 2 cores.
 *
 * @throws SetupError when Go is missing or too old, modules can't be had, the disk is full, the compiler fails
 */
export async function buildEngine(env: NodeJS.ProcessEnv, progress: Progress): Promise<Engine> {
  const root = pinnedEngineRoot("build", env);
  const binary = engineBinary(root);
  await installOnce(
    root,
    async (_, temporary) => {
      await goBuild(
        {
          title: "the engine",
          moduleFolder: join(__dirname, "gomodule"),
          package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
          version: PINNED_ENGINE,
          output: binary,
        },
        { ...env, ...temporary },
        progress,
      );
      const version = await installedVersion(binary, env);
      if (version !== PINNED_ENGINE)
        throw new Error(`the engine built says ${version}, not ${PINNED_ENGINE}`);
    },
    { progress, isComplete: () => isExecutable(binary) },
  );
  return { root, binary, version: PINNED_ENGINE, origin: "build" };
}
