import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findEngine } from "../../../sandbox/engine/findEngine";
import { ensureLanguageHost } from "../../../sandbox/engine/ensureLanguageHost";
import { onPath } from "../../../sandbox/onPath";
import { SetupError } from "../../../sandbox/setupError";

/** A Go that "builds" a script which says its version, counts its builds, and does what `mode` says. */
const FAKE_GO = `#!/bin/sh
here=$(dirname "$0")
mode=$(cat "$here/mode")
case "$1" in
env) echo '{"GOVERSION":"go99.0.0","GOTOOLCHAIN":"local","GOPROXY":"https://proxy.invalid"}' ;;
list)
  echo "go: downloading a.b/c v1.0.0" >&2
  [ "$mode" = unreachable ] && { echo 'Get "https://proxy.invalid": dial tcp: no such host' >&2; exit 1; }
  printf 'fmt\\na.b/c\\n' ;;
build)
  echo "$@" >> "$here/builds"
  [ "$mode" = full ] && { echo 'write x: no space left on device' >&2; exit 1; }
  while [ "$1" != -o ]; do shift; done
  printf '#!/bin/sh\\necho v3.259.0\\n' > "$2"
  chmod +x "$2" ;;
esac
`;

describe("findEngine", () => {
  let scratch: string;
  let env: NodeJS.ProcessEnv;
  const realFetch = globalThis.fetch;
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), "engine-"));
    mkdirSync(join(scratch, "home"));
    const tools = join(scratch, "tools");
    mkdirSync(tools);
    // The few commands that the scripts below need, and nothing else that this machine may have on its PATH.
    for (const name of ["cat", "chmod", "dirname", "mkdir"]) {
      symlinkSync(onPath(name, process.env)[0]!, join(tools, name));
    }
    env = {
      HOME: join(scratch, "home"),
      AUDIT_TRAIL_CACHE: join(scratch, "cache"),
      PATH: tools,
    };
    globalThis.fetch = () => Promise.reject(new TypeError("fetch failed", { cause: new Error("no route") }));
  });
  afterEach(() => {
    globalThis.fetch = realFetch;
    rmSync(scratch, { recursive: true, force: true });
  });

  const script = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    chmodSync(path, 0o755);
  };
  const pulumi = (path: string, version: string) => script(path, `#!/bin/sh\necho ${version}\n`);
  const fakeGo = (mode: string) => {
    script(join(scratch, "tools/go"), FAKE_GO);
    writeFileSync(join(scratch, "tools/mode"), mode);
  };
  const builds = () => readFileSync(join(scratch, "tools/builds"), "utf8").trim().split("\n");
  const builtRoot = () => join(scratch, "cache/engine", `3.259.0-build-${process.platform}-${process.arch}`);

  it("takes the one on PATH first", async () => {
    const root = join(scratch, "vendor");
    pulumi(join(root, "bin/pulumi"), "v3.200.0");
    pulumi(join(scratch, "home/.pulumi/versions/3.250.0/bin/pulumi"), "v3.250.0");
    assert.deepEqual(await findEngine({ env: { ...env, PATH: `${join(root, "bin")}:${env.PATH}` } }), {
      root,
      binary: join(root, "bin/pulumi"),
      version: "3.200.0",
      origin: "path",
    });
  });

  it("asks an engine for its version once, until the binary changes", async () => {
    const asked = join(scratch, "asked");
    // As large as no launcher script is: only a real binary's answer is kept.
    const engine = (version: string) =>
      `#!/bin/sh\necho >> ${asked}\necho ${version}\nexit\n${"#".repeat(1_000_000)}`;
    script(join(scratch, "vendor/bin/pulumi"), engine("v3.200.0"));
    const vendor = { ...env, PATH: join(scratch, "vendor/bin") };
    assert.equal((await findEngine({ env: vendor })).version, "3.200.0");
    assert.equal((await findEngine({ env: vendor })).version, "3.200.0");
    assert.equal(readFileSync(asked, "utf8"), "\n");
    script(join(scratch, "vendor/bin/pulumi"), engine("v3.200.10"));
    assert.equal((await findEngine({ env: vendor })).version, "3.200.10");
    assert.equal(readFileSync(asked, "utf8"), "\n\n");
  });

  it("gives one on PATH that lies in no bin folder a root with a link", async () => {
    pulumi(join(scratch, "tools/pulumi"), "v3.200.0");
    const engine = await findEngine({ env });
    assert.equal(engine.binary, join(scratch, "tools/pulumi"));
    assert.equal(readFileSync(join(engine.root, "bin/pulumi"), "utf8"), "#!/bin/sh\necho v3.200.0\n");
    assert.deepEqual(await findEngine({ env }), engine);
  });

  it("passes by one that doesn't suit, to the newest of ~/.pulumi/versions", async () => {
    pulumi(join(scratch, "tools/pulumi"), "v2.0.0");
    for (const version of ["3.9.0", "3.250.0", "3.99.0"]) {
      pulumi(join(scratch, "home/.pulumi/versions", version, "bin/pulumi"), `v${version}`);
    }
    const root = join(scratch, "home/.pulumi/versions/3.250.0");
    assert.deepEqual(await findEngine({ env }), {
      root,
      binary: join(root, "bin/pulumi"),
      version: "3.250.0",
      origin: "versions",
    });
  });

  it("downloads by the SDK's installer when the vendor answers, once", async () => {
    // The installer runs in a process of its own; there fetch gets this script instead of the vendor's.
    const stub = join(scratch, "stub.js");
    const install = `
      echo "$@" >> ${join(scratch, "installs")}
      while [ "$1" != --install-root ]; do shift; done
      mkdir -p "$2/bin"; printf '#!/bin/sh\\necho v3.259.0\\n' > "$2/bin/pulumi"; chmod +x "$2/bin/pulumi"`;
    writeFileSync(stub, `globalThis.fetch = async () => new Response(${JSON.stringify(install)});`);
    globalThis.fetch = () => Promise.resolve(new Response());
    const root = join(scratch, "cache/engine", `3.259.0-download-${process.platform}-${process.arch}`);
    const expected = { root, binary: join(root, "bin/pulumi"), version: "3.259.0", origin: "download" };
    const downloading = { ...env, NODE_OPTIONS: `--require ${stub}` };
    assert.deepEqual(await findEngine({ env: downloading }), expected);
    assert.deepEqual(await findEngine({ env: downloading }), expected);
    const installs = readFileSync(join(scratch, "installs"), "utf8");
    assert.match(installs, /^--no-edit-path --install-root \S+\/incoming-\w+ --version 3\.259\.0\n$/);
  }).timeout(20_000);

  it("builds when the vendor can't be reached, once, and says what it does", async () => {
    fakeGo("works");
    const lines: string[] = [];
    const expected = {
      root: builtRoot(),
      binary: join(builtRoot(), "bin/pulumi"),
      version: "3.259.0",
      origin: "build",
    };
    assert.deepEqual(await findEngine({ env, progress: (line) => lines.push(line) }), expected);
    assert.deepEqual(await findEngine({ env }), expected);
    assert.equal(builds().length, 1);
    const [command] = builds();
    assert.ok(
      command!.startsWith("build -mod=readonly -trimpath -buildvcs=false -v -ldflags -s -w -X "),
      command,
    );
    assert.ok(command!.includes("version.Version=v3.259.0 "), command);
    assert.deepEqual(lines, ["asking for the vendor's engine", "resolving the engine's modules"]);
  });

  it("builds the language host beside an engine that it built", async () => {
    fakeGo("works");
    const engine = await findEngine({ env });
    const host = await ensureLanguageHost(engine, { env });
    const folder = `language-host-3.48.0-${process.platform}-${process.arch}/bin`;
    assert.equal(host.binary, join(scratch, "cache/engine", folder, "pulumi-language-nodejs"));
    const beside = join(engine.root, "bin/pulumi-language-nodejs");
    assert.deepEqual(await ensureLanguageHost(engine, { env }), { binary: beside, folder: dirname(beside) });
    assert.equal(builds().length, 2);
    assert.ok(builds()[1]!.endsWith("github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"));
  });

  it("leaves no half engine when the build fails, and tells every way it tried", async () => {
    fakeGo("full");
    pulumi(join(scratch, "tools/pulumi"), "v3.1.0");
    await assert.rejects(findEngine({ env }), (error: SetupError) => {
      assert.ok(error instanceof SetupError);
      assert.deepEqual(error.problem.split("\n"), [
        "No Pulumi engine was found, and none could be brought:",
        `  - ${join(scratch, "tools/pulumi")}: 3.1.0 is older than 3.2.0-alpha`,
        "  - ~/.pulumi: no engine",
        "  - download: https://get.pulumi.com/install.sh can't be reached (no route)",
        "  - build: The disk is full: the engine could not be built. Go said:",
        "    write x: no space left on device",
      ]);
      assert.match(
        error.wayOut,
        /^free 4 GB.*; or install Pulumi: https:\/\/www\.pulumi\.com\/docs\/install\/$/,
      );
      return true;
    });
    assert.equal(existsSync(builtRoot()), false);
    fakeGo("works");
    assert.equal((await findEngine({ env })).origin, "build");
  });

  it("says that there is no Go when nothing else is there", async () => {
    await assert.rejects(findEngine({ env: { ...env, PATH: "" } }), (error: SetupError) => {
      assert.deepEqual(error.problem.split("\n").slice(1), [
        "  - PATH: no pulumi",
        "  - ~/.pulumi: no engine",
        "  - download: https://get.pulumi.com/install.sh can't be reached (no route)",
        "  - build: Building the engine needs Go >= 1.25.11, and no go is on PATH.",
      ]);
      assert.match(error.wayOut, /^install Go from https:\/\/go\.dev\/dl\/ .*; or install Pulumi: https/);
      return true;
    });
  });

  it("says that the module proxy can't be reached", async () => {
    fakeGo("unreachable");
    await assert.rejects(
      findEngine({ env: { ...env, AUDIT_TRAIL_ENGINE: "build" } }),
      (error: SetupError) => {
        assert.deepEqual(error.problem.split("\n").slice(0, 2), [
          "No Pulumi engine was found (AUDIT_TRAIL_ENGINE=build), and none could be brought:",
          "  - build: The Go module proxy (GOPROXY=https://proxy.invalid) could not be reached for the engine's modules. Go said:",
        ]);
        return true;
      },
    );
  });

  it("goes no further way once it was interrupted", async () => {
    fakeGo("works");
    const interruption = new AbortController();
    const reason = new Error("interrupted by SIGINT");
    globalThis.fetch = () => {
      interruption.abort(reason);
      return Promise.reject(new TypeError("fetch failed"));
    };
    await assert.rejects(findEngine({ env, signal: interruption.signal }), (error) => error === reason);
    assert.equal(existsSync(join(scratch, "tools/builds")), false);
    await assert.rejects(findEngine({ env, signal: interruption.signal }), (error) => error === reason);
  });

  it("does not wait for a way that hangs once it was interrupted", async () => {
    const interruption = new AbortController();
    const reason = new Error("interrupted by SIGINT");
    globalThis.fetch = () => {
      setImmediate(() => interruption.abort(reason));
      return new Promise(() => {});
    };
    await assert.rejects(findEngine({ env, signal: interruption.signal }), (error) => error === reason);
  });

  it("goes only the way that AUDIT_TRAIL_ENGINE names", async () => {
    fakeGo("works");
    pulumi(join(scratch, "tools/pulumi"), "v3.200.0");
    assert.equal((await findEngine({ env: { ...env, AUDIT_TRAIL_ENGINE: "build" } })).origin, "build");
    assert.equal((await findEngine({ env: { ...env, AUDIT_TRAIL_ENGINE: "path" } })).origin, "path");
    await assert.rejects(
      findEngine({ env: { ...env, AUDIT_TRAIL_ENGINE: "download" } }),
      (error: SetupError) => {
        assert.equal(
          error.problem,
          "No Pulumi engine was found (AUDIT_TRAIL_ENGINE=download), and none could be brought:\n" +
            "  - download: https://get.pulumi.com/install.sh can't be reached (no route)",
        );
        return true;
      },
    );
    await assert.rejects(findEngine({ env: { ...env, AUDIT_TRAIL_ENGINE: "magic" } }), {
      problem: "AUDIT_TRAIL_ENGINE=magic is not one of path, download, build.",
    });
  });
});
