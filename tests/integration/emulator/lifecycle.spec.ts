import { IAMClient, ListUsersCommand } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { emulatorInUse } from "../../../sandbox/emulator/emulatorInUse";
import { startEmulator } from "../../../sandbox/emulator/startEmulator";
import { SetupError } from "../../../sandbox/setupError";
import { config, eventually, sharedEmulator } from "./support";

describe("emulator: start, life and end", () => {
  const emulator = sharedEmulator();

  it("is reachable on the loopback interface only", async () => {
    const port = new URL(emulator().endpoint).port;
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4")
      .map(({ address }) => address);
    // A machine may have no address but loopback's; what listens on every address answers on this one, too.
    for (const address of [...outside, "127.0.0.2"]) {
      await assert.rejects(fetch(`http://${address}:${port}/_localemu/health`), address);
    }
    assert.equal((await fetch(`http://127.0.0.1:${port}/_localemu/health`)).status, 200);
  });

  it("does not reach out itself", async () => {
    const sns = new SNSClient(config(emulator()));
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "outward" }));
    const subscribe = (Endpoint: string) =>
      sns.send(new SubscribeCommand({ TopicArn, Protocol: "http", Endpoint }));
    await subscribe("http://192.0.2.1/hook").catch(() => undefined);
    await subscribe("http://example.com/hook").catch(() => undefined);
    await eventually("the refusals in the log", () => {
      const log = emulator().recentLog();
      const refused =
        log.includes("refused a connection to 192.0.2.1") && log.includes("refused to look up example.com");
      return Promise.resolve(refused || undefined);
    });
  });

  it("does not disturb another one", async () => {
    const other = await startEmulator({ warmUp: false });
    try {
      const [mine, theirs] = [new S3Client(config(emulator())), new S3Client(config(other))];
      const object = { Bucket: "the-same-name", Key: "key" };
      for (const [client, Body] of [
        [mine, "mine"],
        [theirs, "theirs"],
      ] as const) {
        await client.send(new CreateBucketCommand({ Bucket: object.Bucket }));
        await client.send(new PutObjectCommand({ ...object, Body }));
      }
      assert.equal(await (await mine.send(new GetObjectCommand(object))).Body?.transformToString(), "mine");
      await other.stop();
      assert.equal(await (await mine.send(new GetObjectCommand(object))).Body?.transformToString(), "mine");
      assert.equal(other.alive(), false);
      assert.equal(existsSync(other.folder ?? ""), false);
    } finally {
      await other.stop();
    }
  });

  it("names a port that is taken, with the way out", async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as { port: number };
    try {
      await assert.rejects(startEmulator({ port }), (error: SetupError) => {
        assert.equal(error.problem, `port ${port} is already in use`);
        assert.match(error.wayOut, new RegExp(`AWS_ENDPOINT_URL=http://127.0.0.1:${port}$`));
        return true;
      });
    } finally {
      await new Promise((done) => server.close(done));
    }
  });

  it("tells its last lines when it ends before it is ready", async () => {
    await assert.rejects(
      startEmulator({ env: { AUDIT_TRAIL_EMULATOR_PORT: "no port" } }),
      (error: SetupError) => {
        assert.match(
          error.problem,
          /^the emulator ended before it was ready \(exit code 1\); its last lines:\n/,
        );
        assert.match(error.problem, /invalid literal for int\(\) with base 10: 'no port'/);
        return true;
      },
    );
  });

  it("still has its last lines when it died in the middle", async () => {
    const dying = await startEmulator();
    await new IAMClient(config(dying)).send(new ListUsersCommand({}));
    assert.equal(dying.alive(), true);
    process.kill(dying.pid ?? 0, "SIGKILL");
    await eventually("the end to be noticed", () => Promise.resolve(dying.alive() ? undefined : true));
    assert.match(dying.recentLog(), /AWS iam\.ListUsers => 200$/m);
    await dying.stop();
  });

  it("ends when the process that started it is killed, and leaves nothing", async () => {
    const program = `
      const { startEmulator } = require(${JSON.stringify(join(__dirname, "../../../sandbox/emulator/startEmulator"))});
      startEmulator().then(({ pid, folder }) => console.log(JSON.stringify({ pid, folder })));
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["-r", "tsx/cjs", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const line = await new Promise<string>((done) =>
      createInterface({ input: parent.stdout }).once("line", done),
    );
    const { pid, folder } = JSON.parse(line) as { pid: number; folder: string };
    assert.equal(runs(pid), true);
    parent.kill("SIGKILL");
    await eventually("the emulator to end", () => Promise.resolve(runs(pid) ? undefined : true));
    assert.equal(existsSync(folder), false);
  });

  it("refuses a Python without the pinned version, by name", async () => {
    const before = process.env.AUDIT_TRAIL_EMULATOR_PYTHON;
    process.env.AUDIT_TRAIL_EMULATOR_PYTHON = "python3";
    try {
      await assert.rejects(startEmulator(), (error: SetupError) => {
        assert.match(
          error.problem,
          /^the emulator at python3 is not the one .*localemu 1\.3\.2 is needed, found none$/,
        );
        return true;
      });
    } finally {
      if (before === undefined) delete process.env.AUDIT_TRAIL_EMULATOR_PYTHON;
      else process.env.AUDIT_TRAIL_EMULATOR_PYTHON = before;
    }
  });

  describe("one that already runs", () => {
    it("is used when AWS_ENDPOINT_URL names it, and never stopped", async () => {
      const found = await emulatorInUse({
        AWS_ENDPOINT_URL: emulator().endpoint,
        AWS_REGION: "eu-west-1",
        AWS_ACCESS_KEY_ID: emulator().rootCredentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: "any",
      });
      assert.equal(found?.accountId, "000000000000");
      assert.equal(found?.region, "eu-west-1");
      await found?.stop();
      await new S3Client(config(found)).send(new ListBucketsCommand({}));
    });

    it("is not looked for without AWS_ENDPOINT_URL", async () => {
      assert.equal(await emulatorInUse({}), undefined);
    });

    it("that does not answer is an error with the way out", async () => {
      await assert.rejects(emulatorInUse({ AWS_ENDPOINT_URL: "http://127.0.0.1:9" }), (error: SetupError) => {
        assert.match(
          error.problem,
          /^AWS_ENDPOINT_URL is http:\/\/127\.0\.0\.1:9, but nothing there says who calls it/,
        );
        assert.match(error.wayOut, /unset AWS_ENDPOINT_URL/);
        return true;
      });
    });
  });
});

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
