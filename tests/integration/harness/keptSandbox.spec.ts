import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import {
  bringUp,
  endKeptSandbox,
  findKeptSandbox,
  isKept,
  keptStack,
  keptStackFolder,
  nobody,
  openKeptSandbox,
  openSandbox,
  StageLog,
  takeDown,
} from "../../../harness";
import { poll } from "../../../harness/poll";
import program from "../../../index";
import { keepEmulator, findKeptEmulator, stopKeptEmulator } from "../../../sandbox/emulator/keptEmulator";

const run = promisify(execFile);

describe("a sandbox that goes on between commands", () => {
  let state: string;
  let env: NodeJS.ProcessEnv;

  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), "audit-trail-test-"));
    env = { ...process.env, AUDIT_TRAIL_STATE: state, AWS_ENDPOINT_URL: "" };
  });
  afterEach(async () => {
    await endKeptSandbox(env);
    await rm(state, { recursive: true, force: true });
  });

  it("outlives the process that started it, is found by the next, and ends when told", async () => {
    const folder = join(state, "sandbox");
    const module = require.resolve("../../../sandbox/emulator/keptEmulator");
    const script = `require(${JSON.stringify(module)}).keepEmulator(${JSON.stringify(folder)}).then(() => process.exit(0))`;
    await run(process.execPath, ["-r", "tsx/cjs", "-e", script], { env });

    const found = await findKeptEmulator(folder);
    assert.ok(found, "it goes on");
    assert.deepEqual(await keepEmulator(folder), found, "a second start finds it");
    // Whoever can read the record can act as root in the emulator.
    assert.equal((await stat(join(folder, "emulator.json"))).mode & 0o777, 0o600);
    const answer = await fetch(`${found.endpoint}/_localemu/health`);
    assert.equal(answer.status, 200);

    assert.equal(await stopKeptEmulator(folder), true);
    await assert.rejects(fetch(`${found.endpoint}/_localemu/health`));
    assert.equal(await findKeptEmulator(folder), undefined);
    assert.equal(await stopKeptEmulator(folder), false);
  });

  it("keeps a stack that a later process changes and destroys", async () => {
    const first = await openKeptSandbox(new StageLog(nobody), env);
    const folder = await keptStackFolder(first, "lab", env);
    try {
      const config = { trailName: "kept-trail", ephemeral: true };
      const { stack } = await keptStack(first, program, folder, config);
      const outputs = await bringUp(new StageLog(nobody), stack, undefined);
      assert.equal(outputs.trailName, "kept-trail");
    } finally {
      await first.close();
    }
    assert.equal(await isKept(folder), true);

    const { environment } = (await findKeptSandbox(env))!;
    const second = await openSandbox(new StageLog(nobody), { ...env, ...environment });
    const trails = new CloudTrail({ ...second });
    try {
      const names = async () => (await trails.describeTrails({})).trailList?.map(({ Name }) => Name);
      assert.deepEqual(await names(), ["kept-trail"]);
      await takeDown(second, new StageLog(nobody), await keptStack(second, program, folder));
      assert.deepEqual(await names(), []);
    } finally {
      trails.destroy();
      await second.close();
    }
    assert.equal(await isKept(folder), false);
    assert.deepEqual(await readdir(join(state, "sandbox", "stacks")), []);
  });

  it("forgets the stacks of a sandbox that has ended, and keeps those of an account", async () => {
    const first = await openKeptSandbox(new StageLog(nobody), env);
    const folder = await keptStackFolder(first, "lab", env);
    await keptStack(first, program, folder, { trailName: "kept-trail" });
    await first.close();
    const { keeper } = (await findKeptEmulator(join(state, "sandbox")))!;
    process.kill(keeper.pid, "SIGKILL");
    await poll(async () => !(await findKeptSandbox(env)) || undefined, { what: "the end", deadline: 10_000 });
    const account = { accountId: "111122223333", region: "eu-central-1" };
    assert.equal(
      await keptStackFolder(account, "prod", env),
      join(state, "stacks", "111122223333-eu-central-1", "prod"),
    );

    const second = await openKeptSandbox(new StageLog(nobody), env);
    await second.close();
    assert.notEqual(second.endpoint, first.endpoint);
    assert.equal(await isKept(folder), false);
  });

  it("names the file when the record of a stack can't be read, and the command that makes one when there is none", async () => {
    const target = await openKeptSandbox(new StageLog(nobody), env);
    const folder = await keptStackFolder(target, "lab", env);
    try {
      await assert.rejects(keptStack(target, program, folder), /no stack is kept in .*lab; `audit-trail up`/);
      await keptStack(target, program, folder, { trailName: "kept-trail" });
      await writeFile(join(folder, "kept.json"), '{"stackName":');
      await assert.rejects(keptStack(target, program, folder), /kept\.json can't be read: SyntaxError/);
    } finally {
      await target.close();
    }
  });
});
