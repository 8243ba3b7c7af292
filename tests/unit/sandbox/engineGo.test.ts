import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countRequired, isDownload, isPackage } from "../../../sandbox/engine/buildProgress";
import { goFailure } from "../../../sandbox/engine/goFailure";
import { findGo, judgeGo, requiredGo } from "../../../sandbox/engine/findGo";
import { SetupError } from "../../../sandbox/setupError";

const GO = {
  command: "/opt/go/bin/go",
  version: "1.25.1",
  fetchesNewer: false,
  proxy: "https://proxy.invalid",
};

describe("finding Go", () => {
  const verdicts: [version: string, setting: string, need: string, verdict: string][] = [
    ["1.25.11", "local", "1.25.11", "ok"],
    ["1.26rc1", "local", "1.25.11", "ok"],
    ["1.26.8", "auto", "1.25.11", "ok"],
    ["1.25.10", "local", "1.25.11", "too old"],
    ["1.25", "local", "1.25.11", "too old"],
    ["1.25rc1", "local", "1.25.0", "too old"],
    ["1.22.3", "auto", "1.25.11", "fetches newer"],
    ["1.22.3", "go1.22.3+auto", "1.25.11", "fetches newer"],
    ["1.22.3", "path", "1.25.11", "too old"],
    ["1.20.14", "auto", "1.25.11", "too old"],
    ["", "", "1.25.11", "too old"],
  ];
  for (const [version, setting, need, verdict] of verdicts) {
    it(`Go ${version || "?"} with GOTOOLCHAIN=${setting} for ${need}: ${verdict}`, () =>
      assert.equal(judgeGo(version, setting, need), verdict));
  }

  it("reads the version that go.mod needs", () => {
    assert.equal(requiredGo("module m\n\ngo 1.25.11\n"), "1.25.11");
    assert.throws(() => requiredGo("module m\n"), { message: "go.mod has no go line" });
  });

  describe("on a PATH", () => {
    let scratch: string;
    beforeEach(() => {
      scratch = mkdtempSync(join(tmpdir(), "go-"));
      writeFileSync(join(scratch, "go.mod"), "module m\n\ngo 99.1.0\n");
    });
    afterEach(() => rmSync(scratch, { recursive: true, force: true }));
    const fakeGo = (version: string, setting: string) => {
      const answer = JSON.stringify({
        GOVERSION: version,
        GOTOOLCHAIN: setting,
        GOPROXY: "https://proxy.invalid",
      });
      writeFileSync(join(scratch, "go"), `#!/bin/sh\necho '${answer}'\n`);
      chmodSync(join(scratch, "go"), 0o755);
    };

    it("finds the one that suits", async () => {
      fakeGo("go99.1.0", "local");
      assert.deepEqual(await findGo(scratch, { PATH: scratch }), {
        command: join(scratch, "go"),
        version: "99.1.0",
        fetchesNewer: false,
        proxy: "https://proxy.invalid",
      });
    });

    it("says what was found when it is too old, what is needed, and where to get it", async () => {
      fakeGo("go1.19.2", "local");
      await assert.rejects(findGo(scratch, { PATH: scratch }), (error: SetupError) => {
        assert.ok(error instanceof SetupError);
        assert.ok(error.problem.startsWith("Building the engine needs Go >= 99.1.0; found "), error.problem);
        assert.ok(
          error.problem.includes(`${scratch}/go: Go 1.19.2 (GOTOOLCHAIN=local) is too old`),
          error.problem,
        );
        assert.ok(error.wayOut.includes("https://go.dev/dl/"));
        return true;
      });
    });

    it("says so when there is none", async () => {
      await assert.rejects(findGo(scratch, { PATH: "" }), {
        problem: "Building the engine needs Go >= 99.1.0, and no go is on PATH.",
        wayOut: "install Go from https://go.dev/dl/ (or by the system's package manager)",
      });
    });
  });
});

describe("what Go says", () => {
  const lines: [line: string, download: boolean, isPackage: boolean][] = [
    ["go: downloading github.com/pulumi/pulumi/pkg/v3 v3.259.0", true, false],
    ["go: downloading go1.25.11 (linux/amd64)", false, false],
    ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", false, true],
    ["internal/goarch", false, true],
    ["gopkg.in/yaml.v3", false, true],
    ["fmt", false, true],
    ["# github.com/pulumi/pulumi", false, false],
    ["./main.go:3:8: undefined: x", false, false],
    ["", false, false],
  ];
  for (const [line, download, pack] of lines) {
    it(`"${line}"`, () => {
      assert.equal(isDownload(line), download);
      assert.equal(isPackage(line), pack);
    });
  }

  it("counts the modules of go.mod, not its replacements", () => {
    const goMod =
      "module m\n\ngo 1.25.0\n\nrequire a.b/c v1.0.0\n\nrequire (\n\td.e/f v0.1.0 // indirect\n\tg.h/i/v2 v2.0.0\n)\n\nreplace a.b/c => x.y/z v1.0.0\n";
    assert.equal(countRequired(goMod), 3);
  });

  const failures: [stderr: string, problem: string, wayOut: RegExp][] = [
    ["write /tmp/x: no space left on device", "The disk is full: it could not be built.", /^free 4 GB/],
    [
      "go: errors parsing go.mod:\ngo: go.mod requires go >= 1.25.11 (running go 1.25.1; GOTOOLCHAIN=local)",
      "Go 1.25.1 at /opt/go/bin/go is too old for it and could not fetch a newer one.",
      /^install a newer Go/,
    ],
    [
      'a.b/c@v1.0.0: Get "https://proxy.invalid/a.b/c": dial tcp: lookup proxy.invalid: no such host',
      "The Go module proxy (GOPROXY=https://proxy.invalid) could not be reached for it's modules.",
      /^check the network/,
    ],
    [
      "ended after 180 s of silence",
      "The Go module proxy (GOPROXY=https://proxy.invalid) could not be reached for it's modules.",
      /^check the network/,
    ],
    [
      "a.b/c@v1.0.0: reading https://proxy.invalid/a.b/c/@v/v1.0.0.mod: 403 Forbidden",
      "The Go module proxy (GOPROXY=https://proxy.invalid) does not have one of it's modules.",
      /^name a proxy that has it/,
    ],
    [
      "verifying a.b/c@v1.0.0: checksum mismatch",
      "A module of it is not the one that go.sum names.",
      /^ask who runs/,
    ],
    [
      "a.b/c: compile: signal: killed",
      "The system ended the compiler while it built it, most likely for want of memory.",
      /GOFLAGS=-p=1$/,
    ],
    ["./main.go:3:8: undefined: x", "Go 1.25.1 could not build it.", /^look at what Go said/],
  ];
  for (const [stderr, problem, wayOut] of failures) {
    it(`explains "${stderr.slice(0, 60)}"`, () => {
      const error = goFailure("it", `go: downloading a.b/c v1.0.0\nfmt\n${stderr}`, GO);
      assert.equal(error.problem.split(" Go said:\n")[0], problem);
      assert.equal(error.problem.split(" Go said:\n")[1], stderr.replace(/^/gm, "    "));
      assert.match(error.wayOut, wayOut);
    });
  }
});
