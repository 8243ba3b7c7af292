import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { WholeFile } from "../../../../detective/integrity/evidenceWriter";
import { folderStore } from "../../../../detective/integrity/folderStore";
import { KeyFileError, parseKeyFile } from "../../../../detective/integrity/publicKey";
import { DigestChain, WrittenBucket, keysOf } from "../../../support/digestChain";
import { writtenStore } from "../../../support/writtenStore";
import { validated } from "./validated";

const ACCOUNT = "AWSLogs/111122223333/";
const DAY = `${ACCOUNT}CloudTrail/eu-central-1/2026/03/01/`;
const logName = (time: string) => `111122223333_CloudTrail_eu-central-1_${time}Z_aaaaaaaaaaaaaaaa.json.gz`;

/** What somebody does who can write to the bucket and wants his log file to be believed. */
describe("log files that hide from their proof", () => {
  let bucket: WrittenBucket;
  let chain: DigestChain;

  beforeEach(() => {
    bucket = new WrittenBucket();
    chain = new DigestChain(bucket).hours(5);
  });

  const put = (key: string) =>
    bucket.objects.set(key, { body: gzipSync('{"Records":[{"injected":true}]}'), metadata: {} });
  const kinds = async (...options: Parameters<typeof validated>) => {
    const { summary, findings, unknowns } = await validated(...options);
    return [summary.verdict, ...findings.map(({ kind }) => kind), ...unknowns.map(({ kind }) => kind)];
  };
  const asked = { trails: ["security-trail"] };

  it("are found where a digest of another trail names them that is not CloudTrail's", async () => {
    const hidden = `${DAY}${logName("20260301T1030")}`;
    put(hidden);
    const name = "111122223333_CloudTrail-Digest_eu-central-1_ghost_eu-central-1_20260301T110131Z.json.gz";
    const key = `${ACCOUNT}CloudTrail-Digest/eu-central-1/2026/03/01/${name}`;
    const ghost = (place: string) => {
      const digest = {
        awsAccountId: "111122223333",
        digestStartTime: "2026-03-01T10:01:31Z",
        digestEndTime: "2026-03-01T11:01:31Z",
        digestS3Bucket: bucket.name,
        digestS3Object: place,
        digestPublicKeyFingerprint: "00",
        digestSignatureAlgorithm: "SHA256withRSA",
        logFiles: [{ s3Bucket: bucket.name, s3Object: hidden, hashValue: "00", hashAlgorithm: "SHA-256" }],
      };
      bucket.objects.set(key, { body: gzipSync(JSON.stringify(digest)), metadata: {} });
    };
    ghost("elsewhere");
    assert.deepEqual(await kinds(bucket, keysOf(chain), asked), ["invalid", "log-not-named"]);
    // One that could be proven by a signature that is lost says nothing either way.
    ghost(key);
    assert.deepEqual(await kinds(bucket, keysOf(chain), asked), ["unknown", "no-signature"]);
  });

  it("are found in a Region all of whose digests are gone, also where only one trail is asked for", async () => {
    const other = new DigestChain(bucket, { region: "us-east-1", homeRegion: "eu-central-1" }).hours(5);
    assert.deepEqual(await kinds(bucket, keysOf(chain, other), asked), ["valid"]);
    for (const key of other.digests) bucket.objects.delete(key);
    assert.deepEqual(await kinds(bucket, keysOf(chain, other), asked), ["invalid", "no-digests"]);
  });

  it("are found among another trail's, where neither names them", async () => {
    const other = new DigestChain(bucket, {
      region: "us-east-1",
      homeRegion: "us-east-1",
      trail: "other",
    }).hours(5);
    put(other.logs[0]!.replace(/_[^_]+$/, "_bbbbbbbbbbbbbbbb.json.gz"));
    assert.deepEqual(await kinds(bucket, keysOf(chain, other), asked), ["invalid", "log-not-named"]);
  });

  it("are found by their folder where their name says another time", async () => {
    const since = Date.parse("2026-03-01T09:02:00Z");
    const until = Date.parse("2026-03-01T12:01:31Z");
    for (const [time, range] of [
      ["20250101T1030", { since }],
      ["20270101T1030", { until }],
    ] as const) {
      const key = `${DAY}${logName(time)}`;
      put(key);
      assert.deepEqual(await kinds(bucket, keysOf(chain), range), ["invalid", "log-not-named"], time);
      bucket.objects.delete(key);
    }
    assert.deepEqual(await kinds(bucket, keysOf(chain), { since, until }), ["valid"]);
  });

  it("are found in the last minutes that are asked for", async () => {
    put(`${DAY}${logName("20260301T1150")}`);
    const until = Date.parse("2026-03-01T12:00:00Z");
    assert.deepEqual(await kinds(bucket, keysOf(chain), { until }), ["invalid", "log-not-named"]);
  });

  it("are named where they lie beside the Regions' folders", async () => {
    for (const folder of [
      "CloudTrail/EU-CENTRAL-1/",
      "CloudTrail/",
      "CloudTrail/eu/",
      "cloudtrail/eu-central-1/",
    ]) {
      const key = `${ACCOUNT}${folder}${logName("20260301T1030")}`;
      put(key);
      assert.deepEqual(await kinds(bucket, keysOf(chain)), ["unknown", "unreadable"], folder);
      bucket.objects.delete(key);
    }
    const day = "eu-central-1/2026/03/01/";
    for (const place of [
      "",
      "AWSLogs/",
      ACCOUNT,
      "elsewhere/",
      `${ACCOUNT}CloudTrail-Extra/${day}`,
      `awslogs/111122223333/CloudTrail/${day}`,
      `AWSLogs/O-ABCDEF1234/111122223333/CloudTrail/${day}`,
      `AWSLogs/11112222333/CloudTrail/${day}`,
      `AWSLogs/AWSLogs/111122223333/CloudTrail/${day}`,
    ]) {
      const key = `${place}${logName("20260301T1030")}`;
      put(key);
      assert.deepEqual(await kinds(bucket, keysOf(chain)), ["unknown", "unreadable"], place);
      bucket.objects.delete(key);
    }
    // What others put into the same bucket.
    put(`${ACCOUNT}elasticloadbalancing/${day}x.log.gz`);
    put(`${ACCOUNT}Config/eu-central-1/2026/3/1/ConfigHistory/x.json.gz`);
    put("README.md");
    put(`${ACCOUNT}CloudTrail-Insight/eu-central-1/2026/03/01/x.json.gz`);
    assert.deepEqual(await kinds(bucket, keysOf(chain)), ["valid"]);
  });

  it("of a trail and an account that are asked for are not forgotten for those of others", async () => {
    const trails = ["security-trail", "second"];
    assert.deepEqual(await kinds(bucket, keysOf(chain), { trails }), ["invalid", "no-digests"]);
    const accounts = ["111122223333", "999999999999"];
    assert.deepEqual(await kinds(bucket, keysOf(chain), { accounts }), ["invalid", "no-digests"]);
  });

  it("are no finding where the trail began to log a moment ago, and nothing is proven either", async () => {
    const fresh = new WrittenBucket();
    fresh.objects.set(`${DAY}${logName("20260301T1030")}`, { body: gzipSync("{}"), metadata: {} });
    const began = Date.parse("2026-03-01T10:30:12Z");
    const since = (time: number) => ({ ...asked, fresh: new Map([["eu-central-1", time]]) });
    assert.deepEqual(await kinds(fresh, keysOf(chain), since(began)), ["unknown", "too-early"]);
    assert.deepEqual(await kinds(fresh, keysOf(chain), since(began + 600_000)), ["invalid", "no-digests"]);
    const empty = new WrittenBucket();
    assert.deepEqual(await kinds(empty, keysOf(chain), since(began)), ["unknown", "too-early"]);
    assert.deepEqual(await kinds(bucket, keysOf(chain), since(began)), ["valid"]);
  });

  it("are no gap of a trail that was made later, as far as another one proves that time", async () => {
    const since = Date.parse("2026-03-01T10:01:31Z");
    const start = new Date("2026-03-01T12:01:31Z");
    const later = new DigestChain(bucket, { trail: "later", start }).hours(2);
    assert.deepEqual(await kinds(bucket, keysOf(chain, later), { since }), ["valid"]);
    const alone = new WrittenBucket();
    const only = new DigestChain(alone, { start }).hours(2);
    assert.deepEqual(await kinds(alone, keysOf(only), { since }), ["invalid", "gap"]);
  });

  it("of a trail that ended before another are not missed after the other's newest digest", async () => {
    const live = new DigestChain(bucket, { trail: "live" }).hours(9);
    put(`${DAY}${logName("20260301T1830")}`);
    assert.deepEqual(await kinds(bucket, keysOf(chain, live)), ["valid"]);
  });
});

describe("files of a proof", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "audit-trail-proof-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("a pipe in place of a log file is not waited for", async function () {
    if (spawnSync("mkfifo", [join(folder, "pipe")]).status !== 0) this.skip();
    const store = await folderStore(folder);
    try {
      const hashed = await store.hash("pipe");
      assert.equal(hashed.problem, "unreadable");
      await assert.rejects(store.read("pipe"), /no file but a pipe/);
    } finally {
      await store.close();
    }
  });

  it("evidence is never written over a folder, and is whole", async () => {
    const path = join(folder, "evidence");
    await mkdir(path);
    await assert.rejects(WholeFile.create(path), /it is a folder/);
    const file = await WholeFile.create(join(path, "proof.json"));
    const text = "a\u00e4\u{1f600}".repeat(200_000);
    await file.write(text);
    await file.keep();
    assert.deepEqual(await readdir(path), ["proof.json"]);
    assert.equal(await readFile(join(path, "proof.json"), "utf8"), text);
  });

  it("keys are read behind a byte-order mark, and times that are none are said", () => {
    const key = {
      Region: "eu-central-1",
      Fingerprint: "00",
      Value: "AA==",
      ValidityStartTime: 1,
      ValidityEndTime: 2,
    };
    const file = (end: number) =>
      `\uFEFF${JSON.stringify({ PublicKeyList: [{ ...key, ValidityEndTime: end }] })}`;
    assert.equal(parseKeyFile(file(2)).length, 1);
    assert.throws(
      () => parseKeyFile(file(1e14)),
      (error) =>
        error instanceof KeyFileError && /ValidityEndTime: 100000000000000 is no time/.test(error.message),
    );
  });

  it("what a system puts into any folder of a copy, and what nobody reads, is no log file", async () => {
    const bucket = new WrittenBucket();
    const chain = new DigestChain(bucket).hours(2);
    const copy = join(folder, "opened");
    await bucket.copyTo(copy);
    const day = chain.logs[0]!.slice(0, chain.logs[0]!.lastIndexOf("/"));
    await writeFile(join(copy, day, ".DS_Store"), "x");
    await writeFile(join(copy, day, "._x_CloudTrail_x.json.gz"), "x");
    const { summary } = await validated(bucket, keysOf(chain), { store: await folderStore(copy) });
    assert.equal(summary.verdict, "valid");
  });

  it("a store in memory and one on disk show the same of a level", async () => {
    const bucket = new WrittenBucket();
    for (const key of ["a/x.gz", "a/b/y.gz", "a/c/z.gz"])
      bucket.objects.set(key, { body: Buffer.alloc(1), metadata: {} });
    const copy = join(folder, "level");
    await bucket.copyTo(copy);
    const onDisk = await (await folderStore(copy)).level("a/");
    assert.deepEqual(onDisk, await writtenStore(bucket).level("a/"));
  });
});
