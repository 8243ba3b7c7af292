import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../cli/run";
import { S3Server, refusals, s3Server } from "../../support/s3Server";
import { FakeIo } from "./support/fakeIo";

const KEY =
  "AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/31/111122223333_CloudTrail_us-east-1_20260131T1200Z_x.json.gz";
const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: "loopback",
  AWS_SECRET_ACCESS_KEY: "loopback",
  AWS_REGION: "us-east-1",
};

describe("audit-trail archive pull", () => {
  let s3: S3Server;
  let folder: string;
  const before_ = { ...process.env };

  before(async () => {
    Object.assign(process.env, CREDENTIALS);
    s3 = await s3Server({ logs: { [KEY]: "one", "../up.json": "x" } });
    folder = await mkdtemp(join(tmpdir(), "pull-"));
  });
  after(async () => {
    for (const name of Object.keys(CREDENTIALS)) {
      if (before_[name] === undefined) delete process.env[name];
      else process.env[name] = before_[name];
    }
    await s3.close();
    await rm(folder, { recursive: true });
  });

  async function pull(...args: string[]) {
    const io = new FakeIo({ env: CREDENTIALS });
    const code = await run(["archive", "pull", ...args, "--endpoint", s3.endpoint, "--quiet"], io);
    return { code, output: io.output, errors: io.errors };
  }

  it("mirrors, says what it came to, and ends with 3 where something is missing", async () => {
    const first = await pull("s3://logs/AWSLogs", folder);
    assert.deepEqual(first, {
      code: 0,
      output: `s3://logs/AWSLogs in ${folder}: 1 file fetched (3 B), 0 unchanged.\n`,
      errors: "",
    });
    assert.equal(await readFile(join(folder, KEY), "utf8"), "one");
    const { code, output } = await pull("s3://logs", folder);
    assert.equal(code, 3);
    assert.equal(
      output,
      `s3://logs in ${folder}: 0 files fetched (0 B), 1 unchanged.\n` +
        "INCOMPLETE: 1 object not mirrored:\n" +
        '  s3://logs/../up.json: its key can\'t be a path here: it climbs out of the folder (a part of it is "..").\n',
    );
  });

  it("ends with 1 where an object's content changed, and names the earlier file", async () => {
    s3.buckets
      .get("logs")!
      .put(KEY, { body: Buffer.from("two"), lastModified: new Date("2026-02-01T00:00:00Z") });
    const { code, output } = await pull("s3://logs/AWSLogs/", folder, "--output", "json");
    assert.equal(code, 1);
    const summary = JSON.parse(output) as Record<string, unknown>;
    assert.deepEqual(summary.changed, {
      count: 1,
      first: [{ key: KEY, earlier: `.audit-trail/earlier/${KEY}~2026-01-01T000000000Z` }],
    });
    assert.deepEqual(summary.problems, { count: 0, first: [] });
  });

  it("refuses what is no bucket, and says which key is in the way", async () => {
    assert.match((await pull("./logs", folder)).errors, /"\.\/logs" is no bucket; write s3:\/\/BUCKET/);
    assert.deepEqual((await pull("./logs", folder)).code, 2);
    assert.equal((await pull("s3://none", join(folder, "other"))).code, 2);
    s3.fault = ({ operation }) => (operation === "get" ? refusals.kmsNoResourcePolicy() : undefined);
    const { code, output } = await pull("s3://logs/AWSLogs", join(folder, "sealed"));
    assert.equal(code, 3);
    assert.match(output, /allow kms:Decrypt on \S+:key\/1234abcd\S+, in the key's policy/);
  });
});
