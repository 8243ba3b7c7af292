import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EMULATOR_VERSION, installEmulator, packageCount } from "../../../sandbox/emulator/installEmulator";
import { SetupError } from "../../../sandbox/setupError";

const total = packageCount(
  readFileSync(join(__dirname, "../../../sandbox/emulator/requirements.txt"), "utf8"),
);
const nothingFound = [
  "ERROR: Could not find a version that satisfies the requirement localemu==1.3.2 (from versions: none)",
  "ERROR: No matching distribution found for localemu==1.3.2",
];

describe("installEmulator", () => {
  let scratch: string;
  let env: NodeJS.ProcessEnv;
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), "install-emulator-"));
    mkdirSync(join(scratch, "bin"));
    env = { PATH: join(scratch, "bin"), AUDIT_TRAIL_CACHE: join(scratch, "cache") };
  });
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  /** A Python 3.13 on PATH whose environments run it again, and whose pip does `pip`. */
  function python(pip: string, venv = '/bin/mkdir -p "$3/bin" && /bin/cp "$0" "$3/bin/python"'): string {
    const path = join(scratch, "bin", "python3.13");
    writeFileSync(
      path,
      `#!/bin/sh
/usr/bin/env > ${scratch}/environment
case "$1 $2" in
  "-m venv") ${venv} ;;
  "-m pip") ${pip} ;;
  *) echo '{"version": "3.13.1", "venv": true, "ensurepip": true}' ;;
esac
`,
    );
    chmodSync(path, 0o755);
    return path;
  }
  const says = (lines: string[], code = 1) =>
    `${lines.map((line) => `echo "${line}"`).join("; ")}; exit ${code}`;
  const folder = () => join(scratch, "cache", `localemu-${EMULATOR_VERSION}-python3.13`);

  async function failure(): Promise<SetupError> {
    const error: unknown = await installEmulator(() => {}, env).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof SetupError, String(error));
    assert.deepEqual(readdirSync(join(scratch, "cache")), [], "something is left");
    return error;
  }

  it("says that the registry cannot be reached, why, and the way out, and leaves nothing", async () => {
    const refused =
      "connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPConnection object at 0x7f>: " +
      "Failed to establish a new connection: [Errno 111] Connection refused')': /simple/localemu/";
    const retry = (left: number) =>
      `WARNING: Retrying (Retry(total=${left}, connect=None, read=None, redirect=None, status=None)) after ${refused}`;
    python(says(["Looking in indexes: http://127.0.0.1:9/simple", retry(1), retry(0), ...nothingFound]));
    const { problem, wayOut } = await failure();
    assert.deepEqual(problem.split("\n  "), [
      `the emulator's ${total} Python packages could not be installed: ${join(folder(), "bin/python")} ended with 1`,
      refused,
      ...nothingFound,
    ]);
    assert.equal(
      wayOut,
      "make a Python package registry reachable (pip's own settings apply: PIP_INDEX_URL, PIP_FIND_LINKS, PIP_CERT) " +
        "and the venv module present (Debian: apt install python3-venv), or name an interpreter that has " +
        "localemu[runtime]==1.3.2 by AUDIT_TRAIL_EMULATOR_PYTHON",
    );
  });

  it("says which package a registry does not have", async () => {
    python(says(["Looking in indexes: https://registry.example/simple", ...nothingFound]));
    assert.deepEqual((await failure()).problem.split("\n  ").slice(1), nothingFound);
  });

  it("shows all that was said when an environment cannot be made", async () => {
    python("exit 0", says(["Error: Command returned non-zero exit status 1."]));
    assert.equal(
      (await failure()).problem,
      `a Python environment could not be made: ${join(scratch, "bin/python3.13")} ended with 1\n` +
        "  Error: Command returned non-zero exit status 1.",
    );
  });

  it("looks for Python where the environment it is given says, and nothing of it leads pip elsewhere", async () => {
    python("exit 0");
    const elsewhere = {
      PYTHONHOME: "/elsewhere",
      PYTHONPATH: "/elsewhere",
      PIP_USER: "1",
      PIP_TARGET: "/elsewhere",
    };
    Object.assign(env, elsewhere, { PIP_INDEX_URL: "http://127.0.0.1:9/simple" });
    assert.equal(await installEmulator(() => {}, env), join(folder(), "bin/python"));
    assert.ok(existsSync(join(folder(), "bin/python")));
    const seen = readFileSync(join(scratch, "environment"), "utf8").split("\n");
    assert.deepEqual(
      seen.filter((line) => /^(PIP_|PYTHON)/.test(line)),
      ["PIP_INDEX_URL=http://127.0.0.1:9/simple"],
    );
  });

  it("installs nothing when an interpreter is named", async () => {
    env.AUDIT_TRAIL_EMULATOR_PYTHON = "/somewhere/python";
    assert.equal(await installEmulator(() => {}, env), "/somewhere/python");
    assert.equal(existsSync(join(scratch, "cache")), false);
  });
});
