import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
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
    ...args: string[]
  ) {
    this.#child = spawn(
      process.execPath,
      [
        "-r",
        "tsx/cjs",
        join(root, "cli/main.ts"),
        "exercise",
        "--report",
        join(folder, "reports"),
        ...args,
      ],
      {
        cwd: root,
        detached: true,
        env: { ...process.env, TMPDIR: folder },
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
  const start = async (...args: string[]) => {
    const run = new Run(await mkdtemp(join(tmpdir(), "audit-trail-run-")), ...args);
    runs.push(run);
    return run;
  };

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
      assert.match(out, /^Mission score: 25\/100$/m);
      assert.deepEqual(await run.leftBehind(), ["reports"]);
      const written = (await readdir(join(folder, "reports"))).map((name) => name.split(".").at(-1));
      assert.deepEqual(written.sort(), ["html", "md"]);
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
