import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { run } from "../../../cli/run";
import type { FileProof } from "../../../detective/integrity/fileProver";
import { DigestChain, WrittenBucket, keysOf, sha256 } from "../../support/digestChain";
import { FakeIo } from "./support/fakeIo";

const RULE = `
title: Stopped
level: high
logsource: { product: aws, service: cloudtrail }
detection:
  selection:
    eventName: StopLogging
  condition: selection
`;

interface Item {
  who: string;
  proof: readonly FileProof[];
}

describe("--prove", () => {
  let folder: string;
  let bucket: WrittenBucket;
  let chain: DigestChain;
  /** Log files: one that is as it was delivered, one that was changed, one that no digest names. */
  let sound: string;
  let changed: string;
  let added: string;
  const path = (key: string) => join(folder, "copy", key);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "audit-trail-prove-"));
    bucket = new WrittenBucket();
    chain = new DigestChain(bucket).hours(1, 1);
    sound = chain.deliver(10, { content: records("alice", 1) });
    changed = chain.deliver(20, { content: records("bob", 2) });
    added = chain.deliver(30, { content: records("carol", 3), named: false });
    chain.hour(0).hours(1, 1);
    bucket.at(changed).body = gzipSync(records("mallory", 2));
    await bucket.copyTo(join(folder, "copy"));
    await writeFile(join(folder, "keys.json"), JSON.stringify(keysOf(chain)));
    await writeFile(join(folder, "rule.yml"), RULE);
  });

  after(() => rm(folder, { recursive: true, force: true }));

  async function ran(...args: string[]) {
    const io = new FakeIo({ now: chain.time, env: { AWS_REGION: "eu-central-1" } });
    const code = await run([...args, "--prove", "--keys", join(folder, "keys.json")], io);
    return { code, out: io.output, err: io.errors };
  }

  function proofs(): Record<string, FileProof> {
    const [, digest] = chain.digests;
    return {
      alice: {
        file: path(sound),
        state: "covered by a verified digest",
        sha256: sha256(Buffer.from(records("alice", 1))),
        digest: digest!,
      },
      mallory: {
        file: path(changed),
        state: "not covered",
        sha256: sha256(Buffer.from(records("mallory", 2))),
        digest: digest!,
        why: "it was modified",
      },
      carol: {
        file: path(added),
        state: "not covered",
        sha256: sha256(Buffer.from(records("carol", 3))),
        why: "no digest of its time names it",
      },
    };
  }

  it("says of each finding which file it rests on, and whether a verified digest covers it", async () => {
    const { code, out } = await ran("tampering", "--from", path(""), "-o", "json");
    const { items, coverage } = JSON.parse(out) as {
      items: Item[];
      coverage: { gaps: { detail: string }[] };
    };
    assert.deepEqual(
      Object.fromEntries(items.map(({ who, proof }) => [who, proof])),
      Object.fromEntries(Object.entries(proofs()).map(([who, proof]) => [who, [proof]])),
    );
    const details = coverage.gaps.map(({ detail }) => detail);
    for (const [key, why] of [
      [changed, "it was modified"],
      [added, "no digest of its time names it"],
    ] as const)
      assert.ok(
        details.includes(`${path(key)} is not covered by a verified digest: ${why}.`),
        details.join("\n"),
      );
    assert.equal(code, 3);
  });

  it("marks the rows of a table, also where a folder within the copy is read", async () => {
    const { out } = await ran("who", "alice", "--from", path("AWSLogs"));
    assert.match(out, /Proof/);
    assert.match(out, /StopLogging.*verified/);
    const { code } = await ran("who", "alice", "--from", path("AWSLogs"), "-q");
    assert.equal(code, 0);
  });

  it("carries the proof on lines, and lists the files in a report", async () => {
    const rule = ["--rules", join(folder, "rule.yml")];
    const lines = await ran("detect", ...rule, path(""), "-o", "jsonl");
    const found = lines.out.trim().split("\n");
    assert.deepEqual(
      found.map((line) => (JSON.parse(line) as Item).proof),
      Object.values(proofs()).map((proof) => [proof]),
    );
    assert.equal(lines.code, 3);
    const page = await ran("detect", ...rule, path(""), "-o", "md");
    for (const { sha256: hash } of Object.values(proofs())) assert.ok(page.out.includes(hash!));
    for (const [form, inner] of [
      ["sarif", '"proof":[{"file"'],
      ["ocsf", '"unmapped":{"proof":[{"file"'],
    ] as const)
      assert.ok((await ran("detect", ...rule, path(""), "-o", form)).out.includes(inner), form);
  });

  it("marks the entries of a timeline", async () => {
    const json = await ran("timeline", "mallory", "--from", path(""), "-o", "json");
    const { entries } = JSON.parse(json.out) as {
      entries: { event: { userIdentity: { userName: string } }; proof: readonly FileProof[] }[];
    };
    const found = entries.map(({ event, proof }) => [event.userIdentity.userName, proof] as const);
    const all = Object.entries(proofs()).map(([who, proof]) => [who, [proof]]);
    assert.deepEqual(Object.fromEntries(found), Object.fromEntries(all));
    const { out } = await ran("timeline", "mallory", "--from", path(""));
    assert.equal(out.match(/FILE NOT COVERED/g)?.length, 2);
  });

  it("is for log files, and keys are for it", async () => {
    const api = await ran("denied");
    assert.deepEqual([api.code, /--prove is for log files/.test(api.err)], [2, true]);
    const io = new FakeIo({ now: chain.time, env: {} });
    assert.equal(await run(["denied", "--from", path(""), "--keys", "x"], io), 2);
    assert.match(io.errors, /--keys is for --prove/);
  });
});

function records(userName: string, id: number): string {
  const record = {
    eventVersion: "1.11",
    eventID: `00000000-0000-4000-8000-00000000000${id}`,
    eventName: "StopLogging",
    eventSource: "cloudtrail.amazonaws.com",
    eventTime: "2026-03-01T10:20:00Z",
    awsRegion: "eu-central-1",
    sourceIPAddress: "192.0.2.7",
    userIdentity: { type: "IAMUser", userName, principalId: `AIDA${userName}` },
    requestParameters: { name: "security-trail" },
    recipientAccountId: "111122223333",
  };
  return JSON.stringify({ Records: [record] });
}
