import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { run } from "../../../cli/run";
import type { DigestEvidence, IntegritySummary, LogEvidence } from "../../../detective/integrity/evidence";
import { serveCloudTrail } from "../../support/cloudTrailStub";
import { DigestChain, WrittenBucket, keysOf, sha256 } from "../../support/digestChain";
import { MemoryBucket, refusals, s3Server, type S3Server } from "../../support/s3Server";
import { FakeIo } from "./support/fakeIo";

type Row = { type: string; kind?: string; key?: string } & Record<string, unknown>;

describe("audit-trail validate", () => {
  let folder: string;
  let keys: string;
  let bucket: WrittenBucket;
  let chain: DigestChain;
  let other: DigestChain;
  const credentials = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;
  const kept = credentials.map((name) => process.env[name]);

  beforeEach(async () => {
    for (const name of credentials) process.env[name] = "loopback";
    folder = await mkdtemp(join(tmpdir(), "audit-trail-validate-"));
    bucket = new WrittenBucket();
    chain = new DigestChain(bucket).hours(3);
    other = new DigestChain(bucket, { region: "us-east-1", homeRegion: "eu-central-1" }).hours(3);
    keys = join(folder, "keys.json");
    await writeFile(keys, JSON.stringify(keysOf(chain, other)));
  });

  afterEach(async () => {
    credentials.forEach((name, index) => {
      if (kept[index] === undefined) delete process.env[name];
      else process.env[name] = kept[index];
    });
    await rm(folder, { recursive: true, force: true });
  });

  async function ran(...args: string[]) {
    const io = new FakeIo({ now: chain.time + 1_200_000, env: { AWS_REGION: "eu-central-1" } });
    const code = await run(["validate", ...args], io);
    return { code, out: io.output, err: io.errors, flat: io.output.replace(/\s+/g, " ") };
  }

  async function copy(): Promise<string> {
    const path = join(folder, "copy");
    await bucket.copyTo(path);
    return path;
  }

  /** The rows of `-o jsonl`, without its head and summary. */
  const rowsOf = (out: string) =>
    out
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Row);

  it("proves a copy on disk with kept keys, and says so for each trail and Region", async () => {
    const { code, out, err } = await ran(await copy(), "--keys", keys);
    assert.deepEqual([code, err], [0, ""]);
    assert.match(
      out,
      /^security-trail +111122223333 +eu-central-1 +3 +6 +2026-03-01T09:01:31Z +\S+ +valid$/m,
    );
    assert.match(out, /\nVALID: proven are 12 log files as CloudTrail delivered them, by 6 digests\.\n$/);
  });

  it("proves a part of a copy: the digests say where it belongs", async () => {
    const path = await copy();
    assert.equal((await ran(join(path, "AWSLogs", "111122223333"), "--keys", keys, "-o", "json")).code, 3);
    // Without metadata beside it, the newest digest of each Region stays unknown, and nothing else.
    const metadata = await readFile(join(path, "object-metadata.json"));
    await writeFile(join(path, "AWSLogs", "object-metadata.json"), metadata);
    assert.equal((await ran(join(path, "AWSLogs"), "--keys", keys)).code, 0);
  });

  it("ends with 1 when something was found, 3 when something could not be told, 1 when both", async () => {
    bucket.at(chain.digests[2]!).metadata = {};
    const unknown = await ran(await copy(), "--keys", keys);
    assert.equal(unknown.code, 3);
    assert.match(
      unknown.flat,
      /UNKNOWN The digest \S+ is not proven: its signature is the object's metadata/,
    );
    bucket.objects.get(other.logs[0]!)!.body = gzipSync("{}");
    const both = await ran(await copy(), "--keys", keys);
    assert.equal(both.code, 1);
    assert.match(both.out, /^FOUND {4}The log file \S+ was modified/m);
    assert.match(both.out, /^ +To do: Take the original/m);
    assert.match(both.out, /^INVALID: 1 finding\. 1 thing could not be told\./m);
  });

  it("refuses what can't be meant", async () => {
    const path = await copy();
    const notKeys = join(folder, "not-keys.json");
    await writeFile(notKeys, '{"PublicKeyList":[{"Fingerprint":"ab"}]}');
    const cases: [args: string[], message: RegExp][] = [
      [
        [join(folder, "nowhere"), "--keys", keys],
        /there is no such folder; give the folder that holds AWSLogs/,
      ],
      [[keys, "--keys", keys], /it is no folder/],
      [[path, "--keys", join(folder, "none.json")], /--keys .*: there is no such file or folder/],
      [[path, "--keys", join(path, "AWSLogs")], /--keys .*: it is a folder/],
      [
        [path, "--keys", notKeys],
        /PublicKeyList\[0\]\.Region is missing: each Region signs with keys of its own/,
      ],
      [[path, "--keys", keys, "--since", "yesterday"], /--since "yesterday" is no time/],
      [[path, "--keys", keys, "--evidence", join(folder, "no", "e.json")], /there is no such file or folder/],
      [[path, "--keys", keys, "--resume", keys], /is no state of an earlier run/],
      [["--export-keys", join(folder, "k.json")], /--export-keys needs --since/],
    ];
    for (const [args, message] of cases) {
      const { code, out, err } = await ran(...args);
      assert.deepEqual([code, out], [2, ""], args.join(" "));
      assert.match(err, message);
    }
    assert.deepEqual((await readdir(folder)).sort(), ["copy", "keys.json", "not-keys.json"]);
  });

  it("takes a mirror as archive pull leaves it", async () => {
    const s3 = await s3Server({ [bucket.name]: new MemoryBucket(Object.fromEntries(bucket.objects)) });
    try {
      const path = join(folder, "mirror");
      const pull = async () => {
        const line = ["archive", "pull", `s3://${bucket.name}`, path, "--endpoint", s3.endpoint, "-q"];
        return run(line, new FakeIo({ env: { AWS_REGION: "eu-central-1" } }));
      };
      assert.equal(await pull(), 0);
      assert.equal((await ran(path, "--keys", keys)).code, 0);
      // The file as it was before is kept, and is none of the bucket's.
      s3.buckets.get(bucket.name)!.put(chain.logs[2]!, { body: gzipSync("{}") });
      assert.equal(await pull(), 1);
      const found = rowsOf((await ran(path, "--keys", keys, "-o", "jsonl")).out);
      assert.deepEqual(
        found.filter(({ type }) => type === "finding").map(({ kind, key }) => [kind, key]),
        [["log-modified", chain.logs[2]]],
      );
    } finally {
      await s3.close();
    }
  });

  it("never leaves the folder, whatever a digest names", async () => {
    const path = await copy();
    await writeFile(join(folder, "outside.json.gz"), gzipSync("{}"));
    const forged = {
      ...(JSON.parse(gunzipSync(bucket.at(chain.digests[2]!).body).toString()) as Record<string, unknown>),
      logFiles: [
        "../outside.json.gz",
        "/etc/passwd",
        "a/../../outside.json.gz",
        "AWSLogs//x",
        "a\0b",
        "a\\..\\b",
      ].map((s3Object) => ({
        s3Bucket: bucket.name,
        s3Object,
        hashValue: sha256(Buffer.from("{}")),
        hashAlgorithm: "SHA-256",
      })),
    };
    await writeFile(join(path, ...chain.digests[2]!.split("/")), gzipSync(JSON.stringify(forged)));
    // Without keys the digest is not known to be forged, so its log files are looked for.
    await writeFile(keys, '{"PublicKeyList":[]}');
    const { code, out } = await ran(path, "--keys", keys, "--region", "eu-central-1", "-o", "jsonl");
    assert.equal(code, 1);
    const missing = rowsOf(out).filter(({ type, verdict }) => type === "log" && verdict === "missing");
    assert.equal(missing.length, 6);
  });

  it("writes evidence that can be checked again with nothing but the files", async () => {
    const path = await copy();
    const file = join(folder, "proof.json");
    const first = await ran(path, "--keys", keys, "--evidence", file);
    assert.match(first.err, /proof\.json: the evidence, SHA-256 [0-9a-f]{64}\n/);
    const text = await readFile(file, "utf8");
    assert.ok(first.err.includes(sha256(Buffer.from(text))));
    const { evidence, summary } = JSON.parse(text) as { evidence: Row[]; summary: IntegritySummary };
    const contentOf = async (key: string) => gunzipSync(await readFile(join(path, ...key.split("/"))));
    for (const row of evidence) {
      if (row.type === "log") {
        const { key, expected, actual, verdict } = row as unknown as LogEvidence;
        assert.equal(verdict, "valid");
        assert.deepEqual([expected, actual], [sha256(await contentOf(key)), expected]);
      } else {
        const {
          key,
          signature,
          fingerprint,
          sha256: hash,
          end,
          bucket: name,
        } = row as unknown as DigestEvidence;
        const content = await contentOf(key);
        const { previousDigestSignature } = JSON.parse(content.toString()) as Record<string, string | null>;
        const signed = `${end}\n${name}/${key}\n${sha256(content)}\n${previousDigestSignature ?? "null"}`;
        const { Value = "" } = summary.keys.find(({ Fingerprint }) => Fingerprint === fingerprint) ?? {};
        const publicKey = createPublicKey({
          key: Buffer.from(Value, "base64"),
          format: "der",
          type: "pkcs1",
        });
        assert.equal(hash, sha256(content));
        assert.ok(verify("RSA-SHA256", Buffer.from(signed), publicKey, Buffer.from(signature!, "hex")), key);
      }
    }
    assert.equal(evidence.length, 18);
    // Twice the same, and as lines the same rows.
    await ran(path, "--keys", keys, "--evidence", file);
    assert.equal(await readFile(file, "utf8"), text);
    const lines = rowsOf((await ran(path, "--keys", keys, "-o", "jsonl")).out);
    assert.deepEqual([lines[0]!.type, lines.at(-1)!.type], ["head", "summary"]);
    assert.deepEqual(lines.slice(1, -1), evidence);
    assert.deepEqual((await readdir(folder)).sort(), ["copy", "keys.json", "proof.json"]);
  });

  it("goes on where it was: a file is hashed anew only when it changed", async () => {
    const path = await copy();
    const state = join(folder, "state.jsonl");
    assert.equal((await ran(path, "--keys", keys, "--resume", state)).code, 0);
    const lines = (await readFile(state, "utf8")).split("\n");
    assert.equal(lines.length, 14);
    // Killed in the middle of a line.
    await writeFile(state, lines.join("\n").slice(0, -30));
    const [log = ""] = chain.logs;
    const file = join(path, ...log.split("/"));
    const { size, mtime } = await stat(file);
    await writeFile(file, Buffer.alloc(size));
    await utimes(file, mtime, mtime);
    const again = rowsOf((await ran(path, "--keys", keys, "--resume", state, "-o", "jsonl")).out);
    assert.deepEqual(
      again.filter(({ type }) => type === "finding").map(({ kind, key }) => [kind, key]),
      [["log-damaged", log]],
    );
    // A state of another source says nothing of this one.
    const elsewhere = join(folder, "elsewhere");
    await bucket.copyTo(elsewhere);
    assert.equal((await ran(elsewhere, "--keys", keys, "--resume", state)).code, 0);
  });

  describe("of a bucket", () => {
    let s3: S3Server;
    let asked: string[];

    beforeEach(async () => {
      s3 = await s3Server({ [bucket.name]: new MemoryBucket(Object.fromEntries(bucket.objects)) });
      ({ asked } = serveCloudTrail(s3, [chain, other]));
    });
    afterEach(() => s3.close());

    it("asks each Region for its keys, and reads each object once", async () => {
      const { code, out } = await ran(`s3://${bucket.name}`, "--endpoint", s3.endpoint);
      assert.equal(code, 0, out);
      assert.deepEqual(asked.sort(), ["ListPublicKeys eu-central-1", "ListPublicKeys us-east-1"]);
      assert.equal(s3.counts.get, 18);
      const one = ["--endpoint", s3.endpoint, "--region", "us-east-1", "-o", "json"];
      const { summary } = JSON.parse((await ran(`s3://${bucket.name}`, ...one)).out) as {
        summary: IntegritySummary;
      };
      assert.deepEqual(
        summary.chains.map(({ region, verdict = summary.verdict }: { region: string; verdict?: string }) => [
          region,
          verdict,
        ]),
        [["us-east-1", "valid"]],
      );
    });

    it("finds that the newest digests are missing by the clock", async () => {
      for (const key of [...chain.digests, ...other.digests].filter((key) => /T1[12]/.test(key)))
        s3.buckets.get(bucket.name)!.delete(key);
      chain.time += 3 * 3_600_000;
      const { code, out } = await ran(`s3://${bucket.name}`, "--endpoint", s3.endpoint);
      assert.equal(code, 1);
      assert.match(out, /The newest digests are missing: the last one ends at 2026-03-01T10:01:31Z/);
    });

    it("is unknown where keys or objects are refused", async () => {
      const before = s3.other!;
      s3.other = (incoming, body, answer) => {
        if (!String(incoming.headers["x-amz-target"]).endsWith("ListPublicKeys"))
          return before(incoming, body, answer);
        answer.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
        answer.end('{"__type":"AccessDeniedException","message":"not authorized"}');
        return true;
      };
      const denied = await ran(`s3://${bucket.name}`, "--endpoint", s3.endpoint);
      assert.equal(denied.code, 3);
      assert.match(
        denied.flat,
        /and 2 others of the trail security-trail in eu-central-1 are not proven: .*Allow the/,
      );
      s3.other = before;
      s3.fault = ({ operation, key }) =>
        operation === "get" && key === chain.logs[0] ? refusals.accessDenied : undefined;
      const unread = await ran(`s3://${bucket.name}`, "--endpoint", s3.endpoint);
      assert.equal(unread.code, 3);
      assert.match(unread.out, /^UNKNOWN  The log file \S+ could not be verified: no permission/m);
    });

    it("without a source looks where the account's trails deliver, in every Region that is asked", async () => {
      const regions = ["--region", "eu-central-1,us-east-1", "--endpoint", s3.endpoint];
      const fine = await ran(...regions);
      assert.equal(fine.code, 0, fine.out);
      assert.match(fine.out, /^VALID: proven are 12 log files/m);
      // No trail reaches into another partition, whoever names its Regions.
      const foreign = await ran(
        "--region",
        "eu-central-1,us-east-1,us-gov-west-1",
        "--endpoint",
        s3.endpoint,
      );
      assert.equal(foreign.code, 0, foreign.out);
      const more = await ran("--region", "eu-central-1,us-east-1,eu-west-3", "--endpoint", s3.endpoint);
      assert.equal(more.code, 1);
      assert.match(
        more.out,
        /There are no digests of the trail security-trail in eu-west-3 of account 111122223333/,
      );
      const none = await ran(...regions, "--trail", "nope");
      assert.equal(none.code, 2);
      assert.match(none.err, /no trail called nope delivers log files in eu-central-1, us-east-1/);
    });

    it("writes the keys that a copy is proven with", async () => {
      const file = join(folder, "exported.json");
      const exported = await ran(`s3://${bucket.name}`, "--export-keys", file, "--endpoint", s3.endpoint);
      assert.deepEqual([exported.code, exported.out], [0, ""]);
      assert.match(exported.err, /exported\.json: 2 keys of 2 Regions/);
      assert.equal((await ran(await copy(), "--keys", file)).code, 0);
      const text = await readFile(file, "utf8");
      await ran(
        "--since",
        "1d",
        "--region",
        "eu-central-1,us-east-1",
        "--export-keys",
        file,
        "--endpoint",
        s3.endpoint,
      );
      assert.equal(await readFile(file, "utf8"), text);
    });
  });
});
