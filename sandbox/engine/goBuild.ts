import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Progress } from "../progress";
import { runCommand } from "../runCommand";
import { compiling, countRequired, downloading, isDownload, isPackage } from "./buildProgress";
import { goFailure } from "./goFailure";
import { findGo } from "./findGo";

export interface GoBuild {
  /** What it is called in progress and errors, for example "the engine". */
  readonly title: string;
  /** The committed folder with go.mod, go.sum and tools.go. */
  readonly moduleFolder: string;
  /** The Go package of the command. */
  readonly package: string;
  /** What the command shall say when asked for its version. */
  readonly version: string;
  readonly output: string;
}

/** A download that says nothing for so long is stuck, in ms; the compiler may be silent as long as it likes. */
const DOWNLOAD_SILENCE_MS = 3 * 60_000;

/**
 * Builds a command from published Go modules, exactly those that the committed go.sum names.
 *
 * Modules and compiled packages stay in Go's own caches (3 GB for the engine; `go clean -cache -modcache` frees them).
 *
 * @throws SetupError when Go is missing or too old, modules can't be had, or the compiler fails
 */
export async function goBuild(build: GoBuild, env: NodeJS.ProcessEnv, progress: Progress): Promise<void> {
  const go = await findGo(build.moduleFolder, env);
  const begun = Date.now();
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  const options = { env: buildEnv(env), cwd: build.moduleFolder };
  let line = go.fetchesNewer
    ? `Go ${go.version} fetches the newer Go it needs`
    : `resolving ${build.title}'s modules`;
  const clock = setInterval(() => progress(`${line}, ${seconds()} s`), 1000);
  progress(line);
  try {
    const modules = countRequired(await readFile(join(build.moduleFolder, "go.mod"), "utf8"));
    let fetched = 0;
    const listed = await runCommand(go.command, ["list", "-mod=readonly", "-deps", build.package], {
      ...options,
      silenceMs: DOWNLOAD_SILENCE_MS,
      onErrorLine: (text) => {
        if (isDownload(text)) line = downloading(build.title, ++fetched, modules);
      },
    });
    if (!listed.ok) throw goFailure(build.title, listed.stderr, go);

    const packages = listed.stdout.trim().split("\n").length;
    let compiled = 0;
    line = compiling(build.title, compiled, packages);
    mkdirSync(dirname(build.output), { recursive: true });
    const version = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${build.version}`;
    const built = await runCommand(
      go.command,
      // No version control stamp: git need not be there, and the cache folder is no repository.
      ["build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-v", "-ldflags", `-s -w ${version}`].concat(
        ["-o", build.output, build.package],
      ),
      {
        ...options,
        onErrorLine: (text) => {
          if (isPackage(text)) line = compiling(build.title, ++compiled, packages);
        },
      },
    );
    if (!built.ok) throw goFailure(build.title, built.stderr, go);
  } finally {
    clearInterval(clock);
  }
}

/** A workspace around the checkout or a cross-compiling setting must not leak in; no C compiler is needed. */
function buildEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { GOOS: _os, GOARCH: _arch, GOARM: _arm, ...rest } = env;
  return { ...rest, GOWORK: "off", CGO_ENABLED: "0" };
}
