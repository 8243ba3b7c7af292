import assert from "node:assert/strict";
import { S3 } from "@aws-sdk/client-s3";
import { BucketReader } from "../../../../detective/sources/bucketReader";
import { compareKeys } from "../../../../detective/sources/compareKeys";
import { Listed, listLogObjects } from "../../../../detective/sources/listLogObjects";
import { LogScope } from "../../../../detective/sources/logScope";
import { MemoryBucket, S3Bucket, S3Server, refusals, s3Server } from "../../../support/s3Server";

const ACCOUNT = "111122223333";

/** A day's files of a Region. */
function day(
  day: string,
  count: number,
  { account = ACCOUNT, region = "us-east-1", kind = "CloudTrail" } = {},
) {
  const [folder, date] = [`AWSLogs/${account}/${kind}/${region}/${day}/`, day.replaceAll("/", "")];
  return Array.from({ length: count }, (_, index) => {
    const time = `${String(Math.floor(index / 60) % 24).padStart(2, "0")}${String(index % 60).padStart(2, "0")}`;
    return `${folder}${account}_${kind}_${region}_${date}T${time}Z_${String(index).padStart(8, "0")}.json.gz`;
  });
}

const bucketOf = (keys: readonly string[]) =>
  new MemoryBucket(Object.fromEntries(keys.map((key) => [key, "x"])));

describe("listLogObjects", () => {
  let s3: S3Server;
  let client: S3;
  before(async () => {
    s3 = await s3Server();
    client = new S3({ ...s3.settings, maxAttempts: 1 });
  });
  beforeEach(() => {
    s3.reset();
    s3.fault = () => undefined;
    s3.delayMs = 0;
    s3.mostKeys = 20;
  });
  after(() => s3.close());

  async function list(
    bucket: S3Bucket,
    { prefix = "", from, to }: { prefix?: string; from?: string; to?: string } = {},
  ) {
    s3.buckets.set("logs", bucket);
    const scope = new LogScope(
      { ...(from && { startTime: new Date(from) }), ...(to && { endTime: new Date(to) }) },
      {},
    );
    const problems: Listed["problems"] & { file: string; reason: string }[] = [];
    const listed: Listed = { objects: 0, requests: 0, problems };
    const keys: string[] = [];
    let largest = 0;
    for await (const batch of listLogObjects(
      new BucketReader(client, "logs", { clock: { now: () => 0, sleep: () => Promise.resolve() } }),
      prefix,
      scope,
      listed,
      {
        manyFolders: 40,
      },
    )) {
      largest = Math.max(largest, batch.length);
      for (const { key } of batch) keys.push(key);
    }
    return { keys, listed, largest, problems };
  }

  it("goes through a busy Region by months and days side by side, and hands keys out in their order", async () => {
    const keys = [
      ...day("2025/12/31", 8),
      ...day("2026/01/01", 30),
      ...["2026/01/02", "2026/01/03", "2026/01/04", "2026/01/05"].flatMap((each) => day(each, 18)),
      ...day("2026/02/01", 42),
      ...day("2026/02/01", 3, { region: "eu-west-1" }),
      ...day("2026/02/01", 100, { kind: "CloudTrail-Digest" }),
      "AWSLogs/notes.json",
    ];
    s3.delayMs = 3;
    const { keys: found, listed, largest } = await list(bucketOf(keys));
    const wanted = keys.filter((key) => !key.includes("Digest")).sort(compareKeys);
    assert.deepEqual(found, wanted);
    assert.ok(largest <= 20);
    assert.equal(listed.objects < wanted.length + 22, true, `${listed.objects} were named`);
    assert.ok(s3.highest >= 3, `${s3.highest} at a time`);
    assert.ok(s3.counts.list <= 32, `${s3.counts.list} requests`);
  });

  it("asks for what lies in the window and nothing else", async () => {
    const days = ["2026/01/01", "2026/01/10", "2026/01/20", "2026/02/10", "2026/03/01"];
    const bucket = bucketOf(days.flatMap((each) => day(each, 24)));
    const { keys } = await list(bucket, { from: "2026-01-20T00:00:00Z", to: "2026-02-09T23:59:59Z" });
    assert.deepEqual(keys, [...day("2026/01/20", 24), ...day("2026/02/10", 24)]);
    const asked = s3.requests.map(
      ({ key, query }) => key + (query.get("start-after")?.slice(key.length) ?? ""),
    );
    assert.ok(!asked.some((each) => /2026\/01\/10|2026\/03/.test(each)), asked.join("\n"));
  });

  it("lists a folder of very many folders that are no accounts in one row, with bounded memory", async () => {
    const COUNT = 600;
    const all = Array.from({ length: COUNT }, (_, at) => `f${String(at).padStart(4, "0")}/x.json`);
    const bucket = bucketOf(all);
    const { keys, listed } = await list(bucket);
    assert.deepEqual(keys, all);
    // Pages of 20: two of folders, a request for each of those, and the rest in a row.
    assert.equal(s3.counts.list, 2 + 40 + (COUNT - 40) / 20);
    assert.equal(listed.requests, s3.counts.list);
  });

  it("says how much was looked at where nothing is a log file", async () => {
    const bucket = bucketOf(["a.txt", "b/c.pdf"]);
    await assert.rejects(
      list(bucket),
      /s3:\/\/logs\/: no log file is there \(of 2 objects none is named as one\)/,
    );
  });

  it("names a part that can't be listed, and lists the others", async () => {
    s3.fault = ({ key }) => (key.endsWith("eu-west-1/") ? refusals.accessDenied : undefined);
    const bucket = bucketOf([
      ...day("2026/01/01", 3),
      ...day("2026/01/01", 3, { region: "eu-west-1" }),
      ...day("2026/01/01", 3, { region: "ap-south-1" }),
    ]);
    const { keys, problems } = await list(bucket, { prefix: "AWSLogs/" });
    assert.equal(keys.length, 6);
    assert.deepEqual(problems, [
      {
        file: `s3://logs/AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/`,
        reason:
          "could not be listed to the end: no permission to list the bucket: allow s3:ListBucket on logs",
        region: "eu-west-1",
      },
    ]);
  });

  it("is patient where S3 asks for fewer requests", async () => {
    s3.fault = ({ time }) => (time === 1 ? refusals.slowDown : undefined);
    const { keys, problems } = await list(bucketOf(day("2026/01/01", 3)), { prefix: `AWSLogs/${ACCOUNT}/` });
    assert.deepEqual([keys.length, problems], [3, []]);
  });
});

describe("compareKeys", () => {
  it("compares as UTF-8 does", () => {
    const keys = [
      "",
      "a",
      "a/",
      "a/b",
      "b",
      "\u00e9",
      "\u4e2d",
      "\ue000",
      "\ufffd",
      "\u{1f600}",
      "\u{1f600}a",
    ];
    for (const left of keys)
      for (const right of keys) {
        const [mine, bytes] = [
          compareKeys(left, right),
          Buffer.compare(Buffer.from(left), Buffer.from(right)),
        ];
        assert.equal(Math.sign(mine), bytes, JSON.stringify([left, right]));
      }
  });
});
