import { isInstalled } from "../installOnce";
import { isExecutable } from "../onPath";
import { Progress, silent } from "../progress";
import { SetupError } from "../setupError";
import { untilAborted } from "../untilAborted";
import { buildEngine } from "./buildEngine";
import { downloadEngine } from "./downloadEngine";
import { Engine, engineBinary, pinnedEngineRoot } from "./engine";
import { PINNED_ENGINE } from "./engineVersion";
import { installedEngine } from "./installedEngine";

export interface FindEngineOptions {
  /** @default nobody is told */
  progress?: Progress;
  /** @default process.env */
  env?: NodeJS.ProcessEnv;
  /** Ends the search early; a download or build under way ends with this process. @default none */
  signal?: AbortSignal | undefined;
}

/** The ways to an engine that `AUDIT_TRAIL_ENGINE` can name. */
const WAYS = ["path", "download", "build"] as const;
type Way = (typeof WAYS)[number];

/**
 * Finds a Pulumi engine, or brings one: on PATH, under ~/.pulumi, in our own cache, from its vendor, and where the
 * vendor can't be reached built from its published Go modules.
 *
 * `AUDIT_TRAIL_ENGINE` = `path` (installed by somebody else), `download` or `build` allows that one way only.
 *
 * @throws SetupError that lists every way that was tried and why it failed
 * @throws the signal's reason when it was aborted
 */
export async function findEngine({
  progress = silent,
  env = process.env,
  signal,
}: FindEngineOptions = {}): Promise<Engine> {
  const only = onlyWay(env);
  const may = (way: Way) => only === undefined || only === way;
  const tried: string[] = [];
  signal?.throwIfAborted();
  if (may("path")) {
    const engine = await installedEngine(env, tried);
    if (engine) return engine;
    signal?.throwIfAborted();
  }
  const engine =
    (may("download") && (await cached("download", env))) || (may("build") && (await cached("build", env)));
  if (engine) return engine;

  let wayOut = "install Pulumi: https://www.pulumi.com/docs/install/";
  if (may("download")) {
    try {
      return await untilAborted(downloadEngine(env, progress), signal);
    } catch (error) {
      // Ctrl-C ends a download too, and that must not look like a failure that the next way could mend.
      signal?.throwIfAborted();
      if (error instanceof SetupError) wayOut = error.wayOut;
      tried.push(`download: ${reason(error)}`);
    }
  }
  if (may("build")) {
    try {
      return await untilAborted(buildEngine(env, progress), signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof SetupError)
        wayOut = `${error.wayOut}; or install Pulumi: https://www.pulumi.com/docs/install/`;
      tried.push(`build: ${reason(error)}`);
    }
  }
  throw new SetupError(
    [`No Pulumi engine was found${only ? ` (AUDIT_TRAIL_ENGINE=${only})` : ""}, and none could be brought:`]
      .concat(tried)
      .join("\n  - "),
    wayOut,
  );
}

function onlyWay(env: NodeJS.ProcessEnv): Way | undefined {
  const given = env.AUDIT_TRAIL_ENGINE;
  if (!given) return undefined;
  const way = WAYS.find((one) => one === given);
  if (way) return way;
  throw new SetupError(
    `AUDIT_TRAIL_ENGINE=${given} is not one of ${WAYS.join(", ")}.`,
    "leave it unset to try them all in that order",
  );
}

/** Our own earlier download or build; one marker and one binary to look at, so this takes a millisecond. */
async function cached(origin: "download" | "build", env: NodeJS.ProcessEnv): Promise<Engine | undefined> {
  const root = pinnedEngineRoot(origin, env);
  const binary = engineBinary(root);
  const isComplete = () => isExecutable(binary);
  return (await isInstalled(root, { isComplete }))
    ? { root, binary, version: PINNED_ENGINE, origin }
    : undefined;
}

const reason = (error: unknown) => (error instanceof SetupError ? error.problem : (error as Error).message);
