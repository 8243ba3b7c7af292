import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fakeCloudTrail, hang, pageOf } from "../../support/fakeCloudTrail";
import { CommandLine } from "./commandLine";

const root = resolve(__dirname, "../../..");

const record = (n: number, more: object = {}) => ({
  eventVersion: "1.11",
  userIdentity: { type: "IAMUser", userName: "alice", arn: "arn:aws:iam::111122223333:user/alice" },
  eventTime: new Date(Date.UTC(2025, 11, 11, 12) + n * 1000).toISOString().replace(".000Z", "Z"),
  eventSource: "s3.amazonaws.com",
  eventName: "GetObject",
  awsRegion: "us-east-1",
  sourceIPAddress: "198.51.100.7",
  requestParameters: { bucketName: "customer-data", key: `k${n}` },
  eventID: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
  eventType: "AwsApiCall",
  readOnly: true,
  managementEvent: false,
  eventCategory: "Data",
  recipientAccountId: "111122223333",
  ...more,
});

describe("the command as a process", () => {
  let shell: CommandLine;
  let logs: string;

  before(async () => {
    shell = await CommandLine.open();
    logs = join(shell.folder, "logs");
    await mkdir(logs);
    const Records = Array.from({ length: 3000 }, (_, n) => record(n));
    await writeFile(join(logs, "a.json"), JSON.stringify({ Records }));
  });
  after(async () => {
    await shell?.close();
  });

  it("asks log files what it asks the API", async () => {
    const { code, stdout, stderr } = await shell.run(
      `audit-trail lookup --from ${logs} --user alice --max 2 -o csv`,
    );
    assert.equal(code, 0, stderr);
    assert.equal(
      stdout,
      [
        "time,event,who,from,region,outcome,resources,eventIDs",
        "2025-12-11T12:49:59Z,s3:GetObject,alice,198.51.100.7,us-east-1,success,customer-data,00000000-0000-4000-8000-000000002999",
        "2025-12-11T12:49:58Z,s3:GetObject,alice,198.51.100.7,us-east-1,success,customer-data,00000000-0000-4000-8000-000000002998",
        "",
      ].join("\r\n"),
    );
    assert.match(stderr, /^Read: log files in .*: 2 events\.$/m);
  });

  it("a burst on a bucket is found in log files, with exit code 1", async () => {
    const { code, stdout, stderr } = await shell.run(
      `audit-trail bucket customer-data --from ${logs} -o json`,
    );
    const [access, bursts] = JSON.parse(stdout) as [
      { items: { kind: string; calls: number | string }[] },
      { items: { count: number }[] },
    ];
    assert.deepEqual(
      access.items.map(({ kind, calls }) => [kind, calls]),
      [
        ["read", 3000],
        ["write", "unknown"],
      ],
    );
    assert.equal(bursts.items.length, 1);
    assert.equal(code, 1, stderr);
  });

  it("ends quietly when its reader has gone", async () => {
    const { code, stdout, stderr } = await shell.run(
      `{ audit-trail lookup --from ${logs} --max 3000 -o jsonl -q; echo "code $?" >&2; } | head -1`,
    );
    assert.equal(code, 0);
    assert.equal(stdout.split("\n").length, 2);
    assert.equal(stderr, "code 0\n");
  });

  it("draws and colours only on a terminal", async () => {
    const { stdout, stderr } = await shell.run(`audit-trail lookup --from ${logs} --max 3`);
    assert.doesNotMatch(stdout + stderr, /\x1b|\r/);
  });

  it("times are local, with the offset in the title, or in UTC", async () => {
    const line = `audit-trail lookup --from ${logs} --max 1`;
    const local = await shell.run(line, { TZ: "Europe/Berlin" });
    assert.match(local.stdout, /^Time \(UTC\+01:00\) +Event/m);
    assert.match(local.stdout, /^2025-12-11 13:49:59 /m);
    const utc = await shell.run(`${line} --utc`, { TZ: "Europe/Berlin" });
    assert.match(utc.stdout, /^2025-12-11T12:49:59Z /m);
  });

  it("Ctrl-C shows what was read, marked, with exit code 130", async () => {
    const newest = record(0, {
      eventTime: new Date(Date.now() - 60_000).toISOString().replace(/\.\d+Z/, "Z"),
      eventName: "ListUsers",
      managementEvent: true,
      eventCategory: "Management",
    });
    const trail = await fakeCloudTrail(pageOf([newest], "more"), hang);
    try {
      const child = spawn(
        process.execPath,
        [join(root, "bin/audit-trail.mjs"), "lookup", "--max", "9", "-o", "json"],
        {
          env: {
            ...process.env,
            AWS_ENDPOINT_URL: trail.endpoint,
            AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
            AWS_SECRET_ACCESS_KEY: "secret",
            AWS_REGION: "us-east-1",
          },
          stdio: ["ignore", "pipe", "pipe"],
        },
      );
      let [out, err] = ["", ""];
      child.stdout.on("data", (text: Buffer) => (out += text.toString()));
      child.stderr.on("data", (text: Buffer) => (err += text.toString()));
      const ended = once(child, "close");
      while (trail.requests.length < 2) await new Promise((turn) => setTimeout(turn, 20));
      child.kill("SIGINT");
      const [code] = (await ended) as [number];
      assert.equal(code, 130, err);
      const { items, coverage } = JSON.parse(out) as {
        items: { eventID: string }[];
        coverage: { complete: boolean; gaps: { reason: string }[] };
      };
      assert.deepEqual(
        items.map(({ eventID }) => eventID),
        [newest.eventID],
      );
      assert.equal(coverage.complete, false);
      assert.ok(coverage.gaps.some(({ reason }) => reason === "not-read-to-the-end"));
      assert.match(err, /SIGINT: what was found until now follows/);
    } finally {
      await trail.close();
    }
  });

  it("help loads neither the AWS SDK nor Pulumi", async () => {
    const script = `
      const { run } = require(${JSON.stringify(join(root, "cli/run.ts"))});
      const { processIo } = require(${JSON.stringify(join(root, "cli/io.ts"))});
      const quiet = { ...processIo, stdout: Object.assign(new (require("node:stream").PassThrough)(), {}) };
      run(["--help"], quiet).then(() => {
        const loaded = Object.keys(require.cache).filter((name) => /@aws-sdk|@smithy|@pulumi|iam-data/.test(name));
        process.stdout.write(JSON.stringify(loaded));
      });`;
    const { stdout, stderr } = await shell.run(`node -r tsx/cjs -e '${script.replaceAll("'", "'\\''")}'`);
    assert.equal(stdout, "[]", stderr);
  });

  it("a command's help ends in 0, wrong use in 2", async () => {
    assert.equal((await shell.run("audit-trail timeline --help")).code, 0);
    assert.equal((await shell.run("audit-trail timline")).code, 2);
  });
});
