import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import packageJson from "../../../package.json";

const SCRIPT = pathToFileURL(resolve(__dirname, "../../../scripts/dependencies.mjs")).href;

interface Dependencies {
  OLDEST_NODE: string;
  checkNode(version: string): void;
  recordMatches(lock: object, record: object): boolean;
  isCurrent(root: string): boolean;
  explain(output: string): Error;
}

const LOCK = { packages: { "": {}, "node_modules/a": { version: "1.0.0", integrity: "x" } } };

/** An npm that notes that it ran, does what `npm ci` does to node_modules, and waits while there is a file `hold`. */
const FAKE_NPM = `#!/bin/sh
here=$(dirname "$0")
echo "$@" >> "$here/calls"
[ -e "$here/unreachable" ] && { echo 'npm error code ENOTFOUND' >&2; exit 1; }
while [ -e "$here/hold" ]; do sleep 0.05; done
rm -rf node_modules; mkdir -p node_modules/a
echo '{}' > node_modules/a/package.json
`;

describe("dependencies", () => {
  let script: Dependencies;
  let root: string;
  before(async () => {
    script = (await import(SCRIPT)) as Dependencies;
  });
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "dependencies-"));
    writeFileSync(join(root, "package-lock.json"), JSON.stringify(LOCK));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  /** A process of its own that makes sure of the dependencies in `root`, with the fake npm. */
  async function ensure(onOutput: (text: string) => void = () => undefined): Promise<string> {
    write("bin/npm", FAKE_NPM);
    chmodSync(join(root, "bin/npm"), 0o755);
    const code = `import(${JSON.stringify(SCRIPT)})
      .then((script) => script.ensureDependencies({ root: ${JSON.stringify(root)} }))
      .then((did) => console.log("installed " + did), (error) => console.log(error.message));`;
    const env = { ...process.env, PATH: `${join(root, "bin")}:${process.env.PATH}`, npm_execpath: "" };
    const child = spawn(process.execPath, ["-e", code], { env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const take = (data: Buffer) => onOutput((output += data.toString()));
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    await once(child, "close");
    return output;
  }
  const calls = () => readFileSync(join(root, "bin/calls"), "utf8").trim().split("\n");

  for (const [version, refused] of [
    ["20.19.0", false],
    ["20.20.2", false],
    ["22.0.0", false],
    ["20.18.9", true],
    ["18.30.0", true],
  ] as const) {
    it(`Node ${version} is ${refused ? "refused" : "taken"}`, () => {
      if (!refused) return script.checkNode(version);
      assert.throws(() => script.checkNode(version), {
        name: "Missing",
        message:
          `Node ${version} at ${process.execPath} is too old; this needs 20.19 or newer.\n` +
          "  Way out: install a newer one: https://nodejs.org/, or `nvm install 22`",
      });
    });
  }

  it("asks for the Node that package.json asks for", () => {
    assert.equal(packageJson.engines.node, `>=${script.OLDEST_NODE}`);
  });

  const installed = { "node_modules/a": { version: "1.0.0", integrity: "x" } };
  const records: [what: string, lock: object, record: object, matches: boolean][] = [
    ["the same", LOCK, { packages: installed }, true],
    ["one more", LOCK, { packages: { ...installed, "node_modules/b": { version: "1.0.0" } } }, true],
    ["one missing", LOCK, { packages: {} }, false],
    [
      "another version",
      LOCK,
      { packages: { "node_modules/a": { version: "1.0.1", integrity: "x" } } },
      false,
    ],
    ["other bytes", LOCK, { packages: { "node_modules/a": { version: "1.0.0", integrity: "y" } } }, false],
    [
      "an optional one missing",
      { packages: { "node_modules/o": { version: "1.0.0", optional: true } } },
      {},
      true,
    ],
  ];
  for (const [what, lock, record, matches] of records) {
    it(`npm's record with ${what} ${matches ? "fits" : "does not fit"}`, () =>
      assert.equal(script.recordMatches(lock, record), matches));
  }

  it("installs what is missing, once, and again when the lock file changed", async () => {
    assert.match(await ensure(), /installed 1 packages in \d s\ninstalled true\n$/);
    assert.equal(await ensure(), "installed false\n");
    assert.deepEqual(calls(), ["ci --no-audit --no-fund --prefer-offline"]);
    assert.equal(script.isCurrent(root), true);
    write("package-lock.json", JSON.stringify({ ...LOCK, changed: true }));
    assert.equal(script.isCurrent(root), false);
    assert.match(await ensure(), /installed true\n$/);
    assert.equal(calls().length, 2);
  });

  it("lets one of two runs install while the other waits", async () => {
    write("bin/hold", "");
    const release = (output: string) => {
      if (output.includes("another run")) rmSync(join(root, "bin/hold"), { force: true });
    };
    const outputs = (await Promise.all([ensure(release), ensure(release)])).sort();
    assert.equal(calls().length, 1);
    assert.equal(outputs.filter((output) => output.endsWith("installed true\n")).length, 1);
    const other = outputs.find((output) => output.endsWith("installed false\n"))!;
    assert.match(other, /^another run \(pid \d+\) is installing the dependencies, waiting 0 s\n/);
    assert.equal(existsSync(join(root, ".install.lock")), false);
  });

  it("takes over the lock of a run that is gone", async () => {
    const gone = spawn(process.execPath, ["-e", ""]);
    await once(gone, "close");
    write(".install.lock", String(gone.pid));
    assert.match(await ensure(), /installed true\n$/);
  });

  it("believes npm's own record when somebody ran npm by hand", () => {
    assert.equal(script.isCurrent(root), false);
    write("node_modules/.package-lock.json", JSON.stringify({ packages: installed }));
    assert.equal(script.isCurrent(root), true);
  });

  it("says that the registry can't be reached, and does not count what was begun", async () => {
    write("bin/unreachable", "");
    const output = await ensure();
    assert.ok(
      output.includes("The npm registry can't be reached. npm said:\n    npm error code ENOTFOUND\n"),
      output,
    );
    assert.ok(output.includes("Way out: check the network"), output);
    assert.equal(script.isCurrent(root), false);
    assert.equal(existsSync(join(root, ".install.lock")), false);
  });

  const failures: [output: string, problem: RegExp][] = [
    ["spawn npm ENOENT", /^npm is not on PATH\./],
    ["npm error code ENOSPC\nnpm error nospc", /^The disk is full/],
    [
      "npm error code E404\nnpm error 404 Not Found",
      /^The npm registry does not hand out one of the packages\./,
    ],
    ["npm error code EUSAGE", /^package-lock\.json does not fit package\.json\./],
    ["npm error code SELF_SIGNED_CERT_IN_CHAIN", /^The npm registry can't be reached\./],
    ["Segmentation fault", /^npm could not install the dependencies\./],
  ];
  for (const [output, problem] of failures) {
    it(`explains "${output.split("\n")[0]}"`, () => assert.match(script.explain(output).message, problem));
  }
});
