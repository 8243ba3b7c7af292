import assert from "node:assert/strict";
import { keysOf } from "../../../support/digestChain";
import { tamperings, untouched } from "../../../support/digestTampering";
import { validated } from "./validated";

describe("tampering with an archive", () => {
  it("finds nothing where nothing was done", async () => {
    const { bucket, chain, other } = untouched();
    const { summary, findings, unknowns } = await validated(bucket, keysOf(chain, other));
    assert.deepEqual([summary.verdict, findings, unknowns], ["valid", [], []]);
    assert.deepEqual(
      summary.chains.map(({ region, digests, logs }) => [region, digests.valid, logs.valid]),
      [
        ["eu-central-1", 8, 16],
        ["us-east-1", 8, 16],
      ],
    );
  });

  for (const { name, tamper, unknown = [] } of tamperings) {
    it(`${name}: found and named`, async () => {
      const scene = untouched();
      const wanted = tamper(scene);
      const { summary, findings, unknowns } = await validated(scene.bucket, keysOf(scene.chain, scene.other));
      const told = findings.map(({ kind, key }) => [kind, key]);
      assert.deepEqual(sorted(told), sorted(wanted), JSON.stringify(findings, undefined, 1));
      assert.deepEqual(
        unknowns.map(({ kind }) => kind),
        unknown,
      );
      const verdict = wanted.length > 0 ? "invalid" : unknown.length > 0 ? "unknown" : "valid";
      assert.equal(summary.verdict, verdict);
      for (const { says, todo, key } of findings) {
        assert.ok(says.endsWith(".") && todo.endsWith("."), says);
        if (key !== undefined) assert.ok(says.includes(key), says);
      }
    });
  }
});

function sorted(list: unknown[]): string[] {
  return list.map((each) => JSON.stringify(each)).sort();
}
