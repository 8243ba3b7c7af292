import assert from "node:assert/strict";
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { poll } from "../../../harness/poll";

const root = resolve(__dirname, "../../..");

/** The exercise as a process of its own group, as a terminal starts it, in a temporary folder of its own. */
class Run {
  out = "";
  err = "";
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;

  constructor(
    readonly folder: string,
    env: NodeJS.ProcessEnv,
    ...args: string[]
  ) {
    this.#child = spawn(
      process.execPath,
      ["-r", "tsx/cjs", join(root, "cli/main.ts"), "exercise", "--report", join(folder, "reports"), ...args],
      {
        cwd: root,
        detached: true,
        env: { ...process.env, TMPDIR: folder, ...env },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    this.#child.stdout?.on("data", (text: Buffer) => (this.out += text.toString()));
    this.#child.stderr?.on("data", (text: Buffer) => (this.err += text.toString()));
    this.#ended = once(this.#child, "exit");
  }

  /** Ctrl-C reaches every process of the terminal's group. */
  interrupt(): void {
    process.kill(-(this.#child.pid ?? 0), "SIGINT");
  }

  /** Kills the emulator that it started, as a machine that runs out of memory does. */
  async killEmulator(): Promise<void> {
    const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,args="]);
    const [pid] = stdout
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(([, parent, ...args]) => parent === String(this.#child.pid) && args.includes("launcher"))
      .map(([pid]) => Number(pid));
    assert.ok(pid, stdout);
    process.kill(pid, "SIGKILL");
  }

  async exitCode(): Promise<unknown> {
    return (await this.#ended)[0];
  }

  /** The lines of the stages that have ended. */
  says(text: RegExp): Promise<true> {
    return poll(() => Promise.resolve(text.test(this.out + this.err) ? true : undefined), {
      what: () => `${text.source} in\n${this.err}\n${this.out}`,
      deadline: 120_000,
    });
  }

  /** What is left in its temporary folder, but for Node's cache of compiled code. */
  async leftBehind(): Promise<string[]> {
    return (await readdir(this.folder)).filter((name) => !/^(v8-compile-cache|tsx)-/.test(name));
  }

  kill(): void {
    try {
      process.kill(-(this.#child.pid ?? 0), "SIGKILL");
    } catch {
      // It has ended.
    }
  }
}

describe("the exercise as a person runs it", () => {
  const runs: Run[] = [];
  const startIn = async (env: NodeJS.ProcessEnv, ...args: string[]) => {
    const run = new Run(await mkdtemp(join(tmpdir(), "audit-trail-run-")), env, ...args);
    runs.push(run);
    return run;
  };
  const start = (...args: string[]) => startIn({}, ...args);

  after(async () => {
    for (const run of runs) {
      run.kill();
      await rm(run.folder, { recursive: true, force: true, maxRetries: 5 });
    }
  });

  it("two at the same time do not disturb each other", async () => {
    const both = [await start(), await start()];
    assert.deepEqual(
      await Promise.all(both.map((run) => run.exitCode())),
      [0, 0],
      both.map(({ err }) => err).join(),
    );
    for (const run of both) {
      const { out, folder } = run;
      assert.match(out, /^7\/7 checks passed$/m);
      assert.match(out, /^Mission score: 38\/100$/m);
      assert.deepEqual(await run.leftBehind(), ["reports"]);
      const written = (await readdir(join(folder, "reports"))).map((name) => name.split(".").at(-1));
      assert.deepEqual(written.sort(), ["html", "json", "md"]);
    }
  });

  it("Ctrl-C in the middle of up takes down what was made and leaves no file", async () => {
    const run = await start();
    await run.says(/✓ stack/);
    run.interrupt();
    assert.equal(await run.exitCode(), 130, run.err);
    assert.match(run.err, /SIGINT: cleaning up/);
    assert.match(run.err, /✓ destroy/);
    assert.deepEqual(await run.leftBehind(), []);
  });

  for (const stage of ["stack", "up"]) {
    it(`says that the emulator ended when it does so after "${stage}", and leaves no file`, async () => {
      const run = await start();
      await run.says(new RegExp(`✓ ${stage}`));
      await run.killEmulator();
      const begun = performance.now();
      assert.equal(await run.exitCode(), 1, run.err);
      const seconds = (performance.now() - begun) / 1000;
      assert.ok(seconds < 20, `${seconds} s until its end was noticed\n${run.err}`);
      assert.match(
        run.err,
        /^audit-trail exercise: the emulator ended in the middle of the run \(AWS emulator at \S+\); its last lines:\n\d{4}-\d\d-\d\dT.+ INFO /m,
      );
      assert.doesNotMatch(run.err, /destroy|undo /);
      assert.deepEqual(await run.leftBehind(), []);
    });
  }

  it("Ctrl-C while engine and emulator are brought ends at once, tries no other way and leaves nothing half made", async () => {
    const scratch = await mkdtemp(join(tmpdir(), "audit-trail-installing-"));
    try {
      const script = async (name: string, ...lines: string[]) => {
        await writeFile(join(scratch, name), ["#!/bin/sh", ...lines, ""].join("\n"));
        await chmod(join(scratch, name), 0o755);
      };
      // A Go and a Python that never get done: they make a temporary folder, as the real ones do, and then say so.
      const endless = (name: string) => `mktemp -d && touch ${scratch}/${name}-begun && exec sleep 100`;
      const go = '{"GOVERSION":"go99.0.0","GOTOOLCHAIN":"local","GOPROXY":"off"}';
      await script("go", `[ "$1" = env ] && echo '${go}' && exit`, endless("go"));
      const python = '{"version": "3.13.0", "venv": true, "ensurepip": true}';
      await script("python", `[ "$1" = -c ] && echo '${python}' && exit`, endless("python"));
      const cache = join(scratch, "cache");
      const run = await startIn({
        AUDIT_TRAIL_ENGINE: "build",
        AUDIT_TRAIL_CACHE: cache,
        AUDIT_TRAIL_EMULATOR_PYTHON: "",
        AUDIT_TRAIL_PYTHON: join(scratch, "python"),
        PATH: `${scratch}:${process.env.PATH}`,
      });
      const begin = (name: string) => existsSync(join(scratch, `${name}-begun`));
      await poll(() => Promise.resolve((begin("go") && begin("python")) || undefined), {
        what: () => `both to begin\n${run.err}`,
        deadline: 60_000,
      });
      const begun = performance.now();
      run.interrupt();
      assert.equal(await run.exitCode(), 130, run.err);
      assert.ok(performance.now() - begun < 5_000);
      assert.match(run.err, /^audit-trail exercise: interrupted by SIGINT$/m);
      assert.doesNotMatch(run.err, /could not|failed|No Pulumi engine/);
      assert.deepEqual(await readdir(cache), ["engine"]);
      assert.deepEqual(await readdir(join(cache, "engine")), []);
      assert.deepEqual(await run.leftBehind(), []);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  });

  it("--keep keeps the stack up, says how to talk to it, and takes it down at Ctrl-C", async () => {
    const run = await start("--keep");
    await run.says(/aws s3 ls/);
    const setting = (name: string) => new RegExp(`export ${name}=(\\S+)`).exec(run.out)?.[1] ?? "";
    const client = new CloudTrail({
      endpoint: setting("AWS_ENDPOINT_URL"),
      region: setting("AWS_REGION"),
      credentials: {
        accessKeyId: setting("AWS_ACCESS_KEY_ID"),
        secretAccessKey: setting("AWS_SECRET_ACCESS_KEY"),
      },
      maxAttempts: 1,
    });
    const { Events = [] } = await client.lookupEvents({ MaxResults: 10 });
    assert.equal(Events.length, 10);
    run.interrupt();
    assert.equal(await run.exitCode(), 0, run.err);
    assert.match(run.out, /^7\/7 checks passed$/m);
    await assert.rejects(client.lookupEvents({ MaxResults: 10 }), /ECONNREFUSED/);
    assert.deepEqual(await run.leftBehind(), ["reports"]);
  });
});
