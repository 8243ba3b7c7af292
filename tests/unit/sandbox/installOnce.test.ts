import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { installOnce, isInstalled } from "../../../sandbox/installOnce";
import { thisProcess } from "../../../sandbox/tryLock";
import { silent } from "../../../sandbox/progress";
import { SetupError } from "../../../sandbox/setupError";

const MODULE = resolve(__dirname, "../../../sandbox/installOnce");

/** A process of its own that installs into `folder`: adds a line to `log`, waits for the file `go`, then writes a file. */
function installer(folder: string, log: string, go: string) {
  const code = `
    const { installOnce } = require(${JSON.stringify(MODULE)});
    const { appendFileSync, existsSync, writeFileSync } = require("node:fs");
    installOnce(${JSON.stringify(folder)}, async (at) => {
      appendFileSync(${JSON.stringify(log)}, process.pid + "\\n");
      writeFileSync(at + "/half", "");
      while (!existsSync(${JSON.stringify(go)})) await new Promise((done) => setTimeout(done, 10));
      writeFileSync(at + "/whole", "");
    }, { progress: (line) => console.log(line), pollMs: 20 }).then((did) => console.log("installed " + did));`;
  const child = spawn(process.execPath, ["-r", "tsx/cjs", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (data: Buffer) => (output += data.toString()));
  return {
    child,
    says: (text: string) => output.includes(text),
    ended: once(child, "close").then(() => output),
  };
}

async function until(what: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!what()) {
    assert.ok(Date.now() < deadline, "waited 15 s in vain");
    await new Promise((done) => setTimeout(done, 10));
  }
}

describe("installOnce", () => {
  let scratch: string;
  let folder: string;
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), "install-once-"));
    folder = join(scratch, "deep", "thing");
  });
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  it("installs the first time only", async () => {
    let count = 0;
    const install = (at: string) => {
      assert.equal(at, folder);
      count++;
      return Promise.resolve();
    };
    assert.equal(await installOnce(folder, install, { progress: silent }), true);
    assert.equal(await installOnce(folder, install, { progress: silent }), false);
    assert.equal(count, 1);
    assert.deepEqual(readdirSync(join(scratch, "deep")), ["thing"], "no lock is left");
  });

  it("leaves nothing after a failure, and installs the next time", async () => {
    const failing = installOnce(
      folder,
      (at) => {
        writeFileSync(join(at, "half"), "");
        return Promise.reject(new Error("no luck"));
      },
      { progress: silent },
    );
    await assert.rejects(failing, { message: "no luck" });
    assert.deepEqual(readdirSync(join(scratch, "deep")), []);
    assert.equal(await installOnce(folder, () => Promise.resolve(), { progress: silent }), true);
  });

  it("installs anew when what is there is not complete", async () => {
    await installOnce(folder, () => Promise.resolve(), { progress: silent });
    const isComplete = (at: string) => existsSync(join(at, "binary"));
    const install = (at: string) => Promise.resolve(writeFileSync(join(at, "binary"), ""));
    assert.equal(await installOnce(folder, install, { progress: silent, isComplete }), true);
    assert.equal(await isInstalled(folder, { isComplete }), true);
  });

  it("lets one of four processes install while the others wait and say so", async () => {
    const log = join(scratch, "log");
    const go = join(scratch, "go");
    const all = [1, 2, 3, 4].map(() => installer(folder, log, go));
    const waiting = `another run is installing ${folder} (pid `;
    await until(() => all.filter(({ says }) => says(waiting)).length === 3);
    writeFileSync(go, "");
    const outputs = await Promise.all(all.map((one) => one.ended));
    assert.equal(readFileSync(log, "utf8").trim().split("\n").length, 1);
    assert.equal(outputs.filter((output) => output.includes("installed true")).length, 1);
    assert.equal(outputs.filter((output) => output.includes("installed false")).length, 3);
  }).timeout(20_000);

  it("does not trust what an interrupted run left, and takes its lock over", async () => {
    const log = join(scratch, "log");
    const go = join(scratch, "go");
    const first = installer(folder, log, go);
    await until(() => existsSync(join(folder, "half")));
    first.child.kill("SIGINT");
    await first.ended;
    assert.equal(await isInstalled(folder), false);
    writeFileSync(go, "");
    const outputs = await Promise.all([1, 2, 3].map(() => installer(folder, log, go).ended));
    assert.equal(outputs.filter((output) => output.includes("installed true")).length, 1);
    assert.deepEqual(readdirSync(folder).sort(), [".installed", "half", "whole"]);
    assert.deepEqual(readdirSync(join(scratch, "deep")), ["thing"]);
  }).timeout(20_000);

  it("takes over a lock whose pid now belongs to another process", async function () {
    if (!existsSync("/proc/self/stat")) return this.skip();
    await installOnce(folder, () => Promise.resolve(), { progress: silent });
    rmSync(folder, { recursive: true });
    writeFileSync(`${folder}.lock`, JSON.stringify({ ...thisProcess(), started: "1" }));
    assert.equal(await installOnce(folder, () => Promise.resolve(), { progress: silent, waitMs: 500 }), true);
  });

  it("gives up after its deadline, naming the holder and the lock", async () => {
    await installOnce(folder, () => Promise.resolve(), { progress: silent });
    rmSync(folder, { recursive: true });
    writeFileSync(`${folder}.lock`, JSON.stringify(thisProcess()));
    await assert.rejects(
      installOnce(folder, () => Promise.resolve(), { progress: silent, waitMs: 60, pollMs: 10 }),
      (error: SetupError) => {
        assert.ok(error instanceof SetupError);
        assert.match(error.problem, new RegExp(`^Another run \\(pid ${process.pid} on ${hostname()}\\)`));
        assert.ok(error.wayOut.includes(`delete ${folder}.lock`));
        return true;
      },
    );
  });

  it("says what to do when the disk is full", async () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    await assert.rejects(
      installOnce(folder, () => Promise.reject(full), { progress: silent }),
      {
        name: "SetupError",
        problem: `The disk is full: ${folder} could not be installed.`,
        wayOut:
          "free some space (4 GB are enough for everything), or put the cache elsewhere with AUDIT_TRAIL_CACHE=<folder>",
      },
    );
  });

  it("says what to do when the cache can't be written", async () => {
    writeFileSync(join(scratch, "deep"), "a file, not a folder");
    await assert.rejects(
      installOnce(folder, () => Promise.resolve(), { progress: silent }),
      /EEXIST|ENOTDIR/,
    );
  });
});
