import { mkdtempSync, renameSync } from "node:fs";
import { join } from "node:path";
import { installOnce } from "../installOnce";
import { isExecutable } from "../onPath";
import { Progress } from "../progress";
import { runCommand } from "../runCommand";
import { Engine, engineBinary, pinnedEngineRoot } from "./engine";
import { PINNED_ENGINE } from "./engineVersion";
import { installedVersion } from "./installedVersion";

/** The vendor's install script, as `PulumiCommand.install` fetches it. */
const INSTALLER_URL = "https://get.pulumi.com/install.sh";

/** Downloads that take longer than this are ended, in ms. */
const DOWNLOAD_MS = 15 * 60_000;

/** Runs the SDK's own installer; in a process of its own, because it knows no deadline and can't be stopped. */
const INSTALL = `
  const [, automation, root, version] = process.argv;
  require(automation).PulumiCommand.install({ root, version, skipVersionCheck: true })
    .catch((error) => { console.error(error.message); process.exitCode = 1; });`;

/**
 * Downloads the pinned engine from its vendor into the cache.
 *
 * @throws Error with the reason; an unreachable vendor is noticed within 15 s
 */
export async function downloadEngine(env: NodeJS.ProcessEnv, progress: Progress): Promise<Engine> {
  const root = pinnedEngineRoot("download", env);
  const binary = engineBinary(root);
  await installOnce(
    root,
    async (folder, temporary) => {
      progress("asking for the vendor's engine");
      await assertReachable();
      const begun = Date.now();
      const clock = setInterval(() => {
        progress(`downloading the engine ${PINNED_ENGINE}, ${Math.round((Date.now() - begun) / 1000)} s`);
      }, 1000);
      // Into a folder with a fresh name: a download that outlives its deadline can't write over a later one.
      const incoming = mkdtempSync(join(folder, "incoming-"));
      const automation = require.resolve("@pulumi/pulumi/automation");
      const { ok, stderr } = await runCommand(
        process.execPath,
        ["-e", INSTALL, automation, incoming, PINNED_ENGINE],
        {
          env: { ...env, ...temporary },
          timeoutMs: DOWNLOAD_MS,
        },
      );
      clearInterval(clock);
      if (!ok) throw new Error(stderr.trim().split("\n").slice(-5).join("\n"));
      renameSync(join(incoming, "bin"), join(folder, "bin"));
      await installedVersion(binary, env);
    },
    { progress, isComplete: () => isExecutable(binary) },
  );
  return { root, binary, version: PINNED_ENGINE, origin: "download" };
}

async function assertReachable(): Promise<void> {
  let response: Response;
  try {
    response = await fetch(INSTALLER_URL, { method: "HEAD", signal: AbortSignal.timeout(15_000) });
  } catch (error) {
    const cause = (error as Error).cause;
    const reason = cause instanceof Error ? cause.message : (error as Error).message;
    throw new Error(`${INSTALLER_URL} can't be reached (${reason})`, { cause: error });
  }
  if (!response.ok) throw new Error(`${INSTALLER_URL} answers ${response.status} ${response.statusText}`);
}
