import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { LogVerdict } from "../../../../detective/integrity/evidence";
import { ResumeState } from "../../../../detective/integrity/resumeState";
import { DigestChain, WrittenBucket, keysOf, sha256 } from "../../../support/digestChain";
import { keyList, signingKey } from "../../../support/digestKeys";
import { writtenStore } from "../../../support/writtenStore";
import { validated } from "./validated";

const HOUR_MS = 3_600_000;

describe("an archive's proof", () => {
  it("holds for every form that a chain has", async () => {
    const bucket = new WrittenBucket();
    const [first, second] = [signingKey("eu-central-1"), signingKey("eu-central-1", 1, { form: "spki" })];
    // Empty hours, a key that takes over, a digest that comes later, a final digest and a new beginning at once.
    const chain = new DigestChain(bucket, { key: first }).hours(3).hours(2, 0).rotate(second).hours(3);
    const late = chain.deliver(10, { named: false });
    const hour = { start: chain.time, end: chain.time + HOUR_MS };
    chain.hour();
    chain.backfill(hour, [late], new Date(chain.time + 40 * HOUR_MS));
    chain.stop(30).hours(2);
    // Another trail to the same place, other accounts, an organization, a prefix.
    const others = [
      { trail: "data_events.trail-2" },
      { account: "444455556666" },
      { account: "444455556666", organization: "o-abcdef1234", prefix: "logs/of/all/" },
      { region: "us-gov-west-1", homeRegion: "us-gov-east-1" },
    ].map((options) => new DigestChain(bucket, options).hours(4));
    const { summary, findings, unknowns, digests, logs } = await validated(bucket, keysOf(chain, ...others), {
      reaches: { time: chain.begin.getTime() + 4 * HOUR_MS, why: "so it is" },
    });
    assert.deepEqual([summary.verdict, findings, unknowns], ["valid", [], []]);
    assert.deepEqual(
      summary.chains.map(({ account, region, trail, organization, prefix, digests: { valid }, logs: of }) =>
        [account, region, trail, organization, prefix, valid, of.valid].join(" "),
      ),
      [
        "111122223333 eu-central-1 data_events.trail-2   4 8",
        "111122223333 eu-central-1 security-trail   13 19",
        "111122223333 us-gov-west-1 security-trail   4 8",
        "444455556666 eu-central-1 security-trail   4 8",
        "444455556666 eu-central-1 security-trail o-abcdef1234 logs/of/all/ 4 8",
      ],
    );
    assert.equal(digests.filter(({ backfill }) => backfill).length, 1);
    assert.ok(logs.every(({ verdict, expected, actual }) => verdict === "valid" && expected === actual));
    assert.deepEqual(
      summary.keys
        .map(({ Region, Fingerprint }) => [Region, Fingerprint])
        .slice(0, 2)
        .sort(),
      [
        ["eu-central-1", first.fingerprint],
        ["eu-central-1", second.fingerprint],
      ].sort(),
    );
  });

  it("is the chain's where the copy lost its metadata, for all but the newest digest", async () => {
    const bucket = new WrittenBucket();
    const chain = new DigestChain(bucket).hours(5);
    const { summary, digests, logs, unknowns } = await validated(bucket, keysOf(chain), {
      store: writtenStore(bucket, { lost: true }),
    });
    assert.equal(summary.verdict, "unknown");
    assert.deepEqual(
      digests.map(({ verdict, provenBy, signatureFrom }) => [verdict, provenBy, signatureFrom]),
      [
        ...Array.from({ length: 4 }, () => ["valid", "signature", "next-digest"]),
        ["unknown", undefined, undefined],
      ],
    );
    assert.deepEqual(
      logs.map(({ verdict }) => verdict),
      [...Array.from({ length: 8 }, () => "valid"), "unknown", "unknown"],
    );
    assert.deepEqual(
      unknowns.map(({ kind, key }) => [kind, key]),
      [["no-signature", chain.digests.at(-1)]],
    );
  });

  it("is unknown without keys, never valid; a log file that is not as it was is found all the same", async () => {
    const bucket = new WrittenBucket();
    const chain = new DigestChain(bucket).hours(2);
    const none = await validated(bucket, { PublicKeyList: [] });
    assert.deepEqual([none.summary.verdict, none.findings], ["unknown", []]);
    assert.ok(none.logs.every(({ verdict }) => verdict === "unknown"));
    bucket.objects.delete(chain.logs[1]!);
    const gone = await validated(bucket, { PublicKeyList: [] });
    assert.deepEqual(
      [gone.summary.verdict, gone.findings.map(({ kind, key }) => [kind, key])],
      ["invalid", [["log-missing", chain.logs[1]]]],
    );
  });

  it("tells a key that is not listed from one that nobody was asked for", async () => {
    const bucket = new WrittenBucket();
    const chain = new DigestChain(bucket, { key: signingKey("eu-central-1", 1) }).hours(1);
    const other = (from: string, to: string) =>
      keyList([signingKey("eu-central-1", 0, { from: new Date(from), to: new Date(to) })]);
    const covered = await validated(bucket, other("2026-02-20", "2026-03-20"));
    assert.deepEqual(
      covered.findings.map(({ kind, key }) => [kind, key]),
      [["digest-key-unknown", chain.digests[0]]],
    );
    const elsewhen = await validated(bucket, other("2025-02-20", "2025-03-20"));
    assert.deepEqual([elsewhen.findings, elsewhen.unknowns.map(({ kind }) => kind)], [[], ["no-keys"]]);
    // With a key that can't be read nothing can be told either.
    const broken = keysOf(chain);
    broken.PublicKeyList[0]!["Value"] = Buffer.from("no key").toString("base64");
    const unread = await validated(bucket, broken);
    assert.deepEqual([unread.findings, unread.unknowns.map(({ kind }) => kind)], [[], ["no-keys"]]);
  });

  it("tells log files that no digest names by when they came", async () => {
    const bucket = new WrittenBucket();
    const chain = new DigestChain(bucket);
    const early = chain.deliver(30, { named: false });
    chain.pass(1).hours(3);
    const put = chain.logs[2]!.replace(/_[0-9a-f]{16}\./, "_0123456789abcdef.");
    bucket.objects.set(put, { body: gzipSync("{}"), metadata: {} });
    const fresh = chain.deliver(12, { named: false });
    const { summary, findings, logs } = await validated(bucket, keysOf(chain));
    const verdicts = new Map(logs.map(({ key, verdict }) => [key, verdict] as [string, LogVerdict]));
    assert.deepEqual(
      [early, put, fresh].map((key) => verdicts.get(key)),
      ["not-covered", "not-named", "not-yet-covered"],
    );
    assert.deepEqual(findings.map(({ kind, key }) => [kind, key]).sort(), [
      ["log-not-named", put],
      ["logs-before-validation", undefined],
    ]);
    assert.deepEqual(
      summary.places.map(({ notNamed, notYetCovered, notCovered }) => [notNamed, notYetCovered, notCovered]),
      [[1, 1, 1]],
    );
    const later = await validated(bucket, keysOf(chain), { since: chain.begin.getTime() + HOUR_MS });
    assert.deepEqual(
      later.findings.map(({ kind }) => kind),
      ["log-not-named"],
    );
  });

  it("reads only what was asked for", async () => {
    const bucket = new WrittenBucket();
    const chain = new DigestChain(bucket).hours(72, 1);
    const other = new DigestChain(bucket, { account: "444455556666" }).hours(72, 1);
    const all = writtenStore(bucket);
    const read: string[] = [];
    const store = { ...all, read: (key: string) => (read.push(key), all.read(key)) };
    const since = chain.begin.getTime() + 30 * HOUR_MS;
    const until = chain.begin.getTime() + 36 * HOUR_MS;
    const { summary } = await validated(bucket, keysOf(chain, other), {
      store,
      since,
      until,
      accounts: ["111122223333"],
    });
    assert.equal(summary.verdict, "valid");
    assert.deepEqual(
      summary.chains.map(({ from, to, digests }) => [from, to, digests.valid]),
      // Two more than asked for: they name what came in the last minutes.
      [["2026-03-02T15:01:31Z", "2026-03-02T23:01:31Z", 8]],
    );
    assert.equal(read.length, 16);
    const wider = await validated(bucket, keysOf(chain, other), { since: since - 60 * HOUR_MS, until });
    assert.deepEqual(
      wider.findings.map(({ kind, from }) => [kind, from]),
      [
        ["gap", "2026-02-28T03:01:31Z"],
        ["gap", "2026-02-28T03:01:31Z"],
      ],
    );
    const afterwards = await validated(bucket, keysOf(chain), { since: chain.time + 5 * HOUR_MS });
    assert.deepEqual(
      afterwards.findings.map(({ kind }) => kind),
      ["no-digests", "no-digests"],
    );
  });

  it("hashes a log file once, however often it is interrupted", async () => {
    const bucket = new WrittenBucket();
    const chain = new DigestChain(bucket).hours(3);
    const folder = await mkdtemp(join(tmpdir(), "audit-trail-resume-"));
    try {
      const read: string[] = [];
      const all = writtenStore(bucket);
      const stop = new AbortController();
      const round = async () => {
        const resume = await ResumeState.open(join(folder, "state"), "here");
        const store = {
          ...all,
          concurrency: 1,
          read(key: string) {
            read.push(key);
            if (key === chain.logs[3]) stop.abort();
            return all.read(key);
          },
        };
        try {
          return await validated(bucket, keysOf(chain), { store, resume, signal: stop.signal });
        } finally {
          await resume.close();
        }
      };
      await assert.rejects(round(), { name: "AbortError" });
      assert.deepEqual(
        read.filter((key) => chain.logs.includes(key)),
        chain.logs.slice(0, 4),
      );
      read.length = 0;
      Object.defineProperty(stop, "signal", { value: new AbortController().signal });
      assert.equal((await round()).summary.verdict, "valid");
      assert.deepEqual(
        read.filter((key) => chain.logs.includes(key)),
        chain.logs.slice(4),
      );
      read.length = 0;
      bucket.at(chain.logs[1]!).body = gzipSync("other");
      const last = await round();
      assert.deepEqual(
        last.findings.map(({ kind, key }) => [kind, key]),
        [["log-modified", chain.logs[1]]],
      );
      assert.deepEqual(
        read.filter((key) => chain.logs.includes(key)),
        [chain.logs[1]],
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("finds what CloudTrail says must be there", async () => {
    const bucket = new WrittenBucket();
    const chain = new DigestChain(bucket).hours(3);
    const one = { account: "111122223333", trail: "security-trail" };
    const reaches = (time: number) => ({ time, why: "CloudTrail says so" });
    const { findings } = await validated(bucket, keysOf(chain), {
      expected: [
        { ...one, region: "eu-central-1", reaches: reaches(chain.time + 1) },
        { ...one, region: "sa-east-1", reaches: reaches(chain.time) },
      ],
    });
    assert.deepEqual(
      findings.map(({ kind, region, says }) => [kind, region, says.includes("CloudTrail says so")]),
      [
        ["newest-digests-missing", "eu-central-1", true],
        ["no-digests", "sa-east-1", true],
      ],
    );
    const empty = await validated(new WrittenBucket(), keysOf(chain));
    assert.deepEqual(
      empty.findings.map(({ kind }) => kind),
      ["no-digests"],
    );
  });

  it("says what can't be listed or read, and goes on", async () => {
    const bucket = new WrittenBucket();
    const chain = new DigestChain(bucket).hours(3);
    const other = new DigestChain(bucket, { region: "us-east-1", homeRegion: "eu-central-1" }).hours(3);
    const all = writtenStore(bucket);
    const refused = [chain.digests[1]!, chain.logs[5]!];
    const store = {
      ...all,
      read: (key: string) =>
        refused.includes(key) ? Promise.reject(new Error("no permission to read it")) : all.read(key),
      objects: (prefix: string, after?: string) => {
        if (!prefix.includes("CloudTrail-Digest/us-east-1")) return all.objects(prefix, after);
        throw new Error("no permission to list it");
      },
    };
    const { summary, findings, unknowns, digests } = await validated(bucket, keysOf(chain, other), { store });
    assert.deepEqual([summary.verdict, findings], ["unknown", []]);
    assert.deepEqual(unknowns.map(({ kind, key }) => [kind, key ?? ""]).sort(), [
      ["not-listed", ""],
      ["unreadable", chain.digests[1]],
      ["unreadable", chain.logs[5]],
    ]);
    assert.deepEqual(
      digests.map(({ verdict }) => verdict),
      ["valid", "unknown", "valid"],
    );
  });

  it("finds a copy in another bucket, unless it is said to be one", async () => {
    const bucket = new WrittenBucket("original");
    const chain = new DigestChain(bucket).hours(2);
    const moved = await validated(bucket, keysOf(chain), { store: writtenStore(bucket, { as: "replica" }) });
    assert.deepEqual(
      moved.findings.map(({ kind, says }) => [kind, says.includes("--bucket original")]),
      [
        ["digest-moved", true],
        ["digest-moved", true],
      ],
    );
    const said = { ...writtenStore(bucket, { as: "replica" }), bucket: "original" };
    assert.equal((await validated(bucket, keysOf(chain), { store: said })).summary.verdict, "valid");
  });

  it("leaves to other trails what they deliver to the same place", async () => {
    const bucket = new WrittenBucket();
    const chain = new DigestChain(bucket).hours(3);
    const other = new DigestChain(bucket, { trail: "other" }).hours(3);
    bucket.objects.delete(other.logs[0]!);
    const { summary, findings, logs } = await validated(bucket, keysOf(chain), {
      trails: ["security-trail"],
    });
    assert.deepEqual([summary.verdict, findings, logs.length], ["valid", [], 6]);
    new DigestChain(bucket, { account: "444455556666", trail: "other" }).hours(2);
    assert.deepEqual((await validated(bucket, keysOf(chain), { trails: ["security-trail"] })).findings, []);
    const none = await validated(bucket, keysOf(chain), { trails: ["nope"] });
    assert.deepEqual(
      none.findings.map(({ kind, says }) => [kind, says.includes("trail nope")]),
      [["no-digests", true]],
    );
  });

  it("finds digests of another bucket among those of a copy that doesn't say where it is from", async () => {
    const bucket = new WrittenBucket("original");
    const chain = new DigestChain(bucket).hours(4);
    // Genuine, of the same trail and the same hour, and of a bucket that somebody had it deliver to for a while.
    const elsewhere = new WrittenBucket("elsewhere");
    const short = new DigestChain(elsewhere, { start: new Date(chain.time - HOUR_MS) }).hour();
    const [key] = short.digests;
    assert.equal(key, chain.digests[3]);
    bucket.objects.set(key!, elsewhere.at(key!));
    const { bucket: _, ...store } = writtenStore(bucket);
    const { findings } = await validated(bucket, keysOf(chain), { store });
    assert.deepEqual(
      findings.map(({ kind, key: file }) => [kind, file]),
      [["digest-moved", key]],
    );
  });

  it("gives evidence that can be checked by hand", async () => {
    const bucket = new WrittenBucket();
    const chain = new DigestChain(bucket).hours(2);
    const { digests, logs } = await validated(bucket, keysOf(chain));
    assert.deepEqual(
      digests.map(({ key }) => key),
      chain.digests,
    );
    assert.deepEqual(
      logs.map(({ key }) => key),
      chain.logs,
    );
    const { signature } = bucket.at(chain.digests[1]!).metadata;
    assert.deepEqual(
      [digests[1]!.signature, digests[1]!.fingerprint, digests[1]!.start, digests[1]!.end, digests[1]!.logs],
      [signature, chain.key.fingerprint, "2026-03-01T10:01:31Z", "2026-03-01T11:01:31Z", 2],
    );
    assert.match(digests[1]!.sha256!, /^[0-9a-f]{64}$/);
    assert.deepEqual(
      [logs[0]!.digest, logs[0]!.expected?.length],
      [chain.digests[0], sha256(Buffer.alloc(0)).length],
    );
  });

  it("follows a chain to another prefix, and says so where that is not there", async () => {
    for (const above of ["logs/prod/AWSLogs/", "AWSLogs/o-abcdef1234/"]) {
      const bucket = new WrittenBucket();
      const chain = new DigestChain(bucket).hours(3).moves(above).hours(3);
      const whole = await validated(bucket, keysOf(chain));
      assert.deepEqual([whole.summary.verdict, whole.findings, whole.unknowns], ["valid", [], []]);
      const last = chain.digests[2]!;
      const { body, metadata } = bucket.at(last);
      bucket.objects.set(last, { body: gzipSync(`${gunzipSync(body).toString()} `), metadata });
      assert.equal((await validated(bucket, keysOf(chain))).summary.verdict, "invalid");
      for (const key of [...bucket.objects.keys()]) if (!key.startsWith(above)) bucket.objects.delete(key);
      const { summary, unknowns } = await validated(bucket, keysOf(chain));
      assert.deepEqual([summary.verdict, unknowns.map(({ kind }) => kind)], ["unknown", ["other-prefix"]]);
    }
  });
});
