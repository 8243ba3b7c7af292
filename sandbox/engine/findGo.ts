import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isExecutable, onPath } from "../onPath";
import { runCommand } from "../runCommand";
import { SetupError } from "../setupError";
import { compareVersions, parseVersion } from "./engineVersion";

export interface GoToolchain {
  readonly command: string;
  /** For example "1.26.1". */
  readonly version: string;
  /** True when this Go is too old but fetches the one that go.mod asks for by itself (GOTOOLCHAIN=auto, Go >= 1.21). */
  readonly fetchesNewer: boolean;
  /** Where it gets modules from, as GOPROXY says. */
  readonly proxy: string;
}

const GET_GO = "install Go from https://go.dev/dl/ (or by the system's package manager)";

/**
 * The Go that can build the module in `moduleFolder`: on PATH, else where Go's installers put it.
 *
 * @throws SetupError when there is none, or only ones that are too old
 */
export async function findGo(moduleFolder: string, env: NodeJS.ProcessEnv): Promise<GoToolchain> {
  const need = requiredGo(readFileSync(join(moduleFolder, "go.mod"), "utf8"));
  const usual = [env.GOROOT && join(env.GOROOT, "bin/go"), "/usr/local/go/bin/go", "/opt/homebrew/bin/go"];
  const candidates = [
    ...onPath("go", env),
    // With a PATH that is empty on purpose nothing is looked for elsewhere.
    ...(env.PATH ? usual.filter((path): path is string => !!path && isExecutable(path)) : []),
  ];
  const left: string[] = [];
  for (const command of [...new Set(candidates)]) {
    // Not in the module's folder: there Go would switch to (and fetch) the module's own toolchain before answering.
    const { ok, stdout, stderr } = await runCommand(
      command,
      ["env", "-json", "GOVERSION", "GOTOOLCHAIN", "GOPROXY"],
      { env: { ...env, GOWORK: "off" }, cwd: tmpdir(), timeoutMs: 20_000 },
    );
    if (!ok) {
      left.push(`${command}: ${stderr.trim() || "no answer"}`);
      continue;
    }
    const { GOVERSION, GOTOOLCHAIN, GOPROXY } = JSON.parse(stdout) as Record<string, string>;
    const version = (GOVERSION ?? "").replace(/^go/, "").split(" ")[0]!;
    const verdict = judgeGo(version, GOTOOLCHAIN ?? "", need);
    if (verdict !== "too old") {
      return { command, version, fetchesNewer: verdict === "fetches newer", proxy: GOPROXY || "off" };
    }
    left.push(
      `${command}: Go ${version || "of unknown version"}${GOTOOLCHAIN ? ` (GOTOOLCHAIN=${GOTOOLCHAIN})` : ""} is too old`,
    );
  }
  if (left.length === 0) {
    throw new SetupError(`Building the engine needs Go >= ${need}, and no go is on PATH.`, GET_GO);
  }
  throw new SetupError(
    `Building the engine needs Go >= ${need}; found ${left.join("; ")}.`,
    `${GET_GO}, or let Go fetch the version itself: go env -w GOTOOLCHAIN=auto (Go >= 1.21)`,
  );
}

/** Whether a Go of that version and GOTOOLCHAIN setting can build a module whose go.mod says `need`. */
export function judgeGo(
  version: string,
  gotoolchain: string,
  need: string,
): "ok" | "fetches newer" | "too old" {
  if (compareGo(version, need) >= 0) return "ok";
  const mayFetch = gotoolchain === "auto" || gotoolchain.endsWith("+auto");
  return mayFetch && compareGo(version, "1.21") >= 0 ? "fetches newer" : "too old";
}

/** The version in go.mod's `go` line. */
export function requiredGo(goMod: string): string {
  const match = /^go (\S+)$/m.exec(goMod);
  if (!match) throw new Error("go.mod has no go line");
  return match[1]!;
}

/** Go writes "1.21", "1.25.11" and "1.26rc1"; what can't be read counts as the oldest. */
function compareGo(a: string, b: string): number {
  const read = (text: string) => {
    const match = /^(\d+)\.(\d+)(?:\.(\d+))?(?:(rc|beta)(\d+))?/.exec(text);
    if (!match) return parseVersion("0.0.0")!;
    const [, major, minor, patch = "0", stage, number] = match;
    return parseVersion(`${major}.${minor}.${patch}${stage ? `-${stage}.${number}` : ""}`)!;
  };
  return compareVersions(read(a), read(b));
}
