import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findPython } from "../../../sandbox/python/findPython";
import { pythonCandidates, shimRoot } from "../../../sandbox/python/pythonCandidates";
import { judgePython } from "../../../sandbox/python/judgePython";
import { SetupError } from "../../../sandbox/setupError";

describe("judgePython", () => {
  const verdicts: [version: string, venv: boolean, ensurepip: boolean, verdict: number | string][] = [
    ["3.13.0", true, true, 0],
    ["3.14.2", true, true, 1],
    ["3.12.1", true, true, 2],
    ["3.15.0", true, true, 15],
    ["3.11.9", true, true, "3.11.9 is too old"],
    ["2.7.18", false, true, "2.7.18 is too old"],
    ["4.0.0", true, true, "4.0.0 is too old"],
    ["3.12.3", true, false, "3.12.3 has no ensurepip module (Debian: apt install python3-venv)"],
    ["3.12.3", false, false, "3.12.3 has no venv module (Debian: apt install python3-venv)"],
  ];
  for (const [version, venv, ensurepip, expected] of verdicts) {
    it(`${version}, venv ${venv}, ensurepip ${ensurepip}: ${expected}`, () => {
      const verdict = judgePython({ version, venv, ensurepip });
      assert.equal(verdict.suits ? verdict.rank : verdict.why, expected);
    });
  }
});

describe("findPython", () => {
  let scratch: string;
  let bin: string;
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), "python-"));
    bin = join(scratch, "bin");
    mkdirSync(bin);
  });
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  const script = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const python = (path: string, version: string, ensurepip = true) =>
    script(path, `echo '${JSON.stringify({ version, venv: true, ensurepip })}'`);
  const shim = (name: string, root: string) =>
    script(
      join(root, "shims", name),
      `export PYENV_ROOT="${root}"\necho "pyenv: ${name}: command not found" >&2; exit 127`,
    );

  it("reads pyenv's folder from a shim", () => {
    assert.equal(
      shimRoot('#!/usr/bin/env bash\nset -e\nexport PYENV_ROOT="/opt/py env"\nexec x\n'),
      "/opt/py env",
    );
    assert.equal(shimRoot("#!/bin/sh\nexport PYENV_ROOT='/opt/pyenv'\n"), "/opt/pyenv");
    assert.equal(shimRoot("#!/bin/sh\necho hello\n"), undefined);
  });

  it("looks on PATH by every name, and at pyenv's versions instead of its shims", () => {
    const root = join(scratch, "pyenv");
    shim("python3.13", root);
    shim("python3", root);
    const plain = python(join(bin, "python3"), "3.11.2");
    const installed = ["3.11.7", "3.13.0"].map((v) => python(join(root, "versions", v, "bin/python3"), v));
    const env = { PATH: `${join(root, "shims")}:${bin}`, HOME: join(scratch, "empty") };
    assert.deepEqual(pythonCandidates(env), [plain, ...installed]);
    assert.deepEqual(pythonCandidates({ PATH: bin, PYENV_ROOT: root }), [plain, ...installed]);
  });

  it("prefers 3.13 to 3.14 and 3.12, wherever they lie", async () => {
    python(join(bin, "python3.14"), "3.14.0");
    python(join(bin, "python3.12"), "3.12.4");
    const root = join(scratch, "pyenv");
    const best = python(join(root, "versions/3.13.1/bin/python3"), "3.13.1");
    assert.deepEqual(await findPython({ env: { PATH: bin, PYENV_ROOT: root } }), {
      command: best,
      version: "3.13.1",
    });
    assert.deepEqual(await findPython({ env: { PATH: bin } }), {
      command: join(bin, "python3.14"),
      version: "3.14.0",
    });
  });

  it("takes a 3.12 when there is nothing newer", async () => {
    const command = python(join(bin, "python3.12"), "3.12.4");
    python(join(bin, "python3"), "3.11.2");
    assert.deepEqual(await findPython({ env: { PATH: bin } }), { command, version: "3.12.4" });
  });

  it("lists what it found and why nothing suits", async () => {
    python(join(bin, "python3.12"), "3.12.3", false);
    python(join(bin, "python3"), "3.11.2");
    script(join(bin, "python"), "echo broken >&2; exit 1");
    await assert.rejects(findPython({ env: { PATH: bin } }), (error: SetupError) => {
      assert.ok(error instanceof SetupError);
      assert.deepEqual(error.problem.split("\n"), [
        "The emulator needs Python >= 3.12 with venv, and there is none:",
        `  - ${bin}/python3.12: 3.12.3 has no ensurepip module (Debian: apt install python3-venv)`,
        `  - ${bin}/python3: 3.11.2 is too old`,
        `  - ${bin}/python: broken`,
      ]);
      assert.match(
        error.wayOut,
        /^install Python 3\.13 .*apt install python3-venv.*AUDIT_TRAIL_PYTHON=<path>$/,
      );
      return true;
    });
  });

  it("says so when there is no Python at all", async () => {
    await assert.rejects(findPython({ env: { PATH: bin } }), (error: SetupError) => {
      assert.equal(error.problem.split("\n")[1], "  - no python on PATH, no pyenv, no uv");
      return true;
    });
  });

  it("uses the one that AUDIT_TRAIL_PYTHON names, and no other", async () => {
    python(join(bin, "python3.13"), "3.13.0");
    const own = python(join(scratch, "own"), "3.12.0");
    assert.deepEqual(await findPython({ env: { PATH: bin, AUDIT_TRAIL_PYTHON: own } }), {
      command: own,
      version: "3.12.0",
    });
    const gone = join(scratch, "gone");
    await assert.rejects(
      findPython({ env: { PATH: bin, AUDIT_TRAIL_PYTHON: gone } }),
      (error: SetupError) => {
        assert.ok(error.problem.includes(`  - ${gone}: spawn ${gone} ENOENT`), error.problem);
        return true;
      },
    );
  });

  it("lets uv fetch one", async () => {
    const fetched = join(scratch, "uv/python3.13");
    const source = python(join(scratch, "source"), "3.13.5");
    script(
      join(bin, "uv"),
      `case "$2" in
       find) [ -x ${fetched} ] && echo ${fetched} || exit 2 ;;
       install) /bin/mkdir -p ${dirname(fetched)} && /bin/cp ${source} ${fetched} ;;
       esac`,
    );
    const lines: string[] = [];
    const env = { PATH: bin };
    assert.deepEqual(await findPython({ env, progress: (line) => lines.push(line) }), {
      command: fetched,
      version: "3.13.5",
    });
    assert.deepEqual(lines, ["uv fetches Python 3.13"]);
  });

  it("tells when uv can't fetch one", async () => {
    script(join(bin, "uv"), "echo 'error: no route to host' >&2; exit 2");
    await assert.rejects(findPython({ env: { PATH: bin } }), (error: SetupError) => {
      assert.equal(error.problem.split("\n")[1], "  - uv python install 3.13: error: no route to host");
      return true;
    });
  });
});
