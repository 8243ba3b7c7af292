import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { keptKeys } from "../../../../detective/integrity/keyRing";
import { Prover } from "../../../../detective/integrity/prover";
import { parseKeyFile } from "../../../../detective/integrity/publicKey";
import { DigestChain, WrittenBucket, keysOf, sha256 } from "../../../support/digestChain";
import { writtenStore } from "../../../support/writtenStore";

describe("the proof of one log file", () => {
  it("reads the digests of its day once, and says what covers it", async () => {
    const bucket = new WrittenBucket();
    const chain = new DigestChain(bucket).hours(60, 1);
    const [changed, gone, damaged] = [chain.logs[30]!, chain.logs[31]!, chain.logs[32]!];
    const content = '{"Records":[1]}';
    bucket.at(changed).body = gzipSync(content);
    bucket.objects.delete(gone);
    bucket.at(damaged).body = Buffer.from("{}");
    const put = chain.logs[33]!.replace(/_[0-9a-f]{16}\./, "_0000000000000000.");
    bucket.objects.set(put, { body: gzipSync(content), metadata: {} });
    bucket.objects.set("elsewhere/x.json.gz", { body: gzipSync(content), metadata: {} });
    const all = writtenStore(bucket);
    const read: string[] = [];
    const store = { ...all, read: (key: string) => (read.push(key), all.read(key)) };
    const prover = new Prover({ store, keys: keptKeys(parseKeyFile(JSON.stringify(keysOf(chain)))) });
    const [first, second] = [chain.logs[28]!, chain.logs[29]!];
    for (const key of [first, second]) {
      const digest = chain.digests[chain.logs.indexOf(key)];
      const proof = await prover.proofOf(key);
      assert.deepEqual(proof, {
        key,
        sha256: proof.sha256,
        digest,
        state: "covered by a verified digest",
      });
      assert.match(proof.sha256!, /^[0-9a-f]{64}$/);
    }
    // A day and what may come a little later, of 60 hours.
    const digests = read.filter((key) => key.includes("CloudTrail-Digest"));
    assert.deepEqual([digests.length, new Set(digests).size], [27, 27]);
    const hash = sha256(Buffer.from(content));
    const others: [key: string, proof: object][] = [
      [changed, { sha256: hash, digest: chain.digests[30], state: "not covered", why: "it was modified" }],
      [gone, { state: "unknown", why: "there is no such file" }],
      [damaged, { state: "not covered", why: "it is not gzip" }],
      [put, { sha256: hash, state: "not covered", why: "no digest of its time names it" }],
      [
        "elsewhere/x.json.gz",
        { sha256: hash, state: "not covered", why: "its name is none of CloudTrail's log files" },
      ],
    ];
    for (const [key, proof] of others) assert.deepEqual(await prover.proofOf(key), { key, ...proof });
    const withoutKeys = new Prover({ store, keys: keptKeys([]) });
    assert.equal((await withoutKeys.proofOf(first)).state, "unknown");
  });
});
