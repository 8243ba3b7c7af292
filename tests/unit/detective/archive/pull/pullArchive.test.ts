import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { appendFile, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { S3 } from "@aws-sdk/client-s3";
import { PullOptions, PullSummary, pullArchive } from "../../../../../detective/archive/pull/pullArchive";
import { MemoryBucket, S3Object, S3Server, refusals, s3Server } from "../../../../support/s3Server";

const ACCOUNT = "111122223333";

function key(day: string, { account = ACCOUNT, region = "us-east-1", kind = "CloudTrail", id = "x" } = {}) {
  const time = `${day.replaceAll("/", "")}T1200Z`;
  return `AWSLogs/${account}/${kind}/${region}/${day}/${account}_${kind}_${region}_${time}_${id}.json.gz`;
}

const LOG = key("2026/01/30");
const LATER = key("2026/01/31");
const ELSEWHERE = key("2026/01/31", { region: "eu-west-1" });
const DIGEST = key("2026/01/31", { kind: "CloudTrail-Digest", id: "trail_us-east-1_20260131T130000Z" });
const SIGNATURE = { signature: "ab12", "signature-algorithm": "SHA256withRSA" };
const OBJECTS: Record<string, string | S3Object> = {
  [LOG]: "one",
  [LATER]: "second",
  [ELSEWHERE]: "third",
  [DIGEST]: { body: Buffer.from("digest"), metadata: SIGNATURE },
  "notes.txt": "notes",
};

/** What a lock says of who has it. */
function holder(pid: number, host = hostname(), started?: string): string {
  return JSON.stringify({ pid, host, since: "2026-01-31T12:00:00Z", started });
}

describe("pullArchive", () => {
  let s3: S3Server;
  let client: S3;
  let folder: string;
  let bucket: MemoryBucket;

  before(async () => {
    s3 = await s3Server();
    client = new S3({ ...s3.settings, maxAttempts: 1 });
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "mirror-"));
    holds(OBJECTS);
    s3.fault = () => undefined;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  after(() => s3.close());

  function holds(objects: Record<string, string | S3Object>): void {
    bucket = new MemoryBucket(objects);
    s3.buckets.set("logs", bucket);
  }
  async function pull(options: Partial<PullOptions> = {}): Promise<PullSummary> {
    s3.reset();
    return pullArchive({ client, bucket: "logs", folder, ...options });
  }
  const at = (path: string) => join(folder, path);
  const read = (path: string) => readFileSync(at(path), "utf8");
  /** All files but the mirror's own notes. */
  const files = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .filter((path) => !path.startsWith(".audit-trail/"))
      .sort();
  const gets = () => s3.requests.filter(({ operation }) => operation === "get").map((request) => request.key);
  const short = ({ fetched, unchanged, changed, gone, problems, metadata, stopped }: PullSummary) => ({
    fetched,
    unchanged,
    changed: changed.count,
    gone: gone.count,
    problems: problems.named.map(({ file, reason }) => `${file}: ${reason}`),
    metadata,
    stopped,
  });
  const FINE = { unchanged: 0, changed: 0, gone: 0, problems: [], metadata: 1, stopped: undefined };

  it("mirrors log files and digests under their keys, with their times, and the digests' metadata", async () => {
    const summary = await pull();
    assert.deepEqual(short(summary), { ...FINE, fetched: 4 });
    assert.equal(summary.bytes, 20);
    assert.deepEqual(files(), [DIGEST, ELSEWHERE, LOG, LATER, "object-metadata.json"].sort());
    assert.deepEqual([read(LOG), read(DIGEST)], ["one", "digest"]);
    assert.equal(statSync(at(LOG)).mtime.toISOString(), "2026-01-01T00:00:00.000Z");
    assert.deepEqual(JSON.parse(read("object-metadata.json")), { [DIGEST]: SIGNATURE });
    assert.equal(existsSync(at(".audit-trail/parts")), false);
    assert.equal(existsSync(at(".audit-trail/lock")), false);
  });

  it("fetches what is new or changed the next time, and what is lost or damaged here, and nothing else", async () => {
    await pull();
    assert.deepEqual(short(await pull()), { ...FINE, fetched: 0, unchanged: 4 });
    assert.deepEqual(gets(), []);
    const late = key("2026/01/29");
    bucket.put(late, { body: Buffer.from("late") });
    await rm(at(LATER));
    await appendFile(at(ELSEWHERE), "damaged");
    await utimes(at(LOG), new Date(), new Date());
    const summary = await pull();
    assert.deepEqual(short(summary), { ...FINE, fetched: 4, unchanged: 1, changed: 1 });
    assert.deepEqual(gets().sort(), [late, LATER, ELSEWHERE, LOG].sort());
    assert.deepEqual([read(ELSEWHERE), read(late)], ["third", "late"]);
    const [{ earlier }] = summary.changed.first as [(typeof summary.changed.first)[0]];
    assert.equal(read(earlier), "thirddamaged");
  });

  it("keeps the earlier file of an object that was overwritten, and files that S3 no longer has", async () => {
    await pull();
    bucket.put(LOG, { body: Buffer.from("two"), lastModified: new Date("2026-02-01T00:00:00Z") });
    bucket.delete(LATER);
    const summary = await pull();
    assert.deepEqual(short(summary), { ...FINE, fetched: 1, unchanged: 2, changed: 1, gone: 1 });
    assert.deepEqual(summary.gone.first, [LATER]);
    assert.deepEqual(summary.changed.first, [
      { key: LOG, earlier: `.audit-trail/earlier/${LOG}~2026-01-01T000000000Z` },
    ]);
    assert.deepEqual(
      [read(LOG), read(LATER), read(summary.changed.first[0]!.earlier)],
      ["two", "second", "one"],
    );
    // Written again as it was: re-encrypted, for example.
    bucket.put(LOG, { body: Buffer.from("two"), lastModified: new Date("2026-03-01T00:00:00Z") });
    assert.deepEqual(short(await pull()), { ...FINE, fetched: 1, unchanged: 2, gone: 1 });
  });

  it("takes only what is asked for, and takes nothing else for gone", async () => {
    await pull({ digests: false, regions: ["eu-west-1"] });
    assert.deepEqual(files(), [ELSEWHERE]);
    await pull({ startTime: new Date("2026-02-01T00:00:00Z"), accounts: [ACCOUNT] });
    assert.deepEqual(files(), [DIGEST, ELSEWHERE, LATER, "object-metadata.json"].sort());
    bucket.delete(ELSEWHERE);
    assert.equal((await pull({ regions: ["us-east-1"] })).gone.count, 0);
    assert.equal((await pull({ prefix: `AWSLogs/${ACCOUNT}/CloudTrail/us-east-1` })).gone.count, 0);
    assert.equal((await pull()).gone.count, 1);
  });

  it("keeps in object-metadata.json what was there", async () => {
    const other = { "AWSLogs/a": SIGNATURE, __proto__: 1, "AWSLogs/zzz": { signature: "zz" } };
    await writeFile(at("object-metadata.json"), JSON.stringify({ ...other, [DIGEST]: { signature: "old" } }));
    assert.equal((await pull()).metadata, 3);
    const wanted = { "AWSLogs/a": SIGNATURE, [DIGEST]: SIGNATURE, "AWSLogs/zzz": { signature: "zz" } };
    assert.deepEqual(JSON.parse(read("object-metadata.json")), wanted);
    await pull();
    assert.deepEqual(JSON.parse(read("object-metadata.json")), wanted);
    await writeFile(at("object-metadata.json"), "{oops");
    const summary = await pull();
    assert.match(summary.stopped!, /object-metadata\.json: it is no JSON .*; move it away and pull again/);
    assert.equal(read("object-metadata.json"), "{oops");
  });

  it("refuses by name what can't be a path, and goes on", async () => {
    const hostile: [string, RegExp][] = [
      ["../up.json", /climbs out of the folder/],
      ["a/../../up.json", /climbs out of the folder/],
      ["/etc/x.json", /begins with a slash/],
      ["a//b.json", /a part of it is empty/],
      ["a/./b.json", /a part of it is empty or "\."/],
      ["a\\..\\b.json", /backslash/],
      ["a/\u001b[2J.json", /control characters/],
      [`a/${"n".repeat(300)}.json`, /longer than 255 bytes/],
      [".audit-trail/bucket.json", /its own notes/],
      ["object-metadata.json", /its own notes/],
      [`${LOG}/inside.json`, /a file stands where a folder/],
    ];
    holds({ ...OBJECTS, ...Object.fromEntries(hostile.map(([name]) => [name, "x"])), "__proto__.json": "p" });
    const summary = await pull();
    assert.equal(summary.problems.length, hostile.length);
    for (const [name, why] of hostile) {
      const problem = summary.problems.named.find(({ file }) => file === `s3://logs/${name}`);
      assert.match(problem?.reason ?? "not named", why, name);
    }
    assert.deepEqual(
      files(),
      [DIGEST, ELSEWHERE, LOG, LATER, "__proto__.json", "object-metadata.json"].sort(),
    );
    assert.equal(existsSync(join(dirname(folder), "up.json")), false);
  });

  it("does not write through a link that leads out of the mirror", async () => {
    const outside = await mkdtemp(join(tmpdir(), "outside-"));
    try {
      await mkdir(at(`AWSLogs/${ACCOUNT}`), { recursive: true });
      await symlink(outside, at(`AWSLogs/${ACCOUNT}/CloudTrail`));
      const summary = await pull();
      assert.equal(summary.problems.length, 3);
      assert.match(summary.problems.named[0]!.reason, /is a link that leads out of the mirror/);
      assert.deepEqual(
        readdirSync(outside, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()),
        [],
      );
    } finally {
      await rm(outside, { recursive: true });
    }
  });

  it("gets the rest of a body that breaks off, and names what can't be read", async () => {
    const long = Buffer.alloc(300_000, "l");
    bucket.put(LATER, { body: long });
    s3.fault = ({ operation, key: of, time, range }) => {
      if (operation !== "get") return undefined;
      if (of === LOG) return refusals.kmsDisabled();
      return of === LATER && time === 1 && range === undefined ? { breakAfter: 100_000 } : undefined;
    };
    const summary = await pull();
    assert.deepEqual({ ...short(summary), problems: 1 }, { ...FINE, fetched: 3, problems: 1 });
    assert.match(summary.problems.named[0]!.reason, /its encryption key can't be used: .* is disabled/);
    assert.ok(readFileSync(at(LATER)).equals(long));
    assert.equal(existsSync(at(LOG)), false);
    s3.fault = () => undefined;
    assert.deepEqual(short(await pull()), { ...FINE, fetched: 1, unchanged: 3 });
  });

  it("stays usable when it is interrupted, and goes on from there", async () => {
    const keys = Array.from({ length: 200 }, (_, at) =>
      key("2026/01/15", { id: String(at).padStart(4, "0") }),
    );
    holds({ ...OBJECTS, ...Object.fromEntries(keys.map((each) => [each, each])) });
    const stop = new AbortController();
    const summary = await pull({
      signal: stop.signal,
      onProgress: ({ fetched }) => fetched === 60 && stop.abort(new Error("interrupted by SIGINT")),
    });
    assert.equal(summary.stopped, "interrupted");
    assert.deepEqual(summary.problems.named, []);
    const there = files().filter((path) => path.startsWith("AWSLogs/"));
    assert.ok(there.length >= 60 && there.length < 204, `${there.length} files`);
    for (const path of there.filter((each) => keys.includes(each))) assert.equal(read(path), path);
    assert.equal(existsSync(at(".audit-trail/parts")), false);
    const rest = await pull();
    assert.equal(rest.fetched + rest.unchanged, 204);
    assert.ok(rest.fetched <= 204 - summary.fetched, `${rest.fetched} fetched again`);
  });

  it("takes up what a killed pull left: its notes without their end, parts, a lock", async () => {
    await pull();
    const line = JSON.stringify({ key: LOG, size: 3, etag: "other" });
    await mkdir(at(".audit-trail/parts"));
    await Promise.all([
      writeFile(at(".audit-trail/running.jsonl"), `${line}\n{"key":"AWSLogs/cut`),
      writeFile(at(".audit-trail/parts/7"), "half"),
      // No process has such a number.
      writeFile(at(".audit-trail/lock"), holder(99999999)),
      rm(at("object-metadata.json")),
    ]);
    const summary = await pull();
    assert.deepEqual(short(summary), { ...FINE, fetched: 1, unchanged: 3 });
    assert.deepEqual(gets(), [LOG]);
    assert.deepEqual(JSON.parse(read("object-metadata.json")), { [DIGEST]: SIGNATURE });
    const lock = at(".audit-trail/lock");
    await writeFile(lock, holder(process.ppid));
    await assert.rejects(
      pull(),
      new RegExp(`QueryError: .*process ${process.ppid} on .* writes to this mirror since 2026`),
    );
    await writeFile(lock, holder(1, "elsewhere"));
    await assert.rejects(pull(), /process 1 on elsewhere writes to this mirror/);
    // Whoever made it has not written its name yet, or never will.
    await writeFile(lock, "");
    await assert.rejects(pull(), /another process writes to this mirror; wait/);
    await utimes(lock, 1, 1);
    assert.equal((await pull()).problems.length, 0);
    // In a container the next process may have the number of the one that was killed.
    await writeFile(lock, holder(process.pid));
    assert.equal((await pull()).problems.length, 0);
    if (process.platform === "linux") {
      await writeFile(lock, holder(process.ppid, hostname(), "1"));
      assert.equal((await pull()).problems.length, 0, "its number is another process's now");
    }
  });

  it("fetches a digest that it has without knowing its metadata", async () => {
    await pull();
    await rm(at(".audit-trail"), { recursive: true });
    await rm(at("object-metadata.json"));
    assert.deepEqual(short(await pull()), { ...FINE, fetched: 1, unchanged: 3 });
    assert.deepEqual(gets(), [DIGEST]);
  });

  it("ends when the credentials do, with what it has", async () => {
    let gotten = 0;
    s3.fault = ({ operation }) =>
      operation === "get" && ++gotten > 2
        ? { status: 400, code: "ExpiredToken", message: "The provided token has expired." }
        : undefined;
    const summary = await pull();
    assert.match(summary.stopped!, /The credentials have expired/);
    assert.equal(summary.fetched, 2);
    s3.fault = () => undefined;
    assert.deepEqual(short(await pull()), { ...FINE, fetched: 2, unchanged: 2 });
  });

  it("names a part that can't be listed, and takes nothing of it for gone", async () => {
    await pull();
    s3.fault = ({ operation, key: prefix }) =>
      operation === "list" && prefix.endsWith("eu-west-1/") ? refusals.accessDenied : undefined;
    const summary = await pull();
    assert.deepEqual([summary.problems.length, summary.gone.count, summary.unchanged], [1, 0, 3]);
  });

  it("refuses a folder that is another bucket's mirror, one that can't be written, and no bucket", async () => {
    await pull();
    s3.buckets.set("others", new MemoryBucket(OBJECTS));
    await assert.rejects(
      pull({ bucket: "others" }),
      /this folder is a mirror of s3:\/\/logs; give s3:\/\/others/,
    );
    await writeFile(at("file"), "");
    await assert.rejects(pull({ folder: at("file") }), /QueryError: .*a file stands where a folder/);
    await assert.rejects(pull({ bucket: "" }), /the name is empty/);
    await assert.rejects(pull({ bucket: "none", folder: at("none") }), /there is no such bucket/);
  });
});
